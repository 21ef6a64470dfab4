/**
 * Likeness of a mention to every phrase that has a code: descriptions and training mentions, compared by their words
 * and by the four-letter pieces of them, so that inflections and compounds of a known name are near it.
 */

/** Words that say nothing of a tumour's kind. */
const stopWords = new Set(
  'de del la el los las un una en con y a por sin o e u of the and with in from'.split(' '),
);
const pieceLength = 4;
/** A whole word counts so many times a piece of one. */
const wordWeight = 2.5;
/** A phrase less like than this is none. */
const leastLikeness = 0.05;

/** The word and its pieces; none where it says nothing. */
function gramsOfWord(word: string): string[] {
  if (stopWords.has(word) || !/^[\p{L}\p{N}]/u.test(word)) return [];
  const grams = [`#${word}`];
  const marked = `^${word}$`;
  const pieces = Math.max(1, marked.length - pieceLength + 1);
  for (let i = 0; i < pieces; i++) grams.push(marked.slice(i, i + pieceLength));
  return grams;
}

/** True for a whole word, false for a piece of one. */
const isWhole = (gram: string): boolean => gram.startsWith('#');

function counted(grams: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const gram of grams) times.set(gram, (times.get(gram) ?? 0) + 1);
  return times;
}

/** The grams of phrases while an index is made. */
interface Held {
  readonly ids: number[];
  readonly times: number[];
  readonly ends: number[];
  readonly holders: number[];
}

/** Phrases by a group (a code's histology and behaviour); the likeness to a group is that to its nearest phrase. */
export class PhraseIndex {
  readonly #idOf = new Map<string, number>();
  /** What a gram's rarity weighs, and the gram where a phrase has it once, before the phrase's length is taken out. */
  readonly #rarity: Float64Array;
  readonly #once: Float64Array;
  /** 1 for a whole word, 0 for a piece. */
  readonly #whole: Uint8Array;
  /** Per gram the phrases that hold it and their weights, one gram after another. */
  readonly #starts: Int32Array;
  readonly #phrases: Int32Array;
  readonly #weights: Float32Array;
  readonly #groupOf: Int32Array;
  /** Weight of a gram that no phrase holds. */
  readonly #unknown: number;
  /** By phrase; all 0 between two calls of `near`. */
  readonly #sums: Float32Array;
  /** Phrases with a sum above 0, in the order of their first one. */
  readonly #touched: Int32Array;

