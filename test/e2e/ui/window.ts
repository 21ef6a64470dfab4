/** One VS Code window with the packaged extension installed, as each file of UI tests opens it. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { hostFromEnvironment, type RunningServer, startServer } from '../host.js';
import { launchBrowser, openWorkbench, type Workbench } from '../workbench.js';

export interface TestWindow {
  readonly workbench: Workbench;
  readonly server: RunningServer;
  /** The folder that is open: a copy of examples/reports, with `files` added. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

export interface WindowOptions {
  readonly locale?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Text by file name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Starts server and browser; `close` ends both and removes the folder. */
export async function openWindow(options: WindowOptions = {}): Promise<TestWindow> {
  const vsix = process.env.GLOSA_VSIX;
  if (vsix === undefined) {
    throw new Error('GLOSA_VSIX names no packaged extension; run: npm test -- ui');
  }
  const folder = await mkdtemp(join(tmpdir(), 'glosa-ui-'));
  await cp('examples/reports', folder, { recursive: true });
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await writeFile(join(folder, name), text);
  }
  const server = await startServer({
    host: hostFromEnvironment(),
    vsix: resolve(vsix),
    settings: options.settings ?? {},
    ...(options.locale === undefined ? {} : { locale: options.locale }),
  });
  let browser: Browser | null = null;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    browser = await launchBrowser();
    return { workbench: await openWorkbench(browser, server.url, folder), server, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Name of a screenshot of this VS Code. */
export function shot(name: string): string {
  return `${name}-${process.env.GLOSA_VSCODE ?? '1.100'}`;
}
