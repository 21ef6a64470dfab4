/** `glosa/reviewQueue`: what of the workspace's labelled and open reports is to be reviewed, the most doubtful first. */
import { pathToFileURL } from 'node:url';
import type { CancellationToken } from 'vscode-languageserver/node';
import { z } from 'zod';
import { examSystem } from '../core/examCodes.js';
import { reviewQueueRequest } from '../protocol.js';
import type {
  QualitySeverity,
  QueueReason,
  ReviewQueueParams,
  ReviewQueueResult,
  WireQueueEntry,
} from '../protocol.js';
import type { Indexed } from '../store/queue/queueIndex.js';
import { QueueIndex } from '../store/queue/queueIndex.js';
import { conflictsOf } from '../store/reviews/conflicts.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';
import { subjectKey } from '../store/reviews/reviewLine.js';
import type { Subject } from '../store/reviews/reviewLine.js';
import { Turns } from '../store/turns.js';
import { answer } from './guard.js';
import { openReports } from './queueOpen.js';
import type { OpenReport } from './queueOpen.js';
import { placed } from './queuePlaces.js';
import { FolderReviews } from './queueReviews.js';
import type { Session } from './session.js';

const schema = z.object({
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
  kind: z.enum(['label', 'code', 'quality']).optional(),
  label: z.string().optional(),
  code: z.string().optional(),
  reviewer: z.string().optional(),
  folder: z.string().optional(),
  paths: z.array(z.string()).optional(),
});

const nothing: ReviewQueueResult = {
  entries: [],
  open: 0,
  reviewed: 0,
  leftOut: 0,
  otherwiseTaught: 0,
  reviewers: [],
  labelled: false,
};

/** An entry before its report is looked at. */
export interface QueueEntry {
  readonly root: string;
  readonly path: string;
  readonly subject: Subject;
  readonly reason: QueueReason;
  readonly doubt: number | null;
  readonly probability: number | null;
  readonly threshold: number | null;
  /** Of an open document; null where the record of the label file says more. */
  readonly open: OpenReport | null;
  /** Number of its record in the index and of its candidate there; null where it has none. */
  readonly place: { readonly record: number; readonly ordinal: number } | null;
}

const ranks: Readonly<Record<QueueReason, number>> = { conflict: 0, mislabel: 1, doubtful: 2, check: 3 };

/** The queues of a session's folders. One question is worked on at a time. */
export class ReviewQueue {
  readonly #session: Session;
  readonly #indexes = new Map<string, QueueIndex>();
  readonly #reviews = new Map<string, FolderReviews>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws AbortError of the signal. */
  ask(params: ReviewQueueParams, signal: AbortSignal): Promise<ReviewQueueResult> {
    const answered = this.#queue.then(() => this.#ask(params, signal));
    this.#queue = answered.catch(() => undefined);
    return answered;
  }

