/** The workers that hold and count what a workspace's labels say, so that the server's own thread stays free. */
import { Worker } from 'node:worker_threads';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { CorpusStatisticsResult, LabelDifference } from '../../protocol.js';
import type { FromRun, FromTable, TableCall, TableCalls, ToTable, WorkerTask } from './workerMessages.js';

/** A table that nobody has asked for so long is let go; it is read again when it is wanted. */
const idleMs = 10 * 60_000;

/** Thrown where a worker could not do its work. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
  /** @param code the system's error code, or an error's name. @param path of the file at fault. */
  constructor(
    readonly code: string,
    readonly path: string | null = null,
  ) {
    super(code);
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One folder's table. */
class TableWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: () => void;
  #next = 1;
  #idle: NodeJS.Timeout | null = null;

  constructor(script: string, root: string, onEnd: () => void) {
    this.#ended = onEnd;
    const workerData: WorkerTask = { kind: 'table', root };
    this.#worker = new Worker(script, { workerData });
    this.#worker.unref();
    this.#worker.on('message', (message: FromTable) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(new WorkerFailed(message.error));
      else waiting?.resolve(message.result);
    });
    this.#worker.on('error', () => {
      this.end();
    });
    this.#worker.on('exit', () => {
      this.end();
    });
  }

  ask<K extends TableCall>(call: K, params: TableCalls[K]['params']): Promise<TableCalls[K]['result']> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#waiting.size === 0) this.end();
    }, idleMs).unref();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: (result) => {
          resolve(result as TableCalls[K]['result']);
        },
        reject,
      });
      this.#worker.postMessage({ id, call, params } satisfies ToTable);
    });
  }

  end(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.values()) reject(new WorkerFailed('ended'));
    this.#waiting.clear();
    this.#ended();
    void this.#worker.terminate();
  }
}

export class WorkspaceWorkers {
  readonly #script: string;
  readonly #tables = new Map<string, TableWorker>();
  readonly #runs = new Set<Worker>();

  /** @param script the bundled workspaceWorker.ts. */
  constructor(script: string) {
    this.#script = script;
  }

  /** Asks the table of a folder, which is read with the first question. @throws WorkerFailed */
  ask<K extends TableCall>(
    root: string,
    call: K,
    params: TableCalls[K]['params'],
  ): Promise<TableCalls[K]['result']> {
    let table = this.#tables.get(root);
    if (table === undefined) {
      const made: TableWorker = new TableWorker(this.#script, root, () => {
        if (this.#tables.get(root) === made) this.#tables.delete(root);
      });
      table = made;
      this.#tables.set(root, table);
    }
    return table.ask(call, params);
  }

  statistics(root: string, following: RunFollowing): Promise<CorpusStatisticsResult | null> {
    return this.#run({ kind: 'statistics', root }, following) as Promise<CorpusStatisticsResult | null>;
  }

  compare(before: string, after: string, following: RunFollowing): Promise<LabelDifference | null> {
    return this.#run({ kind: 'compare', before, after }, following) as Promise<LabelDifference | null>;
  }

  dispose(): void {
    for (const table of [...this.#tables.values()]) table.end();
    for (const worker of this.#runs) void worker.terminate();
  }

  /** Null where it was cancelled: the worker ends at once, whatever it is doing. @throws WorkerFailed */
  #run(
    task: WorkerTask,
    { token, onProgress }: RunFollowing,
  ): Promise<CorpusStatisticsResult | LabelDifference | null> {
    const worker = new Worker(this.#script, { workerData: task });
    worker.unref();
    this.#runs.add(worker);
    return new Promise<CorpusStatisticsResult | LabelDifference | null>((resolve, reject) => {
      const listening = token.onCancellationRequested(() => {
        resolve(null);
        void worker.terminate();
      });
      worker.on('message', (message: FromRun) => {
        if (message.kind === 'progress') onProgress(message.part, message.done);
        else if (message.kind === 'result') resolve(message.result);
        else reject(new WorkerFailed(message.code, message.path));
      });
      worker.on('error', (error) => {
        reject(new WorkerFailed(error.name));
      });
      worker.on('exit', () => {
        listening.dispose();
        this.#runs.delete(worker);
        reject(new WorkerFailed('ended'));
      });
    });
  }
}

export interface RunFollowing {
  readonly token: CancellationToken;
  /** @param part done, 0 to 1. @param done reports; 0 where they are not counted. */
  readonly onProgress: (part: number, done: number) => void;
}
