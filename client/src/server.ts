/** The language server's life: started when the first report is open, restarted, stopped. */
import { CancellationError, Disposable, env, EventEmitter, l10n, window, workspace } from 'vscode';
import type { CancellationToken, ExtensionContext, LogOutputChannel } from 'vscode';
import {
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { analysisNotification, serverArguments, statusNotification } from '../../server/src/protocol.js';
import type { AnalysisParams, InitializationOptions, StatusParams } from '../../server/src/protocol.js';
import type { Analyses } from './analyses.js';
import { Crashes } from './crashes.js';
import { documentSelector } from './documents.js';
import { errorName, silentTrace } from './log.js';
import { findingsMiddleware } from './missingFindings.js';
import { reviewMiddleware } from './reviewCommands.js';

/** What a request says of its progress. */
export interface WorkDone {
  readonly message?: string;
  /** 0 to 100. */
  readonly percentage?: number;
}

export class Server implements Disposable {
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel;
  readonly #analyses: Analyses;
  readonly #crashes = new Crashes();
  readonly #changed = new EventEmitter<void>();
  #client: LanguageClient | null = null;
  #status: StatusParams | null = null;
  /** After `stop` nothing starts a server any more: nobody would end it. */
  #ended = false;
  /** Starts and stops, one after the other. */
  #queue: Promise<void> = Promise.resolve();

  /** Fires when `status` or `running` changed. */
  readonly onDidChange = this.#changed.event;

  constructor(context: ExtensionContext, log: LogOutputChannel, analyses: Analyses) {
    this.#context = context;
    this.#log = log;
    this.#analyses = analyses;
  }

  /** The engine's state as the server last told it, or null. */
  get status(): StatusParams | null {
    return this.#status;
  }

  /** False before the first start, after a crash that was not mended, and after a failed start. */
  get running(): boolean {
    return (
      this.#client !== null &&
      this.#client.state !== State.Stopped &&
      this.#client.state !== State.StartFailed
    );
  }

  /** Starts the server unless it was started before. Failures are shown and logged, not thrown. */
  start(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#client === null && !this.#ended) await this.#startNew();
    });
  }

  /** Ends the server, if any, and starts a new one with the settings and trust of now. */
  restart(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#stop();
      if (!this.#ended) await this.#startNew();
    });
  }

  /** Restarts a server that was started; leaves one alone that was not. */
  async restartIfStarted(): Promise<void> {
    if (this.#client !== null) await this.restart();
  }

  /**
   * Sends a request, starting the server where needed.
   * @throws CancellationError once the extension has ended; another error where the server cannot answer.
   */
  async request<Result>(method: string, params: object, token?: CancellationToken): Promise<Result> {
    await this.start();
    if (this.#ended) throw new CancellationError();
    if (this.#client === null) throw new Error('no server');
    return token === undefined
      ? this.#client.sendRequest<Result>(method, params)
      : this.#client.sendRequest<Result>(method, params, token);
  }

  /** Follows the progress of one request that has this token; dispose it when the request has ended. */
  async onProgress(token: string, listener: (value: WorkDone) => void): Promise<Disposable> {
    await this.start();
    const listening = this.#client?.onProgress(WorkDoneProgress.type, token, listener);
    return new Disposable(() => {
      listening?.dispose();
    });
  }

  /** For good: what asks from now on is told that it is cancelled. */
  async stop(): Promise<void> {
    this.#ended = true;
    await this.#enqueue(() => this.#stop());
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step);
    return this.#queue;
  }

  async #startNew(): Promise<void> {
    const client = new LanguageClient('glosa', 'Glosa', this.#serverOptions(), this.#clientOptions());
    this.#client = client;
    client.onNotification(statusNotification, (status: StatusParams) => {
      this.#status = status;
      this.#changed.fire();
    });
    client.onNotification(analysisNotification, (params: AnalysisParams) => {
      this.#analyses.accept(params);
    });
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) this.#status = null;
      this.#changed.fire();
    });
    try {
      await client.start();
    } catch (error) {
      this.#log.error(`The language server did not start: ${errorName(error)}`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#status = null;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that crashed or never started cannot be stopped; a new one does not depend on it.
      this.#log.warn(`The language server did not stop in order: ${errorName(error)}`);
    }
    this.#changed.fire();
  }

  #serverOptions(): ServerOptions {
    const module = this.#context.asAbsolutePath('out/server.js');
    return {
      run: { module, transport: TransportKind.ipc, options: { execArgv: [...serverArguments] } },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...serverArguments, '--nolazy', '--inspect=6019'] },
      },
    };
  }

  #clientOptions(): LanguageClientOptions {
    const initializationOptions: InitializationOptions = {
      packPath: this.#context.asAbsolutePath('models/glosa-base'),
      trusted: workspace.isTrusted,
      analysis: true,
      asks: true,
      locale: env.language,
    };
    return {
      documentSelector,
      initializationOptions,
      outputChannel: this.#log,
      traceOutputChannel: silentTrace(),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: findingsMiddleware(reviewMiddleware(this, this.#analyses)),
      errorHandler: this.#crashes,
      initializationFailedHandler: (error: unknown) => {
        this.#log.error(`The language server refused to start: ${errorName(error)}`);
        void window.showErrorMessage(l10n.t('Glosa’s language server did not start. The log says more.'));
        return false;
      },
      // A document that no editor shows is not read.
      textSynchronization: { delayOpenNotifications: true },
    };
  }
}
