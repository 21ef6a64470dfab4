/** The language server as a function: stdio, VS Code's IPC and tests start it alike. */
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Connection, Message, MessageStrategy } from 'vscode-languageserver/node';
import type { Engine, EngineOptions } from '../engine/types.js';
import { serve } from '../lsp/serve.js';

export interface StartServerOptions {
  /** An open connection; without it, the one that the command line names (`--stdio`, `--node-ipc`). */
  readonly connection?: Connection;
  readonly createEngine: (options: EngineOptions) => Engine;
  /** Folder of the bundle (`out/`): child and worker scripts lie in it, the shipped pack and tables beside it. */
  readonly bundleFolder: string;
  /** Folder of the code tables; by default `terminology/` beside the bundle. */
  readonly terminologyPath?: string;
}

/**
 * Drops what is neither request, notification nor response. The library would write such a message,
 * report text and all, into the client's log.
 */
export const onlyMessages: MessageStrategy = {
  handleMessage(message, next) {
    if (isMessage(message)) return next(message);
  },
};

function isMessage(message: unknown): message is Message {
  if (typeof message !== 'object' || message === null) return false;
  const { method, id } = message as { method?: unknown; id?: unknown };
  const isResponse = 'result' in message || 'error' in message;
  return typeof method === 'string' || (isResponse && (typeof id === 'number' || typeof id === 'string'));
}

/**
 * Starts serving at once; resolves when the client says `exit`.
 * @throws where neither a connection nor a command line argument says what to listen on.
 */
export function startServer(options: StartServerOptions): Promise<void> {
  const connection =
    options.connection ?? createConnection(ProposedFeatures.all, { messageStrategy: onlyMessages });
  serve(connection, {
    createEngine: options.createEngine,
    shippedPackPath: join(options.bundleFolder, '..', 'models', 'glosa-base'),
    terminologyPath: options.terminologyPath ?? join(options.bundleFolder, '..', 'terminology'),
    docsPath: join(options.bundleFolder, '..', 'docs'),
    childPath: join(options.bundleFolder, 'engine-child.js'),
    parseWorkerPath: join(options.bundleFolder, 'parse-worker.js'),
    workspaceWorkerPath: join(options.bundleFolder, 'workspace-worker.js'),
    mapWorkerPath: join(options.bundleFolder, 'map-worker.js'),
  });
  return new Promise((resolve) => {
    connection.onExit(resolve);
  });
}