  /** @param phrases folded words joined by spaces, each with its group. */
  constructor(phrases: readonly { readonly phrase: string; readonly group: number }[]) {
    const held = this.#number(phrases);
    this.#unknown = Math.log(Math.max(phrases.length, 2));
    this.#rarity = Float64Array.from(held.holders, (n) => Math.log(Math.max(phrases.length, 2) / n));
    this.#once = this.#rarity.slice();
    for (const [gram, id] of this.#idOf)
      if (isWhole(gram)) this.#once[id] = (this.#once[id] ?? 0) * wordWeight;
    this.#whole = Uint8Array.from(this.#idOf.keys(), (gram) => Number(isWhole(gram)));
    this.#starts = new Int32Array(held.holders.length + 1);
    held.holders.forEach((n, id) => (this.#starts[id + 1] = (this.#starts[id] ?? 0) + n));
    const next = this.#starts.slice();
    this.#phrases = new Int32Array(held.ids.length);
    this.#weights = new Float32Array(held.ids.length);
    for (let phrase = 0, from = 0; phrase < phrases.length; phrase++) {
      const end = held.ends[phrase] ?? 0;
      let square = 0;
      for (let n = from; n < end; n++) square += this.#weightOf(held.ids[n] ?? 0, held.times[n] ?? 0) ** 2;
      const length = Math.sqrt(square) || 1;
      for (let n = from; n < end; n++) {
        const id = held.ids[n] ?? 0;
        const at = next[id] ?? 0;
        this.#phrases[at] = phrase;
        this.#weights[at] = this.#weightOf(id, held.times[n] ?? 0) / length;
        next[id] = at + 1;
      }
      from = end;
    }
    this.#groupOf = Int32Array.from(phrases, ({ group }) => group);
    this.#sums = new Float32Array(phrases.length);
    this.#touched = new Int32Array(phrases.length);
  }

  /**
   * Numbers all grams of the phrases: by phrase, one after another up to `ends`, each with the times that it is there;
   * and by gram how many phrases hold it.
   */
  #number(phrases: readonly { readonly phrase: string }[]): Held {
    const held: Held = { ids: [], times: [], ends: [], holders: [] };
    const { ids, times, holders } = held;
    // The same words come again and again.
    const ofWord = new Map<string, number[]>();
    const number = (gram: string): number => {
      let id = this.#idOf.get(gram);
      if (id === undefined) this.#idOf.set(gram, (id = holders.push(0) - 1));
      return id;
    };
    /** By gram, its latest place in `ids`. */
    const places: number[] = [];
    for (const { phrase } of phrases) {
      const from = ids.length;
      for (const word of phrase.split(' ')) {
        let grams = ofWord.get(word);
        if (grams === undefined) ofWord.set(word, (grams = gramsOfWord(word).map(number)));
        for (const id of grams) {
          const place = places[id] ?? -1;
          if (place >= from) {
            times[place] = (times[place] ?? 0) + 1;
            continue;
          }
          places[id] = ids.push(id) - 1;
          times.push(1);
          holders[id] = (holders[id] ?? 0) + 1;
        }
      }
      held.ends.push(ids.length);
    }
    return held;
  }

  /** Cosine of folded words with the nearest phrase of each group, above 0 and at most 1; the other groups are left out. */
  near(words: readonly string[]): Map<number, number> {
    const { ids, weights, length } = this.#weigh(counted(words.flatMap(gramsOfWord)));
    const sums = this.#sums;
    const touched = this.#touched;
    let count = 0;
    for (let n = 0; n < ids.length; n++) {
      const id = ids[n] ?? 0;
      const share = (weights[n] ?? 0) / length;
      // Of a gram that every phrase holds.
      if (share === 0) continue;
      const end = this.#starts[id + 1] ?? 0;
      for (let at = this.#starts[id] ?? 0; at < end; at++) {
        const phrase = this.#phrases[at] ?? 0;
        const sum = sums[phrase] ?? 0;
        if (sum === 0) touched[count++] = phrase;
        sums[phrase] = sum + share * (this.#weights[at] ?? 0);
      }
    }
    const found = new Map<number, number>();
    for (let n = 0; n < count; n++) {
      const phrase = touched[n] ?? 0;
      const likeness = Math.min(sums[phrase] ?? 0, 1);
      sums[phrase] = 0;
      if (likeness < leastLikeness) continue;
      const group = this.#groupOf[phrase] ?? 0;
      if (likeness > (found.get(group) ?? 0)) found.set(group, likeness);
    }
    return found;
  }

  /** The known grams with their weights, and the length of the vector with the unknown ones. */
  #weigh(times: ReadonlyMap<string, number>): { ids: number[]; weights: number[]; length: number } {
    const ids: number[] = [];
    const weights: number[] = [];
    let square = 0;
    for (const [gram, n] of times) {
      const id = this.#idOf.get(gram);
      const weight = id === undefined ? this.#unknown : this.#weightOf(id, n);
      square += weight * weight;
      if (id === undefined) continue;
      ids.push(id);
      weights.push(weight);
    }
    return { ids, weights, length: Math.sqrt(square) || 1 };
  }

  /** Weight of a gram that a phrase has `n` times. */
  #weightOf(id: number, n: number): number {
    if (n === 1) return this.#once[id] ?? 0;
    return (1 + Math.log(n)) * (this.#rarity[id] ?? 0) * (this.#whole[id] === 1 ? wordWeight : 1);
  }
}
