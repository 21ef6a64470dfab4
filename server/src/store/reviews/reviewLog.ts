/** The decisions of one folder: read from its file, added to it, and kept in memory where it cannot be written. */
import { LockHeld } from '../writerLock.js';
import { EvidenceText, phraseKey } from './evidenceText.js';
import { movedFrom } from './movedReport.js';
import { ReportReviews } from './reportReviews.js';
import { BrokenChain, ReviewFile } from './reviewFile.js';
import type { BrokenAt } from './reviewFile.js';
import type { Decided, Phrase, ReviewLine } from './reviewLine.js';
import { standing } from './standing.js';
import type { Entry } from './standing.js';

/** Why decisions are in memory alone. */
export type WriteProblem =
  | { readonly kind: 'broken'; readonly path: string; readonly at: BrokenAt }
  | { readonly kind: 'locked'; readonly path: string }
  /** @param code the system's: `ENOSPC`, `EROFS`… */
  | { readonly kind: 'system'; readonly path: string; readonly code: string };

/** A finding of a quality check that is ignored until the end of the process. */
export interface IgnoredOnce {
  readonly id: string;
  readonly phrase: Phrase;
  /** Of the text that the phrase's offsets count in. */
  readonly textSha256: string;
}

/** Reports whose decisions are kept worked out. */
const keptReports = 32;

interface Kept {
  readonly text: string;
  readonly revision: number;
  readonly reviews: ReportReviews;
}

/**
 * Decisions count at once, in memory; writing follows, in their order. What could not be written stays, counts, and is
 * written with the next decision or look that succeeds.
 */
export class ReviewLog {
  readonly #file: ReviewFile | null;
  readonly #root: string;
  /** Decisions in the file, by their number less one. */
  #written: Entry[] = [];
  #waiting: Entry[] = [];
  #byPath = new Map<string, Entry[]>();
  /** What is not to be learnt from, and what takes that back. */
  #forgets: Entry[] = [];
  /** Ignores of the whole workspace, and what takes them back. */
  #workspaceWide: Entry[] = [];
  /** By the report's path. */
  readonly #once = new Map<string, IgnoredOnce[]>();
  readonly #revisions = new Map<string, number>();
  #common = 0;
  readonly #kept = new Map<string, Kept>();
  /** Paths without decisions that were looked for elsewhere, with the number of lines at that time. */
  readonly #looked = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();
  #problem: WriteProblem | null = null;

  private constructor(root: string, file: ReviewFile | null) {
    this.#root = root;
    this.#file = file;
  }

  /** Decisions that end with the process. */
  static inMemory(): ReviewLog {
    return new ReviewLog('', null);
  }

  /** Decisions of the folder that holds, or will hold, `.glosa`; none before the first {@link refresh}. */
  static of(root: string): ReviewLog {
    return new ReviewLog(root, new ReviewFile(root));
  }

  /** Why the last attempt to read or write failed; null where it did not. */
  get problem(): WriteProblem | null {
    return this.#problem;
  }

