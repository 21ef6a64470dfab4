/** What words near a finding say of its trend (`docs/model-pack.md`, *Trend cues*). */
import type { Trend } from '../../core/types.js';

/** `trendCues` of a manifest's `heads.reader`. */
export interface TrendCueSettings {
  readonly weight: number;
  readonly reach: number;
  readonly none: number;
  readonly phrases: Readonly<Partial<Record<Trend, readonly string[]>>>;
}

/** A cue in a sentence: its trend's number, its words [first, end). */
export interface Cue {
  readonly trend: number;
  readonly first: number;
  readonly end: number;
}

/** A phrase that speaks for a trend: what its first word is or begins with, and its further words. */
interface Phrase {
  readonly stem: string;
  readonly trend: number;
  readonly rest: readonly string[];
}

/** Words that each stand for `breakWords` words more between a cue and a finding. */
const breaks = new Set([',', ';', '.', 'and', 'y', 'but', 'pero', 'with', 'con']);
const breakWords = 3;

export class TrendCues {
  readonly #whole = new Map<string, Phrase[]>();
  /** Phrases whose first word is a beginning, by its first two letters. */
  readonly #begun = new Map<string, Phrase[]>();
  /** What the first words of all phrases begin with: most words of a sentence begin otherwise. */
  readonly #beginnings = new Set<number>();
  readonly #scores: Float64Array;

  /** @param trends as the head numbers them. */
  constructor(
    private readonly settings: TrendCueSettings,
    trends: readonly Trend[],
  ) {
    this.#scores = new Float64Array(trends.length + 1);
    trends.forEach((name, trend) => {
      for (const phrase of settings.phrases[name] ?? []) {
        const [word = '', ...rest] = phrase.split(' ');
        const isBeginning = word.endsWith('*');
        const stem = isBeginning ? word.slice(0, -1) : word;
        this.#beginnings.add(beginningOf(stem));
        if (isBeginning) add(this.#begun, stem.slice(0, 2), { stem, trend, rest });
        else add(this.#whole, word, { stem, trend, rest });
      }
    });
  }

  /** The cues of a sentence; a longer one hides those inside it. */
  find(words: readonly string[]): Cue[] {
    const found: Cue[] = [];
    let hidden = 0;
    for (let first = 0; first < words.length; first++) {
      const word = words[first] ?? '';
      if (!this.#beginnings.has(beginningOf(word))) continue;
      let trend = -1;
      let end = first;
      for (const phrases of [this.#whole.get(word), this.#begun.get(word.slice(0, 2))]) {
        for (const phrase of phrases ?? []) {
          const stop = first + 1 + phrase.rest.length;
          // Of two of one length the one of the earlier trend is taken.
          if (stop < end || (stop === end && phrase.trend >= trend)) continue;
          if (!word.startsWith(phrase.stem) || !goesOn(words, first + 1, phrase.rest)) continue;
          ({ trend } = phrase);
          end = stop;
        }
      }
      if (trend < 0 || end <= hidden) continue;
      found.push({ trend, first, end });
      hidden = end;
    }
    return found;
  }

  /**
   * What is added to the score of no trend and of each trend, for the finding at the words [first, end); the next
   * call overwrites it.
   */
  scores(words: readonly string[], cues: readonly Cue[], first: number, end: number): Float64Array {
    const { weight, reach, none } = this.settings;
    const scores = this.#scores.fill(0);
    for (const cue of cues) {
      const [from, to] = cue.end <= first ? [cue.end, first] : [end, cue.first];
      let distance = Math.max(to - from, 0);
      for (let i = from; i < to; i++) if (breaks.has(words[i] ?? '')) distance += breakWords;
      const row = cue.trend + 1;
      scores[row] = Math.max(scores[row] ?? 0, weight * Math.exp(-distance / reach));
    }
    scores[0] = none;
    return scores;
  }
}

/** A word's first two letters as one number. */
function beginningOf(word: string): number {
  // Past the end of a word stands NaN, of which `|` makes 0.
  return (word.charCodeAt(0) << 16) | word.charCodeAt(1);
}

/** Whether the words from `at` on are those of a phrase. */
function goesOn(words: readonly string[], at: number, rest: readonly string[]): boolean {
  return (
    at + rest.length <= words.length && rest.every((pattern, i) => matches(words[at + i] ?? '', pattern))
  );
}

function matches(word: string, pattern: string): boolean {
  return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
