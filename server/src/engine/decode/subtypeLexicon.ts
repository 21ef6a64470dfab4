/** What training anatomies and Glosa's anatomy terms say of a phrase's subtype (`docs/model-pack.md`, *Subtype lexicon*). */

/** Subtypes with the times they were seen. */
type Counts = readonly (readonly [subtype: number, times: number])[];

/** Times a word must have been seen to say anything. */
const least = 2;

/** How much phrases and words weigh. */
export interface SubtypeWeights {
  readonly phraseWeight: number;
  readonly wordWeight: number;
}

export class SubtypeLexicon {
  readonly #phrases = new Map<string, Counts>();
  readonly #words = new Map<string, Counts>();
  readonly #scores: Float64Array;

  /**
   * @param text rows `p phrase pairs` and `w word pairs`, tabs between; a pair is `subtype:times`, blanks between pairs.
   * @param subtypes how many there are.
   */
  constructor(
    text: string,
    subtypes: number,
    private readonly weights: SubtypeWeights,
  ) {
    this.#scores = new Float64Array(subtypes);
    for (const line of text.split('\n')) {
      const [kind, name, pairs] = line.split('\t');
      if (name === undefined || pairs === undefined) continue;
      const table = kind === 'p' ? this.#phrases : this.#words;
      table.set(
        name,
        pairs.split(' ').map((pair): [number, number] => {
          const [subtype, times] = pair.split(':');
          return [Number(subtype), Number(times)];
        }),
      );
    }
  }

  /** What is added to each subtype's score, by its number, for an anatomy of these words; the next call overwrites it. */
  scores(words: readonly string[]): Float64Array {
    this.#scores.fill(0);
    const phrase = this.#phrases.get(words.join(' '));
    if (phrase !== undefined) {
      const times = sum(phrase);
      this.#add(phrase, 1, (this.weights.phraseWeight * times) / (times + 1));
    }
    const known = words.flatMap((word) => {
      const counts = this.#words.get(word);
      return counts !== undefined && sum(counts) >= least ? [counts] : [];
    });
    for (const counts of known) this.#add(counts, 2, this.weights.wordWeight / known.length);
    return this.#scores;
  }

  /** Adds the weighted logarithm of every subtype's smoothed share. */
  #add(counts: Counts, smoothing: number, weight: number): void {
    const scores = this.#scores;
    const each = smoothing / scores.length;
    const all = Math.log(sum(counts) + smoothing);
    const unseen = weight * (Math.log(each) - all);
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + unseen;
    for (const [subtype, times] of counts) {
      scores[subtype] = (scores[subtype] ?? 0) - unseen + weight * (Math.log(times + each) - all);
    }
  }
}

function sum(counts: Counts): number {
  return counts.reduce((total, [, times]) => total + times, 0);
}
