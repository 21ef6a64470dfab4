/** `glosa/reportMap`: the map of a folder's reports, made in a thread of its own. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { WorkDoneProgressReporter } from 'vscode-languageserver/node';
import { z } from 'zod';
import { reportMapRequest } from '../../protocol.js';
import type { MapColouring, ReportMapResult, WireLabelId } from '../../protocol.js';
import { glosaFolderName, labelFileName } from '../../store/glosaFolder.js';
import { answer } from '../guard.js';
import { parse } from '../reviewCommands.js';
import type { Session } from '../session.js';
import type { UnnamedColouring, UnnamedGroup } from './colourings.js';
import { mapTask } from './mapJob.js';
import type { MapTask } from './mapJob.js';
import type { FromMapWorker } from './mapWorker.js';
import { mapMessages } from './messages.js';

const schema = z.object({
  folder: z.string(),
  seed: z.int().exactOptional(),
  perplexity: z.number().exactOptional(),
  workDoneToken: z.union([z.string(), z.number()]).optional(),
});
const nothing: ReportMapResult = { map: null, problem: null };
/** Part of the work that the search for neighbours takes. */
const neighboursPart = 0.2;

type Ended = Exclude<FromMapWorker, { kind: 'progress' }>;

/** @param workerPath the bundled mapWorker.ts. */
export function registerReportMap(session: Session, workerPath: string): void {
  const maps = new RunningMaps(workerPath);
  session.connection.onRequest(
    reportMapRequest,
    answer<unknown, ReportMapResult>(session, reportMapRequest, nothing, async (params, token) => {
      const { folder, seed, perplexity, workDoneToken } = parse(schema, params);
      if (!session.learned.roots().includes(folder))
        throw new ResponseError(ErrorCodes.InvalidParams, 'Not a folder of this workspace.');
      const task = mapTask(join(folder, glosaFolderName, labelFileName), seed, perplexity);
      const progress = session.connection.window.attachWorkDoneProgress(workDoneToken);
      const listening = token.onCancellationRequested(() => {
        maps.stop(folder);
      });
      try {
        return resultOf(session, task, await maps.run(folder, task, reporter(session, progress)));
      } finally {
        listening.dispose();
        progress.done();
      }
    }),
  );
  session.connection.onExit(() => {
    maps.stopAll();
  });
}

function reporter(
  { messages }: Session,
  progress: WorkDoneProgressReporter,
): (message: FromMapWorker & { kind: 'progress' }) => void {
  progress.begin('Glosa', 0, undefined, true);
  return ({ step: { phase, part } }) => {
    const done =
      phase === 'neighbours' ? neighboursPart * part : neighboursPart + (1 - neighboursPart) * part;
    progress.report(Math.round(100 * done), mapMessages[messages.language].step[phase]);
  };
}

/** One map a folder: a new question ends the work on the one before. */
class RunningMaps {
  readonly #workerPath: string;
  readonly #running = new Map<string, () => void>();

  constructor(workerPath: string) {
    this.#workerPath = workerPath;
  }

  /** Null where it was stopped. */
  run(
    folder: string,
    task: MapTask,
    onProgress: (message: FromMapWorker & { kind: 'progress' }) => void,
  ): Promise<Ended | null> {
    this.stop(folder);
    const worker = new Worker(this.#workerPath, { workerData: task });
    worker.unref();
    return new Promise<Ended | null>((resolve) => {
      // The first to settle it counts.
      const end = (ended: Ended | null): void => {
        if (this.#running.get(folder) === stop) this.#running.delete(folder);
        resolve(ended);
        void worker.terminate();
      };
      const stop = (): void => {
        end(null);
      };
      this.#running.set(folder, stop);
      worker.on('message', (message: FromMapWorker) => {
        if (message.kind === 'progress') onProgress(message);
        else end(message);
      });
      worker.on('error', (error) => {
        end({ kind: 'failed', code: error.name });
      });
      worker.on('exit', () => {
        end({ kind: 'failed', code: 'ended' });
      });
    });
  }

  stop(folder: string): void {
    this.#running.get(folder)?.();
  }

  stopAll(): void {
    for (const stop of [...this.#running.values()]) stop();
  }
}

function resultOf(session: Session, { seed }: MapTask, ended: Ended | null): ReportMapResult {
  const texts = mapMessages[session.messages.language];
  if (ended === null) return nothing;
  if (ended.kind === 'none') return { map: null, problem: texts.none[ended.why] };
  if (ended.kind === 'failed') return { map: null, problem: texts.unreadable(ended.code) };
  const colourings = ended.map.colourings.map((colouring) => named(session, colouring));
  return { map: { ...ended.map, colourings, seed }, problem: null };
}

function named(session: Session, { groups, ...colouring }: UnnamedColouring): MapColouring {
  return {
    ...colouring,
    groups: groups.map((group) => ({ ...counted(group), name: nameOf(session, colouring.id, group) })),
  };
}

function counted({ id, reports }: UnnamedGroup): { id: string; reports: number } {
  return { id, reports };
}

function nameOf({ messages }: Session, by: MapColouring['id'], { id, description }: UnnamedGroup): string {
  if (description !== null) return `${id} ${description}`;
  const names: Readonly<Record<string, string>> =
    by === 'language'
      ? mapMessages[messages.language].languages
      : (messages.reader.labels satisfies Readonly<Record<WireLabelId, string>>);
  return names[id] ?? id;
}
