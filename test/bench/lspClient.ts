import { spawn } from 'node:child_process';
import { serverArguments } from '../../server/src/protocol.js';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';

/** A message of the server with the time at which its last byte was read (`performance.now()`). */
export interface Received {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly atMs: number;
}

export interface ServerOptions {
  /** Folder of the bundles (`out`). */
  readonly product: string;
  /** Pack folder; null for the one that ships. */
  readonly model: string | null;
  /** `node` arguments before the script. */
  readonly nodeArguments?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** The real server as a process, spoken to over its standard input and output as an editor does. */
export class LspClient {
  readonly startedAtMs = performance.now();
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #listeners = new Set<(message: Received) => void>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #exited: Promise<number | null>;
  #buffer = Buffer.alloc(0);
  #requestId = 0;

  constructor(private readonly options: ServerOptions) {
    this.#child = spawn(
      process.execPath,
      [
        ...serverArguments,
        ...(options.nodeArguments ?? []),
        join(options.product, 'glosa.js'),
        'serve',
        '--stdio',
      ],
      { env: { ...process.env, ...options.env }, stdio: 'pipe' },
    );
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    this.#child.stderr.pipe(process.stderr);
    this.#exited = new Promise((resolve) => this.#child.on('exit', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /**
   * Handshake of a client that takes pushed diagnostics with versions and `glosa/analysis`.
   * @param folder URI of the workspace folder; null for none.
   */
  async initialize(folder: string | null = null): Promise<void> {
    const { model } = this.options;
    await this.request('initialize', {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: folder === null ? null : [{ uri: folder, name: 'bench' }],
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
      initializationOptions: { analysis: true, ...(model === null ? {} : { packPath: model }) },
    });
    this.notify('initialized', {});
  }

  open(uri: string, text: string): void {
    this.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'glosa-report', version: 1, text },
    });
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#requestId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  /** A request whose id is known, so that it can be cancelled. */
  cancellable(method: string, params: unknown): { readonly id: number; readonly answer: Promise<unknown> } {
    const answer = this.request(method, params);
    return { id: this.#requestId, answer };
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /**
   * Waits until the model has read the version: `glosa/analysis` says complete and its diagnostics have come.
   * @returns the arrival of the later of the two. @throws where the version came back without the model.
   */
  modelMade(uri: string, version: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const seen = new Set<string>();
      const listener = ({ method, params, atMs }: Received): void => {
        if (params.uri !== uri || params.version !== version) return;
        if (method === 'glosa/analysis' && params.complete !== true) {
          // Rule-only results while the model starts do not count; a final refusal names its reason.
          const reasons = params.notAnalysed as string[];
          if (reasons.length === 0) return;
          this.#listeners.delete(listener);
          reject(new Error(`not read by the model: ${reasons.join(', ')}`));
          return;
        }
        seen.add(method);
        if (!seen.has('glosa/analysis') || !seen.has('textDocument/publishDiagnostics')) return;
        this.#listeners.delete(listener);
        resolve(atMs);
      };
      this.#listeners.add(listener);
    });
  }

  async stop(): Promise<void> {
    await this.request('shutdown', null);
    this.notify('exit', null);
    await this.#exited;
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    const atMs = performance.now();
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const headerEnd = this.#buffer.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/.exec(this.#buffer.toString('latin1', 0, Math.max(0, headerEnd)));
      if (headerEnd === -1 || length === null) return;
      const end = headerEnd + 4 + Number(length[1]);
      if (this.#buffer.length < end) return;
      const body = this.#buffer.toString('utf8', headerEnd + 4, end);
      this.#buffer = this.#buffer.subarray(end);
      this.#handle(JSON.parse(body) as Record<string, unknown>, atMs);
    }
  }

  #handle(message: Record<string, unknown>, atMs: number): void {
    const { id, method, params, result } = message;
    if (typeof method === 'string') {
      // The server may ask for settings or register; this client has none and lets it.
      if (id !== undefined) this.#send({ id, result: null });
      const received = { method, params: (params ?? {}) as Record<string, unknown>, atMs };
      for (const listener of [...this.#listeners]) listener(received);
    } else if (typeof id === 'number') {
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    }
  }
}
