/** `initialize` params of the two scripted clients. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Options of `initialize` that tests change. */
export interface ParamOptions {
  /** The fake engine's orders, see fakeEngine.ts. */
  readonly engine?: string;
  readonly initializationOptions?: Readonly<Record<string, unknown>>;
  readonly locale?: string;
  readonly processId?: number;
  readonly folders?: readonly string[];
}

interface VscodeParams {
  readonly initializationOptions: Readonly<Record<string, unknown>>;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** What VS Code sends: pull diagnostics, dynamic registration, workspace/configuration. */
export function vscodeParams(options: ParamOptions = {}): VscodeParams {
  const path = join(__dirname, 'fixtures', 'initialize.vscode.json');
  const captured = JSON.parse(readFileSync(path, 'utf8')) as VscodeParams;
  return {
    ...captured,
    ...(options.processId === undefined ? {} : { processId: options.processId }),
    ...(options.folders === undefined
      ? {}
      : { workspaceFolders: options.folders.map((uri) => ({ uri, name: uri })) }),
    initializationOptions: {
      ...captured.initializationOptions,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      packPath: options.engine ?? '',
      ...options.initializationOptions,
    },
  };
}

/** The least that a client may send: it takes pushed diagnostics and plain text. */
export function minimalParams(options: ParamOptions = {}): unknown {
  return {
    processId: options.processId ?? null,
    rootUri: null,
    capabilities: {},
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    initializationOptions: { packPath: options.engine ?? '', ...options.initializationOptions },
  };
}
