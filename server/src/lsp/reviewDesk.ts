/** Decisions of a session's documents: which log they go to, who made them and on what. */
import type { Span } from '../core/types.js';
import type { PackIdentity } from '../engine/types.js';
import { ReviewLog } from '../store/reviews/reviewLog.js';
import type { WriteProblem } from '../store/reviews/reviewLog.js';
import type { ReportReviews } from '../store/reviews/reportReviews.js';
import { reviewerName } from '../store/reviews/reviewer.js';
import type { Correction, Decided, Phrase, Subject } from '../store/reviews/reviewLine.js';
import type { Entry } from '../store/reviews/standing.js';
import type { Analysed } from './analysed.js';
import { reviewPlace } from './reviewPlace.js';

/** What features ask of decisions. */
export interface ReviewStore {
  /** What stands for this version of the document. */
  of(analysed: Analysed): ReportReviews;
  /** Grows with every change of this document's decisions; part of diagnostics' result ids. */
  revision(uri: string): number;
}

/** Where the desk gets what it needs and tells what happened. */
export interface DeskSurroundings {
  /** URIs of the workspace folders, as they are now. */
  folders(): readonly string[];
  /** False: decisions stay in memory. */
  readonly trusted: boolean;
  /** The pack that reads now. */
  pack(): PackIdentity | null;
  /** Why decisions stay in memory; told once for each reason until a decision is written again. */
  tell(why: MemoryReason): void;
  /** Decisions of one document, or without a URI of any, are others than before. */
  onChange(uri: string | null): void;
}

/** Why decisions are in memory alone. */
export type MemoryReason = { readonly kind: 'untrusted' } | { readonly kind: 'noFolder' } | WriteProblem;

/** A decision as a command gives it. */
export interface NewDecision {
  readonly decision: Exclude<Decided['decision'], 'undo' | 'move'>;
  readonly subject: Subject | null;
  /** Where the evidence is. */
  readonly spans: readonly Span[];
  /** Evidence that this version no longer has. */
  readonly phrases?: readonly Phrase[];
  readonly correction?:
    Exclude<Correction, { kind: 'span' }> | { readonly kind: 'span'; readonly span: Span };
  readonly note?: string;
  readonly scope?: 'file' | 'workspace';
}

/** The least time between two looks at a file for lines of other windows. */
const lookMs = 1_000;

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
    const { decision, subject, spans, phrases, correction, note, scope } = made;
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
                : correction,
          }),
      ...(note === undefined ? {} : { note }),
      ...(scope === undefined ? {} : { scope }),
    });
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
      log.ignoreOnce(path, id, log.report(path, analysed.document.getText()).text.key(span));
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
    if (root === null) return { log: this.#memory, path, root };
    let log = this.#logs.get(root);
    if (log === undefined) {
      log = ReviewLog.of(root);
      this.#logs.set(root, log);
    }
    return { log, path, root };
  }

  #report(log: ReviewLog): void {
    if (log.problem === null) {
      for (const kind of ['broken', 'locked', 'system']) this.#told.delete(kind);
    } else this.#tell(log.problem);
  }

  #tell(why: MemoryReason): void {
    if (this.#told.has(why.kind)) return;
    this.#told.add(why.kind);
    this.#around.tell(why);
  }
}
