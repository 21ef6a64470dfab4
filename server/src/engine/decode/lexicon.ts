/** What the training mentions say of a phrase: codes by times seen. */
export class Lexicon {
  private readonly entries = new Map<string, Map<string, number>>();

  /** @param text rows `folded words joined by a space <tab> code <tab> times`. */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [phrase, code, times] = line.split('\t');
      if (phrase === undefined || code === undefined || times === undefined) continue;
      let codes = this.entries.get(phrase);
      if (codes === undefined) this.entries.set(phrase, (codes = new Map<string, number>()));
      codes.set(code, (codes.get(code) ?? 0) + Number(times));
    }
  }

  /** Every phrase with its codes. */
  phrases(): IterableIterator<[string, ReadonlyMap<string, number>]> {
    return this.entries.entries();
  }

  /** Times each code was seen for exactly these words; null where the phrase is unknown. */
  lookUp(words: readonly string[]): ReadonlyMap<string, number> | null {
    return this.entries.get(words.join(' ')) ?? null;
  }
}
