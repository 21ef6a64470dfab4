/** From a report's text to what the model reads, and from its readings back to the report. */
import type {
  Language,
  NotAnalysedReason,
  PackVocabulary,
  ReaderInput,
  ReportAnalysis,
  Section,
  Sentence,
  SentenceReading,
  Word,
} from './types.js';
import { detectLanguage } from './language.js';
import { mergeCodes } from './codes.js';
import { caseTypesOff, splitWords } from './words.js';
import { splitSections } from './sections.js';
import { splitSentences } from './sentences.js';

/** A report cut into what the layers above need. `words[i]` and `inputs[i]` belong to `sentences[i]`. */
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
  const sections = splitSections(text);
  const sentences = splitSentences(text, sections);
  const words = sentences.map((sentence) => splitWords(text, sentence));
  const allLower = caseTypesOff(text);
  const inputs = words.map((list) => ({
    words: list.map((word) => word.folded),
    caseTypes: list.map((word) => (allLower ? 0 : word.caseType)),
  }));
  return { text, language: detectLanguage(text), sections, sentences, words, inputs };
}

/**
 * Merges the readings of a report's sentences (S1: maximum over the report, paper 001 §3).
 * @param readings one per sentence; null where a sentence was not read.
 */
export function mergeReadings(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  vocabulary: PackVocabulary | null,
  notAnalysed: readonly NotAnalysedReason[],
): ReportAnalysis {
  return {
    language: report.language,
    sections: report.sections,
    sentences: report.sentences,
    codes: vocabulary === null ? [] : mergeCodes(report, readings, vocabulary),
    entities: [],
    notAnalysed,
  };
}
