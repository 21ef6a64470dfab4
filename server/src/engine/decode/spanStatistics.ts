/** What the training text says of words and phrases at the places of spans (`docs/model-pack.md`, *Span scorer*). */
import { WordNumbers } from './wordNumbers.js';

/**
 * Columns of `SpanStatistics.odds`: places of a layer's spans, and a word's odds to stand there. They are those against
 * its standing elsewhere, but for two: `lastWithin` is against its standing further inside, `goingOn` (in a span, not
 * first) against its standing right after one.
 */
export const place = {
  first: 0,
  last: 1,
  lastWithin: 2,
  inside: 3,
  after: 4,
  goingOn: 5,
  before: 6,
} as const;
/** Columns of `SpanStatistics.phrases`: log(1 + times that the phrase was a span), and its odds to be one. */
export const phraseColumn = { spans: 0, odds: 1 } as const;

function odds(yes: number, no: number): number {
  return Math.log((yes + 0.5) / (Math.max(no, 0) + 0.5));
}

/** Writes a row of `odds` of a word that stood `n` times in the training text, by the six counts of its `w` row. */
function writeOdds(
  out: number[],
  n: number,
  [first = 0, last = 0, inside = 0, after = 0, before = 0, goingOn = 0]: readonly number[],
): void {
  out.push(odds(first, n - first), odds(last, n - last), odds(last, inside - last), odds(inside, n - inside));
  out.push(odds(after, n - after), odds(goingOn, after), odds(before, n - before));
}

/** Statistics of every layer, by numbers of words; their logarithms are taken once. */
export class SpanStatistics {
  /** `wordRow` tells where a word's row begins. */
  readonly odds: Float64Array;
  /** `phraseRow` tells where a phrase's row begins. */
  readonly phrases: Float64Array;
  /** Words from this number on are not listed here. */
  readonly #size: number;
  /** By layer and word. */
  readonly #wordRows: Int32Array;
  /** From a beginning and a word to the beginning that is the word longer. */
  readonly #longer: Steps;
  /** By beginning; -1 for one that is no phrase itself. */
  readonly #phraseRows: Int32Array;

  /**
   * @param text rows `o word n`, `w layer word` with the six counts, `p layer phrase spans occurrences`; tabs between.
   * @param layers how many layers are asked for; rows of others are left out.
   * @param numbers the listed words are added to them.
   */
  constructor(
    text: string,
    readonly layers: number,
    readonly numbers = new WordNumbers(),
  ) {
    const rows = readRows(text, layers, numbers);
    const { occurrences } = rows;
    this.#size = numbers.size;
    this.#wordRows = new Int32Array(layers * this.#size);
    const words: number[] = [];
    // A word that a layer's spans never met has the odds of every such word that is as frequent.
    const unmet = new Map<number, number>();
    for (let word = 0; word < this.#size; word++) {
      const n = occurrences[word] ?? 0;
      let row = unmet.get(n);
      if (row === undefined) {
        unmet.set(n, (row = words.length));
        writeOdds(words, n, []);
      }
      for (let layer = 0; layer < layers; layer++) this.#wordRows[layer * this.#size + word] = row;
    }
    for (const { layer, word, counts } of rows.words) {
      const number = numbers.of(word);
      const n = occurrences[number] ?? 0;
      if (n === 0) continue;
      this.#wordRows[layer * this.#size + number] = words.length;
      writeOdds(words, n, counts.split('\t').map(Number));
    }
    this.odds = Float64Array.from(words);
    this.#longer = new Steps(rows.spelled.length);
    const phraseRows = Array.from({ length: layers }, () => -1);
    this.phrases = new Float64Array(2 * rows.phrases.length);
    rows.phrases.forEach(({ layer, from, end, spans, times }, n) => {
      let beginning = layer;
      for (let at = from; at < end; at++) {
        const word = rows.spelled[at] ?? 0;
        let next = this.#longer.get(beginning, word);
        if (next < 0) this.#longer.add(beginning, word, (next = phraseRows.push(-1) - 1));
        beginning = next;
      }
      phraseRows[beginning] = 2 * n;
      this.phrases[2 * n] = Math.log1p(spans);
      this.phrases[2 * n + 1] = odds(spans, times - spans);
    });
    this.#phraseRows = Int32Array.from(phraseRows);
  }

