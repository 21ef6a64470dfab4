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
interface Cue {
  readonly trend: number;
  readonly first: number;
  readonly end: number;
}

/** Words that each stand for `breakWords` words more between a cue and a finding. */
const breaks = new Set([',', ';', '.', 'and', 'y', 'but', 'pero', 'with', 'con']);
const breakWords = 3;

export class TrendCues {
  readonly #whole = new Map<string, { trend: number; rest: readonly string[] }[]>();
  /** Phrases whose first word is a beginning, by its first two letters. */
  readonly #begun = new Map<string, { stem: string; trend: number; rest: readonly string[] }[]>();
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
        if (word.endsWith('*')) {
          const stem = word.slice(0, -1);
          add(this.#begun, stem.slice(0, 2), { stem, trend, rest });
        } else add(this.#whole, word, { trend, rest });
      }
    });
  }

  /** The cues of a sentence; a longer one hides those inside it. */
  find(words: readonly string[]): Cue[] {
    const found: Cue[] = [];
    words.forEach((word, at) => {
      let trend = -1;
      let end = at;
      const take = (phrase: { trend: number; rest: readonly string[] }): void => {
        const stop = at + 1 + phrase.rest.length;
        const fits = stop <= words.length && phrase.rest.every((p, i) => matches(words[at + 1 + i] ?? '', p));
        // Of two of one length the one of the earlier trend is taken.
        if (!fits || stop < end || (stop === end && phrase.trend >= trend)) return;
        ({ trend } = phrase);
        end = stop;
      };
      this.#whole.get(word)?.forEach(take);
      for (const phrase of this.#begun.get(word.slice(0, 2)) ?? [])
        if (word.startsWith(phrase.stem)) take(phrase);
      if (trend >= 0 && end > (found.at(-1)?.end ?? 0)) found.push({ trend, first: at, end });
    });
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

function matches(word: string, pattern: string): boolean {
  return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
