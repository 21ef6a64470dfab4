/** What a mention's own words add to the codes' scores: likeness to known phrases (S1's retrieval), and a stated grade. */
import type { Additions, CodeSpace, WordScores } from './codeSpace.js';
import { gradeCue } from './gradeCue.js';
import type { Lexicon } from './lexicon.js';
import { PhraseIndex } from './phraseIndex.js';

/** Weights in nats, of a likeness of 1 and of a stated grade; see docs/model-pack.md. */
export interface WordWeights {
  readonly histology: number;
  readonly base: number;
  readonly gradeStated: number;
  readonly gradeMissing: number;
}

/** Mentions whose scores are kept, some 5 kB each: the same few names come again and again in reports. */
const keptMentions = 512;

export class WordScorer {
  readonly #index: PhraseIndex;
  /** Scores of the latest mentions, the one longest unused first. */
  readonly #kept = new Map<string, WordScores>();

  constructor(
    private readonly space: CodeSpace,
    lexicon: Lexicon,
    private readonly weights: WordWeights,
  ) {
    const rows: { phrase: string; group: number }[] = [];
    for (const [phrase, codes] of lexicon.phrases()) {
      const groups: number[] = [];
      for (const code of codes.keys()) {
        const group = space.groupOf(code);
        if (group === null || groups.includes(group)) continue;
        groups.push(group);
        rows.push({ phrase, group });
      }
    }
    this.#index = new PhraseIndex(rows);
  }

  /** @param words folded words of one mention. */
  read(words: readonly string[]): WordScores {
    const key = words.join(' ');
    const scores = this.#kept.get(key) ?? this.#compute(words);
    this.#kept.delete(key);
    this.#kept.set(key, scores);
    if (this.#kept.size > keptMentions) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
    return scores;
  }

  #compute(words: readonly string[]): WordScores {
    const { histology, base, gradeStated, gradeMissing } = this.weights;
    const ofHistology = new Map<number, number>();
    const ofBase = new Map<number, number>();
    for (const [group, likeness] of this.#index.near(words)) {
      const row = Math.floor(group / this.space.behaviours);
      ofHistology.set(row, Math.max(ofHistology.get(row) ?? 0, histology * likeness));
      ofBase.set(group, base * likeness);
    }
    const value = gradeCue(words);
    const grade = value === null ? null : { value, stated: gradeStated, missing: gradeMissing };
    return { histology: additions(ofHistology), base: additions(ofBase), grade };
  }
}

function additions(more: ReadonlyMap<number, number>): Additions {
  return { places: Int32Array.from(more.keys()), more: Float64Array.from(more.values()) };
}