  /** Where the odds of a word in a layer begin. */
  wordRow(layer: number, word: number): number {
    // Another statistics' word stands here as any that is not listed.
    return this.#wordRows[layer * this.#size + (word < this.#size ? word : 0)] ?? 0;
  }

  /**
   * The beginning of a layer's phrases that is a word longer, -1 where none begins so; a layer's own number is that of
   * the beginning without a word.
   */
  longer(beginning: number, word: number): number {
    return this.#longer.get(beginning, word);
  }

  /** Where the numbers of a phrase begin; -1 for a beginning that is no phrase itself. */
  phraseRow(beginning: number): number {
    return this.#phraseRows[beginning] ?? -1;
  }
}

/** The rows of the text. */
interface Rows {
  /** By number of a word, how often it stood in the training text; none for one that is listed elsewhere alone. */
  readonly occurrences: (number | undefined)[];
  readonly words: { readonly layer: number; readonly word: string; readonly counts: string }[];
  /** The numbers of the phrases' words, phrase after phrase. */
  readonly spelled: number[];
  readonly phrases: {
    readonly layer: number;
    readonly from: number;
    readonly end: number;
    readonly spans: number;
    readonly times: number;
  }[];
}

/** Reads the rows, and numbers all words that are listed, alone or in a phrase. */
function readRows(text: string, layers: number, numbers: WordNumbers): Rows {
  const rows: Rows = { occurrences: [], words: [], spelled: [], phrases: [] };
  const { occurrences, words, spelled, phrases } = rows;
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const first = text.indexOf('\t', at) + 1;
    const second = text.indexOf('\t', first);
    if (first === at + 2 && second > 0 && second < end) {
      const of = text.slice(first, second);
      if (text.startsWith('o', at)) occurrences[numbers.add(of)] = Number(text.slice(second + 1, end));
      const third = text.indexOf('\t', second + 1);
      const layer = Number(of);
      if (third > 0 && third < end && layer < layers) {
        const name = text.slice(second + 1, third);
        const counts = text.slice(third + 1, end);
        if (text.startsWith('w', at)) words.push({ layer, word: name, counts });
        else if (text.startsWith('p', at)) {
          const from = spelled.length;
          for (const word of name.split(' ')) spelled.push(numbers.add(word));
          const [spans = 0, times = 0] = counts.split('\t').map(Number);
          phrases.push({ layer, from, end: spelled.length, spans, times });
        }
      }
    }
    at = end + 1;
  }
  return rows;
}

/** A table from two numbers of 0 or more to one: open addressing, since it is asked for every word of every candidate. */
class Steps {
  readonly #mask: number;
  /** Three numbers a place: the two, the first with 1 added, and what they lead to. */
  readonly #places: Int32Array;

  /** @param most how many are added at most. */
  constructor(most: number) {
    let capacity = 16;
    while (capacity < 2 * most) capacity *= 2;
    this.#mask = capacity - 1;
    this.#places = new Int32Array(3 * capacity);
  }

  /** What the two lead to; -1 for nothing. */
  get(from: number, by: number): number {
    const at = 3 * this.#find(from, by);
    return this.#places[at] === 0 ? -1 : (this.#places[at + 2] ?? -1);
  }

  add(from: number, by: number, to: number): void {
    this.#places.set([from + 1, by, to], 3 * this.#find(from, by));
  }

  /** The place of the two, or the free one that they would have. */
  #find(from: number, by: number): number {
    let place = (Math.imul(from, 0x9e3779b1) ^ Math.imul(by, 0x85ebca6b)) >>> 0;
    place = (place ^ (place >>> 15)) & this.#mask;
    for (;;) {
      const first = this.#places[3 * place];
      if (first === 0 || (first === from + 1 && this.#places[3 * place + 1] === by)) return place;
      place = (place + 1) & this.#mask;
    }
  }
}
