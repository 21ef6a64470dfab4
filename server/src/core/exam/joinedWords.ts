/** Each sentence's words as the patterns of this folder read them, joined when they are asked for. */
import type { ParsedReport } from '../report.js';
import { joinWords } from './modalities.js';

/** Of a sentence's index: its words (`joinWords`). */
export type JoinedWords = (sentence: number) => string;

/** A sentence is joined once: most of a report's are asked for by nobody, the first by everybody. */
export function joinedWords({ words }: ParsedReport): JoinedWords {
  const known: string[] = [];
  return (sentence) => (known[sentence] ??= joinWords(words[sentence] ?? []));
}
