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
  /** Words of neighbouring sentences; a long sentence goes over several pieces. */
  | { readonly kind: 'words'; readonly runs: readonly WordRun[] };

interface WordRun {
  readonly sentence: number;
  readonly words: readonly Word[];
}

/** Takes a report apart. `caseTypesOff` is core's verdict on the text; words keep their own case types. */
export function* piecesOf(report: ParsedReport, caseTypesOff: boolean): Generator<Piece> {
  yield { kind: 'start', language: report.language, caseTypesOff };
  for (const sections of chunks(report.sections)) yield { kind: 'sections', sections };
  for (const sentences of chunks(report.sentences)) yield { kind: 'sentences', sentences };
  yield* wordPieces(report.words);
}

function* wordPieces(words: ParsedReport['words']): Generator<Piece> {
  let runs: WordRun[] = [];
  let held = 0;
  for (const [sentence, list] of words.entries()) {
    for (const run of chunks(list)) {
      runs.push({ sentence, words: run });
      held += run.length;
      if (held >= pieceItems) {
        yield { kind: 'words', runs };
        runs = [];
        held = 0;
      }
    }
  }
  if (held > 0) yield { kind: 'words', runs };
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
        for (const run of piece.runs) this.#addWords(run);
    }
  }

  #addWords({ sentence, words }: WordRun): void {
    const input = this.#inputs[sentence];
    for (const word of words) {
      this.#words[sentence]?.push(word);
      input?.words.push(word.folded);
      input?.caseTypes.push(this.#caseTypesOff ? 0 : word.caseType);
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
