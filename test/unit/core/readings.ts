/** Readings of a parsed report, made by hand. */
import type { ParsedReport } from '../../../server/src/core/report.js';
import type { EntityReading, SentenceReading } from '../../../server/src/core/types.js';

export const nothing: SentenceReading = { mentions: [], entities: [], relations: [], report: null };

/** An entity by its folded words, with what is given. @throws where the sentence has no such words. */
export function entityAt(
  report: ParsedReport,
  sentence: number,
  type: EntityReading['type'],
  phrase: string,
  changes: Partial<EntityReading> = {},
): EntityReading {
  const wanted = phrase.split(' ');
  const words = report.inputs[sentence]?.words ?? [];
  const firstWord = words.findIndex((_, at) => wanted.every((word, i) => words[at + i] === word));
  if (firstWord < 0) throw new Error(`"${phrase}" is not in "${words.join(' ')}"`);
  return {
    type,
    firstWord,
    endWord: firstWord + wanted.length,
    score: 0.9,
    assertion: type === 'Finding' ? 'present' : null,
    subtype: null,
    side: null,
    trend: null,
    ...changes,
  };
}
