/** What the training text says of words and phrases at the places of spans (`docs/model-pack.md`, *Span scorer*). */

/** Places of a word by its column: first and last of a span, anywhere in one, right after one, right before one, in one and not first. */
export type Place = 'first' | 'last' | 'inside' | 'after' | 'before' | 'goingOn';
const places: readonly Place[] = ['first', 'last', 'inside', 'after', 'before', 'goingOn'];
const column = Object.fromEntries(places.map((place, i) => [place, i])) as Readonly<Record<Place, number>>;

/** Rows of counts by name, kept in one array. */
class Counts {
  private readonly rows = new Map<string, number>();
  private counts = new Int32Array(1024);

  constructor(private readonly width: number) {}

  add(name: string, values: readonly string[]): void {
    const at = this.rows.size * this.width;
    if (at + this.width > this.counts.length) {
      const larger = new Int32Array(this.counts.length * 2);
      larger.set(this.counts);
      this.counts = larger;
    }
    for (let i = 0; i < this.width; i++) this.counts[at + i] = Number(values[i] ?? 0);
    this.rows.set(name, at);
  }

  get(name: string, i: number): number {
    const at = this.rows.get(name);
    return at === undefined ? 0 : (this.counts[at + i] ?? 0);
  }
}

/** One layer's view of the statistics. */
export interface LayerStatistics {
  /** Times the word stood in the training text, in spans or not. */
  occurrences(word: string): number;
  /** Times the word stood at a place of the layer's spans. */
  at(place: Place, word: string): number;
  /** Spans of the layer that are these words, joined by a space. */
  spans(phrase: string): number;
  /** Times such a phrase stood in the training text; 0 for a phrase that is no span of the layer. */
  phrases(phrase: string): number;
}

/**
 * Statistics of every layer.
 * @param text rows `o word n`, `w layer word` with the six counts, `p layer phrase spans occurrences`; tabs between.
 * @param layers how many layers are asked for; rows of others are left out.
 */
export function readSpanStatistics(text: string, layers: number): LayerStatistics[] {
  const words = new Counts(1);
  const placed = Array.from({ length: layers }, () => new Counts(places.length));
  const phrases = Array.from({ length: layers }, () => new Counts(2));
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    const [first = '', name = ''] = fields;
    if (kind === 'o') words.add(first, fields.slice(1));
    else if (kind === 'w') placed[Number(first)]?.add(name, fields.slice(2));
    else if (kind === 'p') phrases[Number(first)]?.add(name, fields.slice(2));
  }
  return placed.map((own, layer) => ({
    occurrences: (word) => words.get(word, 0),
    at: (place, word) => own.get(word, column[place]),
    spans: (phrase) => phrases[layer]?.get(phrase, 0) ?? 0,
    phrases: (phrase) => phrases[layer]?.get(phrase, 1) ?? 0,
  }));
}
