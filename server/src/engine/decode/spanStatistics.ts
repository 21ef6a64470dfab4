/** What the training text says of words and phrases at the places of spans (`docs/model-pack.md`, *Span scorer*). */

/** Counts of one word: times it stood in the training text, and at each place of a layer's spans. */
export interface WordCounts {
  readonly occurrences: number;
  readonly first: number;
  readonly last: number;
  /** Anywhere in a span. */
  readonly inside: number;
  /** Right after one. */
  readonly after: number;
  /** Right before one. */
  readonly before: number;
  /** In one, not first. */
  readonly goingOn: number;
}

/** A phrase that is a span of a layer: how often it is one, and how often it stands in the training text at all. */
export interface PhraseCounts {
  readonly spans: number;
  readonly occurrences: number;
}

/** One layer's view of the statistics. */
export interface LayerStatistics {
  word(word: string): WordCounts;
  /** @returns null for a phrase that is no span of the layer. */
  phrase(phrase: string): PhraseCounts | null;
}

/** Numbers of a `w` row. */
const width = 6;
const unseen: WordCounts = {
  occurrences: 0,
  first: 0,
  last: 0,
  inside: 0,
  after: 0,
  before: 0,
  goingOn: 0,
};

/** Rows of `columns` counts by name, kept in one array. */
class Table {
  private readonly rows = new Map<string, number>();
  private counts = new Int32Array(256);

  constructor(private readonly columns: number) {}

  add(name: string, values: readonly string[]): void {
    const at = this.rows.size * this.columns;
    if (at + this.columns > this.counts.length) {
      const larger = new Int32Array(this.counts.length * 2);
      larger.set(this.counts);
      this.counts = larger;
    }
    for (let i = 0; i < this.columns; i++) this.counts[at + i] = Number(values[i] ?? 0);
    this.rows.set(name, at);
  }

  /** Where a row begins in what `count` takes; -1 without one. */
  find(name: string): number {
    return this.rows.get(name) ?? -1;
  }

  count(at: number, column: number): number {
    return at < 0 ? 0 : (this.counts[at + column] ?? 0);
  }
}

/**
 * Statistics of every layer.
 * @param text rows `o word n`, `w layer word` with the six counts, `p layer phrase spans occurrences`; tabs between.
 * @param layers how many layers are asked for; rows of others are left out.
 */
export function readSpanStatistics(text: string, layers: number): LayerStatistics[] {
  const words = new Table(1);
  const placed = Array.from({ length: layers }, () => new Table(width));
  const phrases = Array.from({ length: layers }, () => new Table(2));
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    const [first = '', name = ''] = fields;
    if (kind === 'o') words.add(first, fields.slice(1));
    else if (kind === 'w') placed[Number(first)]?.add(name, fields.slice(2));
    else if (kind === 'p') phrases[Number(first)]?.add(name, fields.slice(2));
  }
  return placed.map((own, layer) => layerOf(words, own, phrases[layer] ?? new Table(2)));
}

function layerOf(words: Table, placed: Table, phrases: Table): LayerStatistics {
  return {
    word(word) {
      const occurrences = words.count(words.find(word), 0);
      if (occurrences === 0) return unseen;
      const at = placed.find(word);
      return {
        occurrences,
        first: placed.count(at, 0),
        last: placed.count(at, 1),
        inside: placed.count(at, 2),
        after: placed.count(at, 3),
        before: placed.count(at, 4),
        goingOn: placed.count(at, 5),
      };
    },
    phrase(phrase) {
      const at = phrases.find(phrase);
      return at < 0 ? null : { spans: phrases.count(at, 0), occurrences: phrases.count(at, 1) };
    },
  };
}
