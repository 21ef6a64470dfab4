/** Which candidates of a label file were decided on. Records of reports with decisions are looked at, once a change. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Decisions } from '../store/queue/decided.js';
import type { Standing } from '../store/queue/decided.js';
import type { Indexed, QueueIndex } from '../store/queue/queueIndex.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';

/** Records read at a time. */
const batch = 64;

export class FolderReviews {
  readonly #index: QueueIndex;
  /** Of the last person asked for: number of a record → revision of its decisions, and how each candidate stands. */
  #known = new Map<number, { readonly revision: number; readonly standings: readonly Standing[] }>();
  #who: string | null = null;
  #generation = -1;

  constructor(index: QueueIndex) {
    this.#index = index;
  }

  /** @param who null: decisions of anybody. @throws AbortError of the signal. */
  async standings(
    log: ReviewLog,
    who: string | null,
    signal: AbortSignal,
  ): Promise<(candidate: Indexed) => Standing> {
    if (who !== this.#who || this.#generation !== this.#index.generation) this.#known = new Map();
    this.#who = who;
    this.#generation = this.#index.generation;
    const ignored = log.workspaceIgnores();
    const changed = [...new Set([...log.byPath.keys(), ...log.once.keys()])].flatMap((path) => {
      const record = this.#index.recordOf(path);
      return record === null || this.#known.get(record)?.revision === log.revision(path) ? [] : [record];
    });
    for (let at = 0; at < changed.length; at += batch) {
      signal.throwIfAborted();
      for (const [number, { record, candidates }] of await this.#index.read(changed.slice(at, at + batch))) {
        const entries = log.byPath.get(record.path) ?? [];
        const decisions = new Decisions(entries, who, ignored, log.once.get(record.path) ?? []);
        const standings = candidates.map((candidate) => decisions.on(candidate, record.textSha256));
        this.#known.set(number, { revision: log.revision(record.path), standings });
      }
      await nextTurn();
    }
    return ({ record, ordinal, subject }) => {
      if (subject.kind === 'quality' && ignored.has(subject.id)) return 'decided';
      return this.#known.get(record)?.standings[ordinal] ?? 'open';
    };
  }
}
