/** Words as numbers: a pack's span scorers look at the same words, and ask for each of a sentence once. */

/** What stands before the first word of a sentence, and after the last. */
export const sentenceStart = '<s>';
export const sentenceEnd = '</s>';

/** What a word is to a span that it ends or follows, one bit each. */
export const wordKind = { opening: 1, closing: 2, joint: 4, preposition: 8, openEnd: 16, comma: 32 } as const;

const wordsOfKinds = [
  [wordKind.opening, '('],
  [wordKind.closing, ')'],
  [wordKind.joint, 'de of con with y and , ('],
  [wordKind.preposition, 'de del of'],
  [wordKind.openEnd, '( , . - /'],
  [wordKind.comma, ','],
] as const;

/** The numbers of words that some statistics list, from 1 on; 0 is every other word. */
export class WordNumbers {
  readonly #numbers = new Map<string, number>();
  /** By number; those after the last have none. */
  readonly #kinds: number[] = [0];
  #last: NumberedWords | null = null;

  constructor() {
    this.add(sentenceStart);
    this.add(sentenceEnd);
    for (const [kind, words] of wordsOfKinds)
      for (const word of words.split(' ')) {
        const number = this.add(word);
        this.#kinds[number] = (this.#kinds[number] ?? 0) | kind;
      }
  }

  /** One more than the greatest number. */
  get size(): number {
    return this.#numbers.size + 1;
  }

  /** The number of a word. */
  of(word: string): number {
    return this.#numbers.get(word) ?? 0;
  }

  /** Numbers a word that may have no number yet. */
  add(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#numbers.set(word, this.size);
    return this.size - 1;
  }

  /** Bits of `wordKind` of a word by its number. */
  kind(number: number): number {
    return this.#kinds[number] ?? 0;
  }

  /** The words of a sentence; those of the latest one again where it is asked for again. */
  sentence(words: readonly string[]): NumberedWords {
    if (this.#last?.words !== words) this.#last = new NumberedWords(words, this);
    return this.#last;
  }
}

/** The words of one sentence by their numbers, each looked up once and not before it is asked for. */
export class NumberedWords {
  /** From the sentence's start to its end. Plus 1; 0 for what was not asked for. */
  readonly #numbers: Int32Array;

  /** @param words the folded words of the sentence. */
  constructor(
    readonly words: readonly string[],
    private readonly known: WordNumbers,
  ) {
    this.#numbers = new Int32Array(words.length + 2);
  }

  /** Of the word at an index; of the sentence's start before the first word, and of its end after the last. */
  at(index: number): number {
    const asked = this.#numbers[index + 1] ?? 0;
    if (asked > 0) return asked - 1;
    const number = this.known.of(index < 0 ? sentenceStart : (this.words[index] ?? sentenceEnd));
    this.#numbers[index + 1] = number + 1;
    return number;
  }

  /** Bits of `wordKind` of the word at an index. */
  kind(index: number): number {
    return this.known.kind(this.at(index));
  }
}