  /** The folder's index; made at the first call. */
  indexOf(root: string): QueueIndex {
    let index = this.#indexes.get(root);
    if (index === undefined) {
      index = new QueueIndex(root, (system) => this.#thresholdOf(system));
      this.#indexes.set(root, index);
    }
    return index;
  }

  async #ask(params: ReviewQueueParams, signal: AbortSignal): Promise<ReviewQueueResult> {
    signal.throwIfAborted();
    const { limit, offset } = params;
    const taken: QueueEntry[] = [];
    let [open, reviewed, leftOut, otherwiseTaught] = [0, 0, 0, 0];
    let labelled = false;
    const reviewers = new Set<string>();
    for (const [root, log] of this.#session.reviews.logs()) {
      if (params.folder !== undefined && params.folder !== root) continue;
      const index = this.indexOf(root);
      await index.follow(signal);
      labelled ||= index.generation > 0;
      leftOut += index.leftOut;
      const { pack } = this.#session.engine.status();
      if (pack !== null)
        otherwiseTaught += index.otherwiseTaught(pack.sha256, this.#session.teaching.sha256(root));
      for (const { decided } of log.entries()) reviewers.add(decided.who);
      const found = await this.#folder(root, log, index, params, signal);
      reviewed += found.reviewed;
      open += found.open;
      taken.push(...found.entries);
    }
    taken.sort(compare);
    const page = taken.slice(offset, offset + limit);
    const entries: WireQueueEntry[] = await placed(this.#session, this, page);
    return { entries, open, reviewed, leftOut, otherwiseTaught, reviewers: [...reviewers].sort(), labelled };
  }

  /** One folder's first entries, in their order, and how many there are. */
  async #folder(
    root: string,
    log: ReviewLog,
    index: QueueIndex,
    params: ReviewQueueParams,
    signal: AbortSignal,
  ): Promise<{ entries: QueueEntry[]; open: number; reviewed: number }> {
    const who = params.reviewer ?? null;
    const { quality } = await this.#session.settings.get(pathToFileURL(root).href);
    const wanted = wantedBy(params, quality);
    const paths = params.paths === undefined ? null : new Set(params.paths);
    const elsewhere = (path: string): boolean => paths !== null && !paths.has(path);
    const opened = openReports(this.#session, root);
    const most = params.offset + params.limit;
    const entries: QueueEntry[] = [];
    /** Of the label file: its own order is that of the queue. */
    const stored: QueueEntry[] = [];
    /** Disputed subjects, which are no ordinary entries as well. */
    const disputed = new Set<string>();
    let [open, reviewed] = [0, 0];
    const turns = new Turns(signal);
    for (const [path, list] of log.byPath) {
      await turns.maybe();
      if (elsewhere(path)) continue;
      const report = opened.get(path) ?? null;
      for (const { subject } of conflictsOf(list, report?.text ?? null)) {
        disputed.add(keyOf(path, subject));
        if (!wanted(subject)) continue;
        const ownRecord = index.recordOf(path);
        const place = report !== null || ownRecord === null ? null : { record: ownRecord, ordinal: -1 };
        const none = { doubt: null, probability: null, threshold: null };
        open++;
        entries.push({ root, path, subject, reason: 'conflict', ...none, open: report, place });
      }
    }
    for (const [path, report] of opened) {
      await turns.maybe();
      if (elsewhere(path)) continue;
      for (const candidate of report.candidates) {
        if (!wanted(candidate.subject) || disputed.has(keyOf(path, candidate.subject))) continue;
        const standing = report.standing(candidate, log, who);
        if (standing === 'decided') reviewed++;
        else {
          const { subject, doubt, probability, threshold } = candidate;
          const reason = standing === 'against' ? 'mislabel' : candidate.reason;
          open++;
          entries.push({
            root,
            path,
            subject,
            reason,
            doubt,
            probability,
            threshold,
            open: report,
            place: null,
          });
        }
      }
    }
    const standings = await this.#reviewsOf(root, index).standings(log, who, signal);
    for (const candidate of await index.ordered(signal)) {
      await turns.maybe();
      const path = index.path(candidate.record);
      if (!wanted(candidate.subject) || opened.has(path) || elsewhere(path)) continue;
      const standing = standings(candidate);
      if (standing === 'decided') reviewed++;
      else if (disputed.size === 0 || !disputed.has(keyOf(path, candidate.subject))) {
        open++;
        if (standing === 'against') entries.push(entryOf(root, path, candidate, 'mislabel'));
        else if (stored.length < most) stored.push(entryOf(root, path, candidate, candidate.reason));
      }
    }
    const all = [...entries, ...stored].sort(compare);
    return { entries: all.slice(0, most), open, reviewed };
  }

  #reviewsOf(root: string, index: QueueIndex): FolderReviews {
    let reviews = this.#reviews.get(root);
    if (reviews === undefined) {
      reviews = new FolderReviews(index);
      this.#reviews.set(root, reviews);
    }
    return reviews;
  }

  #thresholdOf(system: string): number | null {
    const { vocabulary } = this.#session.engine.status();
    if (vocabulary === null) return null;
    if (system === vocabulary.system) return vocabulary.threshold;
    if (system === examSystem) return vocabulary.reader?.exam.threshold ?? null;
    const list = this.#session.learned.lists().find(({ pack }) => pack.name === system);
    return list?.pack.head.threshold ?? null;
  }
}

function entryOf(root: string, path: string, candidate: Indexed, reason: QueueReason): QueueEntry {
  const { subject, doubt, probability, threshold, record, ordinal } = candidate;
  return {
    root,
    path,
    subject,
    reason,
    doubt,
    probability,
    threshold,
    open: null,
    place: { record, ordinal },
  };
}

function keyOf(path: string, subject: Subject): string {
  return `${path}\n${subjectKey(subject)}`;
}

function compare(a: QueueEntry, b: QueueEntry): number {
  return (
    ranks[a.reason] - ranks[b.reason] ||
    (a.doubt ?? 0) - (b.doubt ?? 0) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
}

/** @param quality a check that the folder's settings switch off is no entry. */
function wantedBy(
  { kind, label, code }: ReviewQueueParams,
  quality: Readonly<Record<string, QualitySeverity>>,
): (subject: Subject) => boolean {
  return (subject) =>
    (subject.kind !== 'quality' || quality[subject.id] !== 'off') &&
    (kind === undefined || subject.kind === kind) &&
    (label === undefined || (subject.kind === 'label' && subject.id === label)) &&
    (code === undefined || (subject.kind === 'code' && subject.code.startsWith(code)));
}

/** A signal that follows a cancellation token. */
function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}

export function registerReviewQueue(session: Session): void {
  const queue = new ReviewQueue(session);
  session.connection.onRequest(
    reviewQueueRequest,
    answer<unknown, ReviewQueueResult>(session, reviewQueueRequest, nothing, async (params, token) => {
      const parsed = schema.parse(params);
      const given = Object.entries(parsed).filter(([, value]) => value !== undefined);
      try {
        return await queue.ask(Object.fromEntries(given) as unknown as ReviewQueueParams, signalOf(token));
      } catch (error) {
        if (token.isCancellationRequested) return nothing;
        throw error;
      }
    }),
  );
}
