/** A parsed report in small pieces, so that taking it over from another thread never blocks for long. */
import type { ParsedReport } from '../core/report.js';
import type { Language, ReaderInput, Section, Sentence, Word } from '../core/types.js';

/** Items of one piece: about a millisecond to copy between threads. */
const pieceItems = 1_000;

/** One piece; all pieces of a report, in order, make it up. */
export type Piece =
  | { readonly kind: 'start'; readonly language: Language; readonly caseTypesOff: boolean }
  | { readonly kind: 'sections'; readonly sections: readonly Section[] }
  | { readonly kind: 'sentences'; readonly sentences: readonly Sentence[] }
  | { readonly kind: 'words'; readonly sentence: number; readonly words: readonly Word[] };

/** Takes a report apart. `caseTypesOff` is core's verdict on the text; words keep their own case types. */
export function* piecesOf(report: ParsedReport, caseTypesOff: boolean): Generator<Piece> {
  yield { kind: 'start', language: report.language, caseTypesOff };
  for (const sections of chunks(report.sections)) yield { kind: 'sections', sections };
  for (const sentences of chunks(report.sentences)) yield { kind: 'sentences', sentences };
  for (const [sentence, list] of report.words.entries()) {
    for (const words of chunks(list)) yield { kind: 'words', sentence, words };
  }
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += pieceItems) yield items.slice(from, from + pieceItems);
}

/** Puts the pieces of one report together again. */
export class PieceCollector {
  readonly #text: string;
  #language: Language = 'en';
  #caseTypesOff = false;
  readonly #sections: Section[] = [];
  readonly #sentences: Sentence[] = [];
  readonly #words: Word[][] = [];
  readonly #inputs: { words: string[]; caseTypes: ReaderInput['caseTypes'][number][] }[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  add(piece: Piece): void {
    switch (piece.kind) {
      case 'start':
        this.#language = piece.language;
        this.#caseTypesOff = piece.caseTypesOff;
        break;
      case 'sections':
        this.#sections.push(...piece.sections);
        break;
      case 'sentences':
        for (const sentence of piece.sentences) {
          this.#sentences.push(sentence);
          this.#words.push([]);
          this.#inputs.push({ words: [], caseTypes: [] });
        }
        break;
      case 'words':
        for (const word of piece.words) {
          this.#words[piece.sentence]?.push(word);
          this.#inputs[piece.sentence]?.words.push(word.folded);
          this.#inputs[piece.sentence]?.caseTypes.push(this.#caseTypesOff ? 0 : word.caseType);
        }
    }
  }

  /** The report; equal to `parseReport` of the same text once every piece was added. */
  report(): ParsedReport {
    return {
      text: this.#text,
      language: this.#language,
      sections: this.#sections,
      sentences: this.#sentences,
      words: this.#words,
      inputs: this.#inputs,
    };
  }
}
