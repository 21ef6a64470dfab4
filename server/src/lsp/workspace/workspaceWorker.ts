/** Entry of `out/workspace-worker.js`: holds the table of one folder, or does one long piece of work. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { errorCode } from '../../store/walkReports.js';
import { corpusStatisticsOf } from './corpusRun.js';
import { FolderTable } from './folderTable.js';
import { NoRecords, differenceOf } from './labelDiff.js';
import type { Circumstances, FromRun, FromTable, TableCalls, ToTable, WorkerTask } from './workerMessages.js';

/** Messages of progress come this often at most. */
const progressMs = 100;
const mostRows = 500;

function serveTable(port: MessagePort, root: string): void {
  const folder = new FolderTable(root);
  let loaded = false;
  const load = async (now: Circumstances | null): Promise<void> => {
    if (!loaded) await folder.refresh(now);
    else if (now !== null) folder.settle(now);
    loaded = true;
  };
  const answers: {
    [K in keyof TableCalls]: (params: TableCalls[K]['params']) => Promise<TableCalls[K]['result']>;
  } = {
    overview: async (now) => {
      await folder.refresh(now);
      loaded = true;
      return { overview: folder.table.overview(), versions: await folder.versions() };
    },
    reports: async ({ asked: { filter, sort, offset, limit }, now }) => {
      await load(now);
      const page = folder.table.page(filter, sort, Math.max(0, offset), Math.min(limit, mostRows));
      return { revision: folder.table.revision, ...page };
    },
    evidence: async (params) => {
      await load(null);
      return folder.evidence(params);
    },
  };
  let queue = Promise.resolve();
  port.on('message', ({ id, call, params }: ToTable) => {
    queue = queue.then(async () => {
      let message: FromTable;
      try {
        message = { id, result: await (answers[call] as (given: unknown) => Promise<unknown>)(params) };
      } catch (error) {
        message = { id, error: errorCode(error) };
      }
      port.postMessage(message);
    });
  });
}

async function run(port: MessagePort, task: Exclude<WorkerTask, { kind: 'table' }>): Promise<void> {
  let saidMs = 0;
  const say = (message: FromRun): void => {
    port.postMessage(message);
  };
  const progress = (part: number, done: number): void => {
    const now = performance.now();
    if (now - saidMs < progressMs) return;
    saidMs = now;
    say({ kind: 'progress', part, done });
  };
  try {
    const result =
      task.kind === 'statistics'
        ? await corpusStatisticsOf(task.root, (done, total) => {
            progress(done / total, done);
          })
        : await differenceOf(task.before, task.after, (part) => {
            progress(part, 0);
          });
    say({ kind: 'result', result });
  } catch (error) {
    const path = error instanceof NoRecords ? error.path : null;
    say({ kind: 'failed', code: errorCode(error), path });
  }
}

const task = workerData as WorkerTask;
if (parentPort !== null) {
  if (task.kind === 'table') serveTable(parentPort, task.root);
  else void run(parentPort, task);
}
