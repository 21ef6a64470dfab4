/** What the client at the other end can do, read once from `initialize`. */
import { z } from 'zod';
import type { InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from '../protocol.js';

/** Capabilities and options of the client, with the protocol's defaults filled in. */
export interface ClientFacts {
  readonly options: InitializationOptions;
  readonly locale: string | undefined;
  /** URIs of the workspace folders at the start. */
  readonly folders: readonly string[];
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLens: boolean;
  readonly refreshesSemanticTokens: boolean;
  readonly publishesVersions: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly changesFolders: boolean;
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  readonly snippets: boolean;
  readonly nestedSymbols: boolean;
  readonly actionLiterals: boolean;
  readonly appliesEdits: boolean;
  readonly versionedEdits: boolean;
}

const optionsSchema = z.object({
  packPath: z.string().optional().catch(undefined),
  trusted: z.boolean().optional().catch(undefined),
  analysis: z.boolean().optional().catch(undefined),
  asks: z.boolean().optional().catch(undefined),
  locale: z.string().optional().catch(undefined),
  settings: z.unknown().optional(),
});

/** Reads the client's options, taking an ill-typed key for a missing one. */
function readOptions(raw: unknown): InitializationOptions {
  const parsed = optionsSchema.safeParse(raw);
  if (!parsed.success) return {};
  const present = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present);
}

/** @throws never for params that passed the library's own reading of `capabilities`. */
export function readClientFacts(params: InitializeParams): ClientFacts {
  const options = readOptions(params.initializationOptions);
  const { workspace, textDocument } = params.capabilities;
  const folders = Array.isArray(params.workspaceFolders)
    ? params.workspaceFolders.map((folder) => folder.uri)
    : // eslint-disable-next-line @typescript-eslint/no-deprecated -- clients without workspace folders send it
      [params.rootUri].filter((uri) => typeof uri === 'string');
  return {
    options,
    locale: options.locale ?? params.locale,
    folders,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLens: workspace?.codeLens?.refreshSupport === true,
    refreshesSemanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    publishesVersions: textDocument?.publishDiagnostics?.versionSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    markdownCompletion:
      textDocument?.completion?.completionItem?.documentationFormat?.includes('markdown') === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    actionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    appliesEdits: workspace?.applyEdit === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
  };
}
