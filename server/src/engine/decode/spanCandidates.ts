/** Spans that a B/I/O layer may mean. */

/** A span of words, end-exclusive, and what the layer's probabilities say of it. */
export interface SpanCandidate {
  readonly first: number;
  readonly end: number;
  /** That it begins, goes on and ends so. */
  readonly probability: number;
  readonly begins: number;
  /** That the word after it does not go on. */
  readonly ends: number;
  /** The highest probability among its words to be in a span: how sure it is that one is here. */
  readonly inside: number;
  /** That the word before it is in a span. */
  readonly before: number;
  /** That the word after it begins one. */
  readonly beginsAfter: number;
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

  constructor(settings: CandidateSettings) {
    this.#settings = settings;
  }

  /**
   * Every span of a sentence that is likely enough, by first word, then end.
   * @param logits rows of `size` columns, a row a word; O, B and I stand from column `from` on.
   */
  find(logits: Float32Array, size: number, from: number, words: number): SpanCandidate[] {
    const { shift, floor } = this.#settings;
    // No B as likely as the floor, whatever the rest of its word: most words of most layers end here.
    const least = Math.log(floor / (1 - floor)) - tie;
    const found: SpanCandidate[] = [];
    let any = false;
    for (let first = 0, at = from; first < words; first++, at += size) {
      const other = Math.max((logits[at] ?? 0) + shift, logits[at + 2] ?? 0);
      if (!((logits[at + 1] ?? 0) - other >= least)) continue;
      if (!any) this.#forget(words);
      any = true;
      this.#from(first, logits, size, from, words, found);
    }
    return found;
  }

  /** Adds the candidates that begin at a word. */
  #from(
    first: number,
    logits: Float32Array,
    size: number,
    from: number,
    words: number,
    found: SpanCandidate[],
  ): void {
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
        found.push({ first, end, probability, begins, ends: 1 - on, inside, before, beginsAfter });
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
