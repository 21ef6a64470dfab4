/** The server's life as the client sees it: after the end nothing starts one any more. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CancellationError } from 'vscode';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Analyses } from '../../../client/src/analyses.js';
import { Server } from '../../../client/src/server.js';

const life = vi.hoisted(() => ({ started: 0, disposed: 0, asked: [] as string[] }));

vi.mock('vscode', () => ({
  CancellationError: class CancellationError extends Error {},
  Disposable: vi.fn(),
  EventEmitter: class {
    event = (): void => undefined;
    fire(): void {
      return undefined;
    }
  },
  env: { language: 'es' },
  workspace: { isTrusted: true },
}));
vi.mock('vscode-languageclient/node', () => ({
  State: { Stopped: 1, StartFailed: 4, Running: 2 },
  TransportKind: { ipc: 1 },
  RevealOutputChannelOn: { Never: 4 },
  LanguageClient: class {
    onNotification = vi.fn();
    onDidChangeState = vi.fn();
    async start(): Promise<void> {
      life.started++;
      await Promise.resolve();
    }
    async dispose(): Promise<void> {
      life.disposed++;
      await Promise.resolve();
    }
    sendRequest(method: string): Promise<string> {
      life.asked.push(method);
      return Promise.resolve('answer');
    }
  },
}));
vi.mock('../../../client/src/missingFindings.js', () => ({ findingsMiddleware: vi.fn() }));
vi.mock('../../../client/src/reviewCommands.js', () => ({ reviewMiddleware: vi.fn() }));
vi.mock('../../../client/src/documents.js', () => ({ documentSelector: [] }));
vi.mock('../../../client/src/crashes.js', () => ({ Crashes: vi.fn() }));
vi.mock('../../../client/src/log.js', () => ({ errorName: String, silentTrace: vi.fn() }));

const context = { asAbsolutePath: (path: string) => path } as unknown as ExtensionContext;
const log = { error: vi.fn(), warn: vi.fn() } as unknown as LogOutputChannel;
let server: Server;
beforeEach(() => {
  Object.assign(life, { started: 0, disposed: 0, asked: [] });
  server = new Server(context, log, {} as unknown as Analyses);
});

describe('the language server', () => {
  it('is started by the first request, and ended once', async () => {
    expect(await server.request('glosa/learnt', {})).toBe('answer');
    await server.stop();
    expect([life.started, life.disposed, life.asked]).toEqual([1, 1, ['glosa/learnt']]);
  });

  it('is not started again by what asks while it is ended or afterwards', async () => {
    await server.start();
    const stopped = server.stop();
    // An editor that becomes visible meanwhile asks for its attention.
    await expect(server.request('glosa/attention', {})).rejects.toBeInstanceOf(CancellationError);
    await stopped;
    await server.start();
    await server.restart();
    await expect(server.request('glosa/attention', {})).rejects.toBeInstanceOf(CancellationError);
    expect([life.started, life.disposed, life.asked]).toEqual([1, 1, []]);
    expect(server.running).toBe(false);
  });

  it('is not started by a restart that was asked for before the end', async () => {
    await server.start();
    const restarted = server.restart();
    await server.stop();
    await restarted;
    expect(life.started).toBe(life.disposed);
    expect(server.running).toBe(false);
  });
});
