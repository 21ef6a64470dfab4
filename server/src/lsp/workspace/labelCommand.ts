/** `glosa.labelWorkspace`, through `workspace/executeCommand`. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { EngineUnavailable } from '../../engine/types.js';
import type { PackIdentity } from '../../engine/types.js';
import type { LabelWorkspaceResult, LabelledFolder } from '../../protocol.js';
import { NotALabelFile } from '../../store/labelFile.js';
import { errorCode } from '../../store/walkReports.js';
import type { FailureReason } from '../../store/failures.js';
import { Interrupted } from '../labelling/interrupt.js';
import { labelFolder } from '../labelling/labelFolder.js';
import type { RunProgress } from '../labelling/labelFolder.js';
import { ModelChanged, ofOneModel, startedStatus } from '../labelling/sameModel.js';
import type { Following } from '../learnCommand.js';
import { parse } from '../reviewCommands.js';
import type { Session } from '../session.js';
import { workspaceMessages } from './messages.js';

const argumentSchema = z
  .object({ folder: z.string().optional(), paths: z.array(z.string()).optional() })
  .refine(({ folder, paths }) => folder !== undefined || paths === undefined)
  .optional();

/** Progress is told this often at most. */
const progressMs = 200;
/** Failed reports that a log names, one line each. */
const loggedFailures = 1_000;
/** Folders that this process is labelling. */
const running = new Set<string>();

export async function labelWorkspace(
  session: Session,
  argument: unknown,
  following: Following,
): Promise<LabelWorkspaceResult> {
  const { folder, paths } = parse(argumentSchema, argument) ?? {};
  const texts = workspaceMessages[session.messages.language];
  const known = session.learned.roots();
  const roots = folder === undefined ? known : known.filter((root) => root === folder);
  const ended = (problem: string | null): LabelWorkspaceResult => ({ folders: [], problem });
  if (roots.length === 0) return ended(session.engine.trusted ? texts.noFolder : texts.untrusted);
  if (roots.some((root) => running.has(root))) return ended(texts.running);
  for (const root of roots) running.add(root);
  const controller = new AbortController();
  const listening = following.token.onCancellationRequested(() => {
    controller.abort();
  });
  following.progress.begin('Glosa', 0, texts.loading, true);
  try {
    return await new Run(session, following, controller.signal).all(roots, paths ?? null);
  } finally {
    listening.dispose();
    following.progress.done();
    for (const root of roots) running.delete(root);
  }
}

class Run {
  readonly #session: Session;
  readonly #following: Following;
  readonly #signal: AbortSignal;
  readonly #done: LabelledFolder[] = [];
  #logged = 0;

  constructor(session: Session, following: Following, signal: AbortSignal) {
    this.#session = session;
    this.#following = following;
    this.#signal = signal;
  }

  get #texts() {
    return workspaceMessages[this.#session.messages.language];
  }

  async all(roots: readonly string[], paths: readonly string[] | null): Promise<LabelWorkspaceResult> {
    let problem: string | null = null;
    let root = roots[0] ?? '';
    try {
      const { state, pack, reason } = await startedStatus(this.#session.engine, this.#signal);
      if (state !== 'ready' || pack === null)
        return { folders: [], problem: this.#texts.noModel(reason ?? state) };
      for (root of roots) problem = (await this.#label(root, paths, pack)) ?? problem;
    } catch (error) {
      problem = this.#problemOf(error, root);
    }
    return { folders: this.#done, problem };
  }

  /** @returns why the folder is not labelled, where it is not to be. */
  async #label(root: string, paths: readonly string[] | null, model: PackIdentity): Promise<string | null> {
    const settings = await this.#session.settings.get(pathToFileURL(root).href);
    if (!settings.enable) return this.#texts.disabled(root);
    const startedMs = performance.now();
    let saidMs = 0;
    let last: RunProgress = { labelled: 0, unchanged: 0, failed: 0, total: null };
    const seconds = (): number => (performance.now() - startedMs) / 1000;
    try {
      last = await labelFolder({
        root,
        paths,
        model,
        settings,
        engine: ofOneModel(this.#session.engine, model),
        signal: this.#signal,
        parse: (text, signal) => this.#session.analyser.parse(text, signal),
        onWaiting: (holder) => {
          this.#following.progress.report(0, this.#texts.waiting(holder));
        },
        onProgress: (now) => {
          last = now;
          if (performance.now() - saidMs < progressMs) return;
          saidMs = performance.now();
          this.#tell(now, seconds());
        },
        onFailed: (path, why) => {
          this.#log(`${basename(root)}/${path}`, why);
        },
      });
    } finally {
      const { labelled, unchanged, failed } = last;
      this.#done.push({ folder: root, labelled, unchanged, failed, seconds: seconds() });
    }
    return null;
  }

  #tell({ labelled, unchanged, failed, total }: RunProgress, seconds: number): void {
    const done = labelled + unchanged + failed;
    const perSecond = done / Math.max(0.001, seconds);
    const left = total === null ? null : (total - done) / perSecond / 60;
    const percent = total === null || total === 0 ? 0 : Math.min(99, Math.round((100 * done) / total));
    this.#following.progress.report(percent, this.#texts.progress(done, total, perSecond, left));
  }

  /** Paths and reasons alone. */
  #log(path: string, why: FailureReason): void {
    if (this.#logged++ >= loggedFailures) return;
    this.#session.connection.console.warn(this.#texts.failed(path, this.#texts.failure(why)));
  }

  #problemOf(error: unknown, root: string): string | null {
    const path = `${basename(root)}/.glosa`;
    if (error instanceof Interrupted || this.#signal.aborted) return null;
    if (error instanceof ModelChanged) return this.#texts.modelChanged;
    if (error instanceof EngineUnavailable)
      return this.#texts.noModel(this.#session.engine.status().reason ?? '');
    if (error instanceof NotALabelFile) return this.#texts.notALabelFile(`${path}/labels.jsonl`);
    if (error instanceof Error && 'syscall' in error) return this.#texts.cannotWrite(path, errorCode(error));
    throw error;
  }
}
