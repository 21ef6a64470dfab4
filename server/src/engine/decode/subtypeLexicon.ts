/** What training anatomies and Glosa's anatomy terms say of a phrase's subtype (`docs/model-pack.md`, *Subtype lexicon*). */

/** Times a word must have been seen to say anything. */
const least = 2;
/** Smoothing of a phrase's shares, and of a word's. */
const phraseSmoothing = 1;
const wordSmoothing = 2;

/** Anatomies whose scores are kept, some 0.5 kB each. */
const keptAnatomies = 2048;

/** How much phrases and words weigh. */
export interface SubtypeWeights {
  readonly phraseWeight: number;
  readonly wordWeight: number;
}

/** The logarithms of a phrase's or word's smoothed shares, and what they are multiplied by. */
interface Shares {
  readonly weight: number;
  /** Of every subtype that it was not seen in. */
  readonly unseen: number;
  readonly subtypes: readonly number[];
  /** By place in `subtypes`. */
  readonly seen: readonly number[];
}

export class SubtypeLexicon {
  /** What was asked for; the row's list of pairs of what was not yet: most never is. */
  readonly #phrases = new Map<string, Shares | string>();
  readonly #words = new Map<string, Shares | string>();
  readonly #subtypes: number;
  readonly #weights: SubtypeWeights;
  /** Scores of anatomies that were met: reports name the same ones over and over. */
  readonly #kept = new Map<string, Float64Array>();

  /**
   * @param text rows `p phrase pairs` and `w word pairs`, tabs between; a pair is `subtype:times`, blanks between pairs.
   * @param subtypes how many there are.
   */
  constructor(text: string, subtypes: number, weights: SubtypeWeights) {
    this.#subtypes = subtypes;
    this.#weights = weights;
    for (const line of text.split('\n')) {
      const end = line.lastIndexOf('\t');
      if (end > 1)
        (line.startsWith('p') ? this.#phrases : this.#words).set(line.slice(2, end), line.slice(end + 1));
    }
  }

  /**
   * What is added to each subtype's score, by its number, for an anatomy of the words [first, end) of a sentence. Kept:
   * do not change it.
   */
  scores(words: readonly string[], first: number, end: number): Float64Array {
    const phrase = end - first === 1 ? (words[first] ?? '') : words.slice(first, end).join(' ');
    let scores = this.#kept.get(phrase);
    if (scores !== undefined) return scores;
    scores = this.#compute(phrase, words, first, end);
    if (this.#kept.size >= keptAnatomies) this.#kept.clear();
    this.#kept.set(phrase, scores);
    return scores;
  }

  #compute(name: string, words: readonly string[], first: number, end: number): Float64Array {
    const scores = new Float64Array(this.#subtypes);
    const phrase = this.#shares(this.#phrases, name);
    if (phrase !== undefined) add(scores, phrase, phrase.weight);
    const known: Shares[] = [];
    for (let w = first; w < end; w++) {
      const shares = this.#shares(this.#words, words[w] ?? '');
      if (shares !== undefined) known.push(shares);
    }
    for (const shares of known) add(scores, shares, shares.weight / known.length);
    return scores;
  }

  /** The shares of a phrase or word; undefined where the text does not name it, or names a word too seldom. */
  #shares(rows: Map<string, Shares | string>, name: string): Shares | undefined {
    const row = rows.get(name);
    if (typeof row !== 'string') return row;
    const pairs = row.split(' ').map((pair): [number, number] => {
      const [subtype, times] = pair.split(':');
      return [Number(subtype), Number(times)];
    });
    const times = pairs.reduce((sum, [, n]) => sum + n, 0);
    const { phraseWeight, wordWeight } = this.#weights;
    const [smoothing, weight] =
      rows === this.#phrases
        ? [phraseSmoothing, (phraseWeight * times) / (times + 1)]
        : [wordSmoothing, wordWeight];
    if (rows === this.#words && times < least) {
      rows.delete(name);
      return undefined;
    }
    const shares = sharesOf(pairs, times, smoothing / this.#subtypes, smoothing, weight);
    rows.set(name, shares);
    return shares;
  }
}

/** @param each what is added to the times of a subtype. @param smoothing what is added to those of all. */
function sharesOf(
  pairs: readonly (readonly [subtype: number, times: number])[],
  times: number,
  each: number,
  smoothing: number,
  weight: number,
): Shares {
  const all = Math.log(times + smoothing);
  return {
    weight,
    unseen: Math.log(each) - all,
    subtypes: pairs.map(([subtype]) => subtype),
    seen: pairs.map(([, n]) => Math.log(n + each) - all),
  };
}

/** Adds the weighted logarithm of every subtype's share. */
function add(scores: Float64Array, shares: Shares, weight: number): void {
  const { subtypes, seen } = shares;
  const unseen = weight * shares.unseen;
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + unseen;
  for (let n = 0; n < subtypes.length; n++) {
    const subtype = subtypes[n] ?? 0;
    scores[subtype] = (scores[subtype] ?? 0) - unseen + weight * (seen[n] ?? 0);
  }
}
