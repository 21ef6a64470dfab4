/** Spans that a B/I/O layer may mean. */

/** Columns of `SpanCandidates.said`: what the layer's probabilities say of a span. */
export const said = {
  /** That it begins, goes on and ends so. */
  probability: 0,
  begins: 1,
  /** That the word after it does not go on. */
  ends: 2,
  /** The highest probability among its words to be in a span: how sure it is that one is here. */
  inside: 3,
  /** That the word before it is in a span. */
  before: 4,
  /** That the word after it begins one. */
  beginsAfter: 5,
} as const;
export const saidColumns = 6;

/** Spans of words, by first word, then end. A sentence has many, so they are columns of numbers and no objects. */
export class SpanCandidates {
  /** How many there are. */
  count = 0;
  first = new Int32Array(16);
  /** Exclusive. */
  end = new Int32Array(16);
  /** A row of `saidColumns` numbers each. */
  said = new Float64Array(16 * saidColumns);

  /** Adds a span. @returns where its row begins. */
  add(first: number, end: number): number {
    const at = this.count++;
    if (at === this.first.length) this.#widen();
    this.first[at] = first;
    this.end[at] = end;
    return at * saidColumns;
  }

  /** True where two of them share a word. */
  overlap(a: number, b: number): boolean {
    const { first, end } = this;
    return (first[a] ?? 0) < (end[b] ?? 0) && (first[b] ?? 0) < (end[a] ?? 0);
  }

  #widen(): void {
    const { first, end, said: numbers } = this;
    this.first = new Int32Array(2 * first.length);
    this.end = new Int32Array(2 * end.length);
    this.said = new Float64Array(2 * numbers.length);
    this.first.set(first);
    this.end.set(end);
    this.said.set(numbers);
  }
}

/** Logits this close to the floor are looked at. */
const tie = 1e-6;

/** How candidates are looked for. */
export interface CandidateSettings {
  /** Added to the logit of O. */
  readonly shift: number;
  /** Least probability of a candidate. */
  readonly floor: number;
  /** Words of the longest one. */
  readonly longest: number;
}

/** Looks for candidates, one layer of one sentence at a time: it has buffers of its own. */
export class CandidateFinder {
  readonly #settings: CandidateSettings;
  /** Probabilities of O, B and I by word, where `#known` is 1. */
  #outside = new Float64Array(0);
  #begin = new Float64Array(0);
  #goOn = new Float64Array(0);
  #known = new Uint8Array(0);
  readonly #found = new SpanCandidates();

  constructor(settings: CandidateSettings) {
    this.#settings = settings;
  }

  /**
   * Every span of a sentence that is likely enough, in a table that the next call overwrites.
   * @param logits rows of `size` columns, a row a word; O, B and I stand from column `from` on.
   */
  find(logits: Float32Array, size: number, from: number, words: number): SpanCandidates {
    const { shift, floor } = this.#settings;
    // No B as likely as the floor, whatever the rest of its word: most words of most layers end here.
    const least = Math.log(floor / (1 - floor)) - tie;
    const found = this.#found;
    found.count = 0;
    let any = false;
    for (let first = 0, at = from; first < words; first++, at += size) {
      const other = Math.max((logits[at] ?? 0) + shift, logits[at + 2] ?? 0);
      if (!((logits[at + 1] ?? 0) - other >= least)) continue;
      if (!any) this.#forget(words);
      any = true;
      this.#from(first, logits, size, from, words);
    }
    return found;
  }

  /** Adds the candidates that begin at a word. */
  #from(first: number, logits: Float32Array, size: number, from: number, words: number): void {
    const { floor, longest } = this.#settings;
    this.#read(first, logits, size, from);
    const begins = this.#begin[first] ?? 0;
    const farthest = Math.min(words, first + longest);
    let reached = begins;
    let inside = 0;
    for (let end = first + 1; end <= farthest && reached >= floor; end++) {
      inside = Math.max(inside, 1 - (this.#outside[end - 1] ?? 0));
      if (end < words) this.#read(end, logits, size, from);
      const on = end < words ? (this.#goOn[end] ?? 0) : 0;
      const probability = reached * (1 - on);
      if (probability >= floor) {
        if (first > 0) this.#read(first - 1, logits, size, from);
        const before = first > 0 ? 1 - (this.#outside[first - 1] ?? 0) : 0;
        const beginsAfter = end < words ? (this.#begin[end] ?? 0) : 0;
        const row = this.#found.add(first, end);
        const { said: numbers } = this.#found;
        numbers[row + said.probability] = probability;
        numbers[row + said.begins] = begins;
        numbers[row + said.ends] = 1 - on;
        numbers[row + said.inside] = inside;
        numbers[row + said.before] = before;
        numbers[row + said.beginsAfter] = beginsAfter;
      }
      reached *= on;
    }
  }

  /** Makes room for a layer of a sentence of which nothing is known. */
  #forget(words: number): void {
    if (this.#known.length < words) {
      this.#outside = new Float64Array(words * 2);
      this.#begin = new Float64Array(words * 2);
      this.#goOn = new Float64Array(words * 2);
      this.#known = new Uint8Array(words * 2);
    }
    this.#known.fill(0, 0, words);
  }

  /** Sees to it that a word's probabilities are known. */
  #read(word: number, logits: Float32Array, size: number, from: number): void {
    if (this.#known[word] === 1) return;
    this.#known[word] = 1;
    const at = word * size + from;
    const o = (logits[at] ?? 0) + this.#settings.shift;
    const b = logits[at + 1] ?? 0;
    const i = logits[at + 2] ?? 0;
    const top = Math.max(o, b, i);
    const ofO = Math.exp(o - top);
    const ofB = Math.exp(b - top);
    const ofI = Math.exp(i - top);
    const sum = ofO + ofB + ofI;
    this.#outside[word] = ofO / sum;
    this.#begin[word] = ofB / sum;
    this.#goOn[word] = ofI / sum;
  }
}
