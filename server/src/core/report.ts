/** From a report's text to what the model reads, and from its readings back to the report. */
import type {
  CaseType,
  Language,
  NotAnalysedReason,
  PackVocabulary,
  ReaderInput,
  ReportAnalysis,
  Section,
  Sentence,
  SentenceReading,
  Span,
  Word,
} from './types.js';
import { detectLanguage } from './language.js';
import { mergeCodes } from './codes.js';
import { mergeEntities } from './entities.js';
import { mergeExam } from './examCodes.js';
import { mergeLabels } from './labels.js';
import { caseTypesOff, splitWords } from './words.js';
import { splitSections } from './sections.js';
import { splitSentences } from './sentences.js';

/**
 * A report cut into what the layers above need. `words[i]` and `inputs[i]` belong to `sentences[i]`; under a
 * heading that names an organ both begin with the heading's words and its colon, so that the sentence's
 * findings find their organ.
 */
export interface ParsedReport {
  readonly text: string;
  readonly language: Language;
  readonly sections: readonly Section[];
  readonly sentences: readonly Sentence[];
  readonly words: readonly (readonly Word[])[];
  readonly inputs: readonly ReaderInput[];
}

/** Cuts a report into sections, sentences and words. Total for any string; linear in its length. */
export function parseReport(text: string): ParsedReport {
  const capitals = caseTypesOff(text);
  const sections = splitSections(text, capitals);
  const sentences = splitSentences(text, sections, capitals);
  // Lists that all rules read grow by `push`: V8 lays out those of `map` in two ways, before and after it compiles, and
  // compiles every reader of them anew when they change.
  const words: (readonly Word[])[] = [];
  const inputs: ReaderInput[] = [];
  for (const sentence of sentences) {
    const own =
      sentence.organHeading === null
        ? splitWords(text, sentence)
        : [...headingWords(text, sentence.organHeading), ...splitWords(text, sentence)];
    words.push(own);
    inputs.push(inputOf(own, capitals));
  }
  return { text, language: detectLanguage(text), sections, sentences, words, inputs };
}

/** What the model reads of a sentence's words. @param capitals the text is of capitals, which then say nothing. */
function inputOf(list: readonly Word[], capitals: boolean): ReaderInput {
  const words: string[] = [];
  const caseTypes: CaseType[] = [];
  for (const { folded, caseType } of list) {
    words.push(folded);
    caseTypes.push(capitals ? 0 : caseType);
  }
  return { words, caseTypes };
}

function headingWords(text: string, heading: Span): Word[] {
  const words = splitWords(text, heading);
  const colon = /^[ \t]*:/.exec(text.slice(heading.endUtf16, heading.endUtf16 + 8));
  if (colon === null) return words;
  const endUtf16 = heading.endUtf16 + colon[0].length;
  return [...words, { startUtf16: endUtf16 - 1, endUtf16, folded: ':', caseType: 0 }];
}

/**
 * Merges the readings of a report's sentences: codes by their maximum (paper 001 §3), entities and relations,
 * labels and exam code by attention over all words (paper 004).
 * @param readings one per sentence; null where a sentence was not read.
 * @param vocabulary null where codes and labels are not to be said, as of a report read in part.
 */
export function mergeReadings(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  vocabulary: PackVocabulary | null,
  notAnalysed: readonly NotAnalysedReason[],
): ReportAnalysis {
  const { entities, relations } = mergeEntities(report, readings);
  const reader = vocabulary?.reader ?? null;
  const exam = reader === null ? null : mergeExam(report, readings, reader.exam);
  return {
    language: report.language,
    sections: report.sections,
    sentences: report.sentences,
    codes: vocabulary === null ? [] : [...mergeCodes(report, readings, vocabulary), ...(exam?.codes ?? [])],
    entities,
    relations,
    labels: reader === null ? [] : mergeLabels(report, readings, entities, reader),
    vector: exam?.vector ?? null,
    notAnalysed,
  };
}
