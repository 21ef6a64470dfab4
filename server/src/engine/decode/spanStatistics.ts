/** What the training text says of words and phrases at the places of spans (`docs/model-pack.md`, *Span scorer*). */

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

/** What stands before the first word of a sentence, and after the last. */
export const sentenceStart = '<s>';
export const sentenceEnd = '</s>';

function odds(yes: number, no: number): number {
  return Math.log((yes + 0.5) / (Math.max(no, 0) + 0.5));
}

/** A row of `odds` of a word that stood `n` times in the training text, by the six counts of its `w` row. */
function oddsOf(n: number, counts: readonly string[]): number[] {
  const [first = 0, last = 0, inside = 0, after = 0, before = 0, goingOn = 0] = counts.map(Number);
  return [
    odds(first, n - first),
    odds(last, n - last),
    odds(last, inside - last),
    odds(inside, n - inside),
    odds(after, n - after),
    odds(goingOn, after),
    odds(before, n - before),
  ];
}

/** Statistics of every layer, by numbers of words; their logarithms are taken once. */
export class SpanStatistics {
  /** `wordRow` tells where a word's row begins. */
  readonly odds: Float64Array;
  /** `phraseRow` tells where a phrase's row begins. */
  readonly phrases: Float64Array;
  /** From 1 on: 0 is every word that is not listed. */
  readonly #numbers = new Map<string, number>();
  readonly #size: number;
  /** By layer and word. */
  readonly #wordRows: Int32Array;
  /** From `beginning × size + word` to the beginning that is the word longer. */
  readonly #longer = new Map<number, number>();
  /** By beginning; -1 for one that is no phrase itself. */
  readonly #phraseRows: Int32Array;

  /**
   * @param text rows `o word n`, `w layer word` with the six counts, `p layer phrase spans occurrences`; tabs between.
   * @param layers how many layers are asked for; rows of others are left out.
   */
  constructor(
    text: string,
    readonly layers: number,
  ) {
    const lines = text.split('\n');
    const occurrences = this.#numberWords(lines);
    this.#size = occurrences.length;
    this.#wordRows = new Int32Array(layers * this.#size);
    const words: number[] = [];
    const phrases: number[] = [];
    // A word that a layer's spans never met has the odds of every such word that is as frequent.
    const unmet = new Map<number, number>();
    occurrences.forEach((n, word) => {
      let row = unmet.get(n);
      if (row === undefined) {
        unmet.set(n, (row = words.length));
        words.push(...oddsOf(n, []));
      }
      for (let layer = 0; layer < layers; layer++) this.#wordRows[layer * this.#size + word] = row;
    });
    const phraseRows = Array.from({ length: layers }, () => -1);
    for (const line of lines) {
      const [kind, of, name = '', ...counts] = line.split('\t');
      const layer = Number(of);
      if (kind === 'o' || !(layer < layers)) continue;
      const n = occurrences[this.number(name)] ?? 0;
      if (kind === 'w' && n > 0) {
        this.#wordRows[layer * this.#size + this.number(name)] = words.length;
        words.push(...oddsOf(n, counts));
      } else if (kind === 'p') {
        const [spans = 0, times = 0] = counts.map(Number);
        phraseRows[this.#spell(layer, name, phraseRows)] = phrases.length;
        phrases.push(Math.log1p(spans), odds(spans, times - spans));
      }
    }
    this.odds = Float64Array.from(words);
    this.phrases = Float64Array.from(phrases);
    this.#phraseRows = Int32Array.from(phraseRows);
  }

  /** The number of a word. */
  number(word: string): number {
    return this.#numbers.get(word) ?? 0;
  }

  /** Where the odds of a word in a layer begin. */
  wordRow(layer: number, word: number): number {
    return this.#wordRows[layer * this.#size + word] ?? 0;
  }

  /**
   * The beginning of a layer's phrases that is a word longer, -1 where none begins so; a layer's own number is that of
   * the beginning without a word.
   */
  longer(beginning: number, word: number): number {
    return this.#longer.get(beginning * this.#size + word) ?? -1;
  }

  /** Where the numbers of a phrase begin; -1 for a beginning that is no phrase itself. */
  phraseRow(beginning: number): number {
    return this.#phraseRows[beginning] ?? -1;
  }

  /** Numbers all words that are listed, alone or in a phrase. @returns how often each stood in the training text. */
  #numberWords(lines: readonly string[]): number[] {
    const occurrences = [0];
    const number = (word: string): number => {
      let known = this.#numbers.get(word);
      if (known === undefined) this.#numbers.set(word, (known = occurrences.push(0) - 1));
      return known;
    };
    for (const line of lines) {
      if (line.startsWith('w')) continue;
      const [kind, first = '', second = ''] = line.split('\t');
      if (kind === 'o') occurrences[number(first)] = Number(second);
      else if (kind === 'p') second.split(' ').forEach(number);
    }
    return occurrences;
  }

  /** The beginning that is a whole phrase, with all on the way to it. @param rows a place for each beginning. */
  #spell(layer: number, phrase: string, rows: number[]): number {
    let beginning = layer;
    for (const word of phrase.split(' ')) {
      const step = beginning * this.#size + this.number(word);
      let next = this.#longer.get(step);
      if (next === undefined) this.#longer.set(step, (next = rows.push(-1) - 1));
      beginning = next;
    }
    return beginning;
  }
}
