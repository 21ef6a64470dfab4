/** A scripted language client: JSON-RPC over a server process's stdio, with its own framing. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** A message as it came over the wire. */
export interface Wire {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface Surroundings {
  readonly wrapper?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Responder = (params: unknown) => unknown;

export class ScriptedClient {
  readonly process: ChildProcessWithoutNullStreams;
  /** Everything the server sent, in order. */
  readonly received: Wire[] = [];
  /** Resolves with the exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  stderr = '';
  readonly #waiting = new Set<(message: Wire) => void>();
  readonly #responders = new Map<string, Responder>();
  #buffer = Buffer.alloc(0);
  #nextId = 1;

  /** @param surroundings of the process; `wrapper` is a command that runs it. */
  constructor(
    script: string,
    args: readonly string[] = ['--stdio'],
    { wrapper = [], cwd, env = {} }: Surroundings = {},
  ) {
    const [command = '', ...rest] = [...wrapper, process.execPath, script, ...args];
    this.process = spawn(command, rest, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
    });
    this.exited = new Promise((resolve) => {
      this.process.on('exit', (code) => {
        resolve(code);
      });
    });
    this.process.stdin.on('error', () => undefined);
    this.process.stderr.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.process.stdout.on('data', (data: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      this.#takeMessages();
    });
    for (const method of [
      'client/registerCapability',
      'workspace/diagnostic/refresh',
      'workspace/codeLens/refresh',
      'workspace/semanticTokens/refresh',
    ]) {
      this.respond(method, () => null);
    }
    this.respond('workspace/configuration', (params) =>
      (params as { items: unknown[] }).items.map(() => null),
    );
    this.respond('workspace/applyEdit', () => ({ applied: true }));
  }

  /** Says how this client answers a request of the server. */
  respond(method: string, responder: Responder): void {
    this.#responders.set(method, responder);
  }

  /** Writes bytes as they are, framed or not. */
  raw(text: string | Buffer): void {
    this.process.stdin.write(text);
  }

  send(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message), 'utf8');
    this.raw(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  notify(method: string, params?: unknown): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  /** Sends a request; resolves with the whole response, error or not. */
  async call(method: string, params?: unknown): Promise<Wire> {
    const id = this.#nextId++;
    const response = this.next((message) => message.id === id && message.method === undefined);
    this.send({ jsonrpc: '2.0', id, method, params });
    return response;
  }

  /** Sends a request; resolves with its result. */
  async request<T>(method: string, params?: unknown): Promise<T> {
    const { result, error } = await this.call(method, params);
    if (error !== undefined) throw new Error(`${method}: ${error.code} ${error.message}`);
    return result as T;
  }

  /** The next message that fits. */
  next(fits: (message: Wire) => boolean): Promise<Wire> {
    return new Promise((resolve) => {
      const listener = (message: Wire): void => {
        if (!fits(message)) return;
        this.#waiting.delete(listener);
        resolve(message);
      };
      this.#waiting.add(listener);
    });
  }

  /** The first message with this method that fits, received already or still to come. */
  async notification<T>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
    const matches = (message: Wire): boolean => message.method === method && fits(message.params as T);
    const found = this.received.find(matches) ?? (await this.next(matches));
    return found.params as T;
  }

  async initialize<T>(params: unknown): Promise<T> {
    const result = await this.request<T>('initialize', params);
    this.notify('initialized', {});
    return result;
  }

  open(uri: string, text: string, languageId = 'glosa-report', version = 1): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  /** Ends the server as an editor does, and by force where that does not end it. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const kill = setTimeout(() => this.process.kill('SIGKILL'), 5_000);
      await Promise.race([this.call('shutdown'), this.exited]);
      this.notify('exit');
      await this.exited;
      clearTimeout(kill);
    }
    return this.exited;
  }

  #takeMessages(): void {
    for (;;) {
      const headerEnd = this.#buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(
        /Content-Length: (\d+)/iu.exec(this.#buffer.toString('ascii', 0, headerEnd))?.[1],
      );
      const end = headerEnd + 4 + length;
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.toString('utf8', headerEnd + 4, end)) as Wire;
      this.#buffer = this.#buffer.subarray(end);
      this.#take(message);
    }
  }

  #take(message: Wire): void {
    this.received.push(message);
    if (message.method !== undefined && message.id !== undefined) {
      const responder = this.#responders.get(message.method);
      const answer =
        responder === undefined
          ? { error: { code: -32601, message: 'Unhandled method' } }
          : { result: responder(message.params) };
      this.send({ jsonrpc: '2.0', id: message.id, ...answer });
    }
    for (const listener of [...this.#waiting]) listener(message);
  }
}