  /** Decisions that are in memory alone. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Grows with every change of a report's decisions; 0 where there never was one. */
  revision(path: string): number {
    return (this.#revisions.get(path) ?? 0) + this.#common;
  }

  /** All decisions in their order, undone ones too. */
  entries(): Entry[] {
    return [...this.#written, ...this.#waiting];
  }

  /** Decisions by the path that their report has now. */
  get byPath(): ReadonlyMap<string, readonly Entry[]> {
    return this.#byPath;
  }

  /** `forget` decisions, and undos of them, in their order. */
  get forgets(): readonly Entry[] {
    return this.#forgets;
  }

  /** What stands for a report as its text is now. */
  report(path: string, text: string): ReportReviews {
    const revision = this.revision(path);
    const kept = this.#kept.get(path);
    if (kept?.text === text && kept.revision === revision) return kept.reviews;
    const entries = this.#byPath.get(path) ?? [];
    const reviews = new ReportReviews(
      entries,
      kept?.text === text ? kept.reviews.text : new EvidenceText(text),
      this.#ignores(path, entries),
    );
    this.#kept.delete(path);
    this.#kept.set(path, { text, revision, reviews });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptReports) break;
      this.#kept.delete(oldest);
    }
    return reviews;
  }

  /** Adds a decision. Resolves once it was written, or could not be: {@link problem} then says why. */
  async record(decided: Decided, undone: Entry | null = null): Promise<void> {
    const entry: Entry = { decided, seq: null, undone };
    if (this.#file === null) {
      entry.seq = this.#written.length + 1;
      this.#written.push(entry);
    } else this.#waiting.push(entry);
    this.#place(entry);
    await this.#enqueue(() => this.#flush());
  }

  /** Ignores a check at a phrase until the process ends. */
  ignoreOnce(path: string, ignored: IgnoredOnce): void {
    this.#once.set(path, [...(this.#once.get(path) ?? []), ignored]);
    this.#touch(path);
  }

  /** Findings that are ignored until the process ends, by their report's path. */
  get once(): ReadonlyMap<string, readonly IgnoredOnce[]> {
    return this.#once;
  }

  /**
   * The decision to take back: with `seq` that line, else the last of the report. Null where there is none that counts.
   */
  undoable(path: string, seq: number | null): Entry | null {
    const entries = seq === null ? (this.#byPath.get(path) ?? []) : this.entries();
    const counted = standing(entries).filter(({ decided }) => decided.decision !== 'move');
    return (seq === null ? counted.at(-1) : counted.find((entry) => entry.seq === seq)) ?? null;
  }

  /**
   * Takes in what other processes wrote, and writes what waits.
   * @returns true where decisions changed.
   */
  refresh(): Promise<boolean> {
    return this.#enqueue(async () => {
      if (this.#file === null) return false;
      if (this.#waiting.length > 0) return this.#flush();
      try {
        const { reset, lines } = await this.#file.read();
        this.#take(reset, lines);
        this.#problem = this.#brokenNow();
        return reset || lines.length > 0;
      } catch (error) {
        this.#problem = this.#problemOf(error);
        return false;
      }
    });
  }

  /**
   * Finds the decisions of a report whose path has none: it was renamed or moved by others than the editor.
   * @returns the path that they are under.
   */
  async foundElsewhere(path: string, text: string): Promise<string | null> {
    if (this.#file === null || this.#byPath.has(path) || this.#byPath.size === 0) return null;
    if (this.#looked.get(path) === this.#written.length) return null;
    this.#looked.set(path, this.#written.length);
    return movedFrom(path, this.report(path, text).text, this.#byPath, this.#root);
  }

  /** Quality checks that are ignored everywhere. */
  workspaceIgnores(): Set<string> {
    const ids = new Set<string>();
    for (const { decided } of standing([...this.#workspaceWide])) {
      if (decided.subject?.kind === 'quality') ids.add(decided.subject.id);
    }
    return ids;
  }

  #ignores(path: string, entries: readonly Entry[]): (id: string, key: string) => boolean {
    const ids = this.workspaceIgnores();
    for (const { decided } of standing(entries)) {
      const { decision, scope, subject } = decided;
      if (decision === 'ignore' && scope === 'file' && subject?.kind === 'quality') ids.add(subject.id);
    }
    const once = new Set(this.#once.get(path)?.map(({ id, phrase }) => `${id} ${phraseKey(phrase)}`));
    return (id, key) => ids.has(id) || once.has(`${id} ${key}`);
  }

  #enqueue<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(step);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Writes what waits; true where decisions of others came in. */
  async #flush(): Promise<boolean> {
    if (this.#file === null || this.#waiting.length === 0) return false;
    const batch = [...this.#waiting];
    try {
      const { before, written } = await this.#file.append((first) => numbered(batch, first));
      this.#waiting = this.#waiting.slice(batch.length);
      this.#take(before.reset, before.lines);
      for (const [index, line] of written.entries()) {
        const entry = batch[index];
        if (entry === undefined) continue;
        entry.seq = line.seq;
        this.#written.push(entry);
        // A file that was replaced is read anew: what was placed before is placed again.
        if (before.reset) this.#place(entry);
      }
      this.#problem = null;
      return before.reset || before.lines.length > 0;
    } catch (error) {
      this.#problem = this.#problemOf(error);
      return false;
    }
  }

  #take(reset: boolean, lines: readonly ReviewLine[]): void {
    if (reset) {
      for (const path of this.#byPath.keys()) this.#touch(path);
      this.#written = [];
      this.#byPath = new Map();
      this.#workspaceWide = [];
      this.#forgets = [];
      this.#common++;
      for (const entry of this.#waiting) this.#place(entry);
    }
    for (const line of lines) {
      const undone = line.undoes === undefined ? null : (this.#written[line.undoes - 1] ?? null);
      const entry: Entry = { decided: line, seq: line.seq, undone };
      this.#written.push(entry);
      this.#place(entry);
    }
  }

  /** Puts a decision where its report's are: written ones before those that wait. */
  #place(entry: Entry): void {
    const { decision, path, from, scope } = entry.decided;
    if (path === '') {
      this.#forgets.push(entry);
      return;
    }
    const list = this.#byPath.get(path) ?? [];
    this.#byPath.set(path, list);
    if (decision === 'move' && from !== undefined) {
      list.unshift(...(this.#byPath.get(from) ?? []));
      this.#byPath.delete(from);
      this.#touch(from);
    }
    const waiting = entry.seq === null ? -1 : list.findIndex(({ seq }) => seq === null);
    list.splice(waiting < 0 ? list.length : waiting, 0, entry);
    this.#touch(path);
    if (scope === 'workspace' || entry.undone?.decided.scope === 'workspace') {
      this.#workspaceWide.push(entry);
      this.#common++;
    }
  }

  #touch(path: string): void {
    this.#revisions.set(path, (this.#revisions.get(path) ?? 0) + 1);
  }

  #brokenNow(): WriteProblem | null {
    const at = this.#file?.broken ?? null;
    return at === null ? null : { kind: 'broken', path: this.#file?.path ?? '', at };
  }

  #problemOf(error: unknown): WriteProblem {
    const path = this.#file?.path ?? '';
    if (error instanceof BrokenChain) return { kind: 'broken', path, at: error.at };
    if (error instanceof LockHeld) return { kind: 'locked', path };
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    if (code === undefined) throw error;
    return { kind: 'system', path, code };
  }
}

/** The decisions as lines want them: an undo names the number that what it takes back has or is about to get. */
function numbered(batch: readonly Entry[], first: number): Decided[] {
  const numbers = new Map(batch.map((entry, index) => [entry, first + index]));
  return batch.map(({ decided, undone }) => {
    if (undone === null) return decided;
    const undoes = undone.seq ?? numbers.get(undone);
    return undoes === undefined ? decided : { ...decided, undoes };
  });
}
