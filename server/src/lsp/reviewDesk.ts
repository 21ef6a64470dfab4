/** Decisions of a session's documents: which log they go to, who made them and on what. */
import type { Span } from '../core/types.js';
import { ReviewLog } from '../store/reviews/reviewLog.js';
import type { WriteProblem } from '../store/reviews/reviewLog.js';
import type { ReportReviews } from '../store/reviews/reportReviews.js';
import { reviewerName } from '../store/reviews/reviewer.js';
import type { Decided, Subject } from '../store/reviews/reviewLine.js';
import type { Entry } from '../store/reviews/standing.js';
import type { Analysed } from './analysed.js';
import { folderPaths, reviewPlace } from './reviewPlace.js';
import type { DeskSurroundings, MemoryReason, NewDecision, ReviewStore } from './reviewStore.js';
import { shownTo } from './shown.js';

export type { DeskSurroundings, MemoryReason, NewDecision, ReviewStore } from './reviewStore.js';

/** The least time between two looks at a file for lines of other windows. */
const lookMs = 1_000;
/** Decisions that could not be written are tried again so often. */
const retryMs = 20_000;

interface Desk {
  readonly log: ReviewLog;
  readonly path: string;
  readonly root: string | null;
}

export class ReviewDesk implements ReviewStore {
  readonly #around: DeskSurroundings;
  readonly #memory = ReviewLog.inMemory();
  readonly #logs = new Map<string, ReviewLog>();
  readonly #lookedMs = new Map<ReviewLog, number>();
  readonly #told = new Set<string>();
  #retry: NodeJS.Timeout | null = null;

  constructor(around: DeskSurroundings) {
    this.#around = around;
  }

  of(analysed: Analysed): ReportReviews {
    const { log, path } = this.#desk(analysed.uri);
    return log.report(path, analysed.document.getText());
  }

  revision(uri: string): number {
    const { log, path } = this.#desk(uri);
    return log.revision(path);
  }

