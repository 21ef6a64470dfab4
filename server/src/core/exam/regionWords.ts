/** A region of the body as examinations are named: its words, its names and its ICD-10-PCS characters. */

/** Character 3: 0 plain radiography, 1 fluoroscopy, 2 CT, 3 MRI, 4 ultrasound. */
export type ModalityDigit = '0' | '1' | '2' | '3' | '4';
/** Characters 2 and 4, body system and body part; or those of the right, the left and both. */
export type Part = string | readonly [right: string, left: string, both: string | null];

export interface RegionWords {
  readonly id: string;
  /** Its name; of the right, the left and both, parted by `|`, where the parts are. */
  readonly es: string;
  readonly en: string;
  /** Reads folded words joined by one blank. */
  readonly pattern: WholeWords;
  readonly parts: Readonly<Partial<Record<ModalityDigit, Part>>>;
}

/** A pattern of whole words among words that are joined by one blank, with one before and one after. */
export class WholeWords {
  /** Finds each place, without the blanks around it. */
  readonly every: RegExp;
  readonly #any: RegExp;

  /** @param source alternatives without groups that capture. */
  constructor(readonly source: string) {
    this.every = new RegExp(`(?<= )(?:${source})(?= )`, 'g');
    // Ten times as quick as looking back from every character.
    this.#any = new RegExp(` (?:${source}) `);
  }

  areIn(words: string): boolean {
    return this.#any.test(words);
  }
}

export const wholeWords = (source: string): WholeWords => new WholeWords(source);
