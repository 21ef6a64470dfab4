/** Decisions for tests. */
import { EvidenceText } from '../../../../server/src/store/reviews/evidenceText.js';
import type { Decided, Subject } from '../../../../server/src/store/reviews/reviewLine.js';

export const adenocarcinoma: Subject & { kind: 'code' } = {
  kind: 'code',
  system: 'ICD-O-3',
  code: '8140/3',
};

/** The span of the given occurrence of `words` in `text`. */
export function spanOf(
  text: string,
  words: string,
  occurrence = 0,
): { startUtf16: number; endUtf16: number } {
  let at = -1;
  for (let index = 0; index <= occurrence; index++) at = text.indexOf(words, at + 1);
  if (at < 0) throw new Error('the text has no such words');
  return { startUtf16: at, endUtf16: at + words.length };
}

/** A decision on a text, at the first occurrence of each of the given words. */
export function decided(
  text: string,
  words: readonly string[],
  change: Partial<Decided> = {},
  keepText = true,
): Decided {
  const report = new EvidenceText(text);
  return {
    when: '2026-11-26T10:00:00.000Z',
    who: 'ana',
    decision: 'accept',
    path: 'a.report',
    textSha256: report.sha256,
    sketch: report.sketch,
    model: { name: 'fake', version: '1.0.0', sha256: 'f'.repeat(64) },
    vocabulary: 'ICD-O-3 1.0.0',
    subject: adenocarcinoma,
    evidence: words.map((word) => report.phrase(spanOf(text, word), keepText)),
    ...change,
  };
}