  /** Adds a decision; it counts at once. Resolves once it was written or could not be, which is told. */
  async record(analysed: Analysed, made: NewDecision): Promise<void> {
    const { text } = this.of(analysed);
    const { evidenceText } = analysed.settings.reviews;
    const { decision, subject, spans, phrases, correction, note, scope, verdict, settles } = made;
    const shown = shownTo(analysed, decision, subject, correction);
    await this.#add(analysed.uri, {
      ...this.#circumstances(analysed),
      decision,
      subject,
      evidence: [...(phrases ?? []), ...spans.map((span) => text.phrase(span, evidenceText))],
      ...(correction === undefined
        ? {}
        : {
            correction:
              correction.kind === 'span'
                ? { kind: 'span' as const, phrase: text.phrase(correction.span, evidenceText) }
                : correction.kind === 'phrase'
                  ? { kind: 'span' as const, phrase: correction.phrase }
                  : correction,
          }),
      ...(note === undefined ? {} : { note }),
      ...(scope === undefined ? {} : { scope }),
      ...(shown.length === 0 ? {} : { shown }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(settles === undefined ? {} : { settles: [...settles] }),
    });
  }

  entries(uri: string): readonly Entry[] {
    const { log, path } = this.#desk(uri);
    return log.byPath.get(path) ?? [];
  }

  /** The logs of the workspace's folders, by the folder's path; none in an untrusted workspace. */
  logs(): Map<string, ReviewLog> {
    const roots = this.#around.trusted ? folderPaths(this.#around.folders()) : [];
    return new Map(roots.map((root) => [root, this.#logOf(root)]));
  }

  /** Reads the decisions of all folders, of which no report may be open. */
  async load(): Promise<void> {
    const logs = this.logs();
    for (const log of logs.values()) {
      await log.refresh();
      this.#report(log);
    }
    if (logs.size > 0) this.#around.onChange(null);
  }

  /** From here on, what was decided teaches nothing. @param subject null: on whatever. */
  async forget(root: string, who: string, subject: Subject | null): Promise<void> {
    const log = this.#logOf(root);
    await log.record({
      when: new Date().toISOString(),
      who: reviewerName(who),
      decision: 'forget',
      path: '',
      textSha256: null,
      sketch: null,
      model: null,
      vocabulary: null,
      subject,
      evidence: [],
    });
    this.#report(log);
    this.#around.onChange(null);
  }

  /** Decisions of all folders that are in memory alone. */
  get waiting(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + log.waiting, 0);
  }

  /** Writes what is in memory alone, where that is possible now. @returns what still waits, and why. */
  async write(): Promise<{ readonly waiting: number; readonly problem: WriteProblem | null }> {
    let waiting = 0;
    let problem: WriteProblem | null = null;
    for (const log of this.#logs.values()) {
      await log.refresh();
      waiting += log.waiting;
      problem ??= log.waiting > 0 ? log.problem : null;
    }
    if (waiting === 0) this.#told.clear();
    return { waiting, problem };
  }

  dispose(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  /**
   * Takes a decision back: the line with this number, or else the document's last.
   * @returns what was taken back; null where nothing was left.
   */
  async undo(analysed: Analysed, seq: number | null): Promise<Entry | null> {
    const { log, path } = this.#desk(analysed.uri);
    await log.refresh();
    const entry = log.undoable(path, seq);
    if (entry === null) return null;
    const decided: Decided = {
      ...this.#circumstances(analysed),
      path: entry.decided.path,
      decision: 'undo',
      subject: null,
      evidence: [],
    };
    await this.#add(analysed.uri, decided, entry);
    return entry;
  }

  /**
   * Ignores a quality check.
   * @param scope `once`: this finding until the server ends; `file`: the check in this report; `workspace`: everywhere.
   * @param span where the finding is.
   */
  async recordIgnore(
    analysed: Analysed,
    scope: 'once' | 'file' | 'workspace',
    id: string,
    span: Span,
  ): Promise<void> {
    if (scope === 'once') {
      const { log, path } = this.#desk(analysed.uri);
      const { text } = log.report(path, analysed.document.getText());
      log.ignoreOnce(path, { id, phrase: text.phrase(span, false), textSha256: text.sha256 });
    } else {
      const subject: Subject = { kind: 'quality', id };
      await this.record(analysed, { decision: 'ignore', subject, spans: [span], scope });
    }
  }

  /** True where a finding of a quality check is not to be shown. */
  isIgnored(analysed: Analysed, id: string, span: Span): boolean {
    return this.of(analysed).isIgnored(id, span);
  }

  /** Takes in what other windows decided, and finds the decisions of a report that was renamed outside the editor. */
  async follow(analysed: Analysed): Promise<void> {
    const { log, path, root } = this.#desk(analysed.uri);
    if (root === null) return;
    const now = performance.now();
    if (now - (this.#lookedMs.get(log) ?? -Infinity) >= lookMs) {
      this.#lookedMs.set(log, now);
      const changed = await log.refresh();
      this.#report(log);
      if (changed) this.#around.onChange(null);
    }
    const from = await log.foundElsewhere(path, analysed.document.getText());
    if (from !== null) await this.#move(log, analysed.uri, path, from);
  }

  /** Takes decisions along when the editor renames a report or a folder with reports. */
  async renamed(oldUri: string, newUri: string): Promise<void> {
    const before = this.#desk(oldUri);
    const after = this.#desk(newUri);
    if (before.log !== after.log) return;
    for (const path of [...before.log.byPath.keys()]) {
      const rest = path === before.path ? '' : path.slice(before.path.length);
      if (path !== before.path + rest || (rest !== '' && !rest.startsWith('/'))) continue;
      await this.#move(after.log, newUri, after.path + rest, path);
    }
  }

  /** Resolves once everything that was decided is written, or cannot be. */
  async settled(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.refresh()));
  }

  async #move(log: ReviewLog, uri: string, path: string, from: string): Promise<void> {
    await log.record({
      when: new Date().toISOString(),
      who: reviewerName(''),
      decision: 'move',
      path,
      from,
      textSha256: null,
      sketch: null,
      model: null,
      vocabulary: null,
      subject: null,
      evidence: [],
    });
    this.#report(log);
    this.#around.onChange(uri);
  }

  async #add(uri: string, decided: Decided, undone: Entry | null = null): Promise<void> {
    const { log, root } = this.#desk(uri);
    if (root === null) this.#tell({ kind: this.#around.trusted ? 'noFolder' : 'untrusted' });
    const written = log.record(decided, undone);
    this.#around.onChange(uri);
    await written;
    this.#report(log);
  }

  /** Who decides, when, and on what. */
  #circumstances(
    analysed: Analysed,
  ): Pick<Decided, 'when' | 'who' | 'path' | 'textSha256' | 'sketch' | 'model' | 'vocabulary'> {
    const pack = this.#around.pack();
    const read = pack !== null && pack.sha256 === analysed.packSha256 ? pack : null;
    const { text } = this.of(analysed);
    return {
      when: new Date().toISOString(),
      who: reviewerName(analysed.settings.reviewer),
      path: this.#desk(analysed.uri).path,
      textSha256: text.sha256,
      sketch: text.sketch,
      model: read === null ? null : { name: read.name, version: read.version, sha256: read.sha256 },
      vocabulary:
        read === null || analysed.vocabulary === null
          ? null
          : `${analysed.vocabulary.system} ${read.version}`,
    };
  }

  #desk(uri: string): Desk {
    const { root, path } = reviewPlace(uri, this.#around.folders(), this.#around.trusted);
    return { log: root === null ? this.#memory : this.#logOf(root), path, root };
  }

  #logOf(root: string): ReviewLog {
    let log = this.#logs.get(root);
    if (log === undefined) {
      log = ReviewLog.of(root);
      this.#logs.set(root, log);
    }
    return log;
  }

  #report(log: ReviewLog): void {
    if (log.problem === null) {
      for (const kind of ['broken', 'locked', 'system']) this.#told.delete(kind);
    } else this.#tell(log.problem);
    if (log.waiting > 0) this.#tryAgainLater();
  }

  /** Until everything is written: a disk may be freed, a share may come back. */
  #tryAgainLater(): void {
    if (this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.write().then(
        ({ waiting }) => {
          if (waiting > 0) this.#tryAgainLater();
          else this.#around.onWritten?.();
        },
        () => undefined,
      );
    }, retryMs);
    this.#retry.unref();
  }

  #tell(why: MemoryReason): void {
    if (this.#told.has(why.kind)) return;
    this.#told.add(why.kind);
    this.#around.tell(why);
  }
}
