/** What a workspace folder's decisions have taught: recalibrated report labels. Worked out from the reviews alone. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  afterTeaching,
  countDecisions,
  leastDecisions,
  recalibrationKey,
  teach,
} from '../core/learn/recalibrate.js';
import type { LabelDecision, LabelRecalibration } from '../core/learn/recalibrate.js';
import type { PackIdentity } from '../engine/types.js';
import type { WireLearntLabel } from '../protocol.js';
import { recalibrationHash } from '../store/reviews/taught.js';
import { labelDecisionsIn } from '../store/reviews/labelDecisions.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';
import { standing } from '../store/reviews/standing.js';
import { Turns } from '../store/turns.js';

/** Where the decisions are, and what follows from them. */
export interface TeachingSurroundings {
  /** The logs of the workspace's folders, by the folder's path. */
  logs(): ReadonlyMap<string, ReviewLog>;
  /** The pack that reads now: what was decided on another one's readings says nothing of it. */
  pack(): PackIdentity | null;
  /** The folder's reports are to be read anew. */
  onChange(root: string): void;
}

interface Taught {
  readonly decisions: readonly LabelDecision[];
  readonly by: LabelRecalibration;
}

/** Decisions of a folder's reports, worked out before. */
interface Kept {
  /** Of what they were worked out with. */
  readonly key: string;
  readonly byPath: Map<string, { readonly revision: number; readonly decisions: readonly LabelDecision[] }>;
}

const nothing: LabelRecalibration = new Map();

export class Teaching {
  readonly #around: TeachingSurroundings;
  #taught = new Map<string, Taught>();
  readonly #kept = new Map<string, Kept>();
  #running: Promise<void> | null = null;
  #again = false;

  constructor(around: TeachingSurroundings) {
    this.#around = around;
  }

  /** @param root null: the document lies in no folder that may teach. */
  of(root: string | null): LabelRecalibration {
    return (root === null ? undefined : this.#taught.get(root)?.by) ?? nothing;
  }

  /** Of what a folder's decisions have taught, as its label records say it; null: nothing. */
  sha256(root: string): string | null {
    const by = this.of(root);
    return by.size === 0 ? null : recalibrationHash(by);
  }

  /** Works out anew what was learnt; calls while it does so are one more time. */
  update(): Promise<void> {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Labels with decisions, the most decided first. */
  summary(root: string): WireLearntLabel[] {
    const { decisions, by } = this.#taught.get(root) ?? { decisions: [], by: nothing };
    return [...countDecisions(decisions)]
      .sort(([, a], [, b]) => b - a)
      .map(([id, count]): WireLearntLabel => {
        const before = median(decisions.filter(({ label }) => label === id));
        const after = afterTeaching(before, by.get(id));
        const shift =
          count < leastDecisions
            ? 'waiting'
            : after > before + least
              ? 'raised'
              : after < before - least
                ? 'lowered'
                : 'same';
        return { id, decisions: count, needed: leastDecisions, shift, before, after };
      });
  }

  /** Reports are looked at again where their decisions have changed. */
  async #decisions(root: string, log: ReviewLog, modelSha256: string): Promise<LabelDecision[]> {
    const forgotten = standing(log.forgets);
    const key = JSON.stringify([modelSha256, log.forgets.length]);
    const kept = this.#kept.get(root);
    const known: Kept['byPath'] =
      kept?.key === key ? kept.byPath : new Map<string, { revision: number; decisions: LabelDecision[] }>();
    this.#kept.set(root, { key, byPath: known });
    const turns = new Turns(new AbortController().signal);
    const all: LabelDecision[] = [];
    for (const [path, entries] of log.byPath) {
      await turns.maybe();
      const revision = log.revision(path);
      let own = known.get(path);
      if (own?.revision !== revision) {
        own = { revision, decisions: labelDecisionsIn(entries, forgotten, modelSha256) };
        known.set(path, own);
      }
      all.push(...own.decisions);
    }
    return all;
  }

  /** A call, since the compiler takes the flag that it has just seen false for false. */
  #isWantedAgain(): boolean {
    return this.#again;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#again = false;
      // Several decisions of one turn are one change.
      await nextTurn();
      const pack = this.#around.pack();
      const before = this.#taught;
      const after = new Map<string, Taught>();
      for (const [root, log] of this.#around.logs()) {
        const decisions = pack === null ? [] : await this.#decisions(root, log, pack.sha256);
        after.set(root, { decisions, by: teach(decisions) });
      }
      this.#taught = after;
      for (const root of new Set([...before.keys(), ...after.keys()])) {
        if (
          recalibrationKey(before.get(root)?.by ?? nothing) !==
          recalibrationKey(after.get(root)?.by ?? nothing)
        )
          this.#around.onChange(root);
      }
      if (!this.#isWantedAgain()) return;
    }
  }
}

/** A smaller change of a probability is none that a person sees. */
const least = 0.005;

/** The middle one of the probabilities that were decided on. */
function median(decisions: readonly LabelDecision[]): number {
  const sorted = decisions.map(({ probability }) => probability).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0.5;
}
