/** A report's words in one row, each with its sentence: a category may stand after its heading's colon. */
import type { ParsedReport } from '../report.js';
import type { Span, Word } from '../types.js';

export interface Token extends Word {
  readonly sentence: number;
  /** No space before it. */
  readonly glued: boolean;
}

export function tokensOf(report: ParsedReport): Token[] {
  const tokens: Token[] = [];
  report.sentences.forEach(({ startUtf16 }, sentence) => {
    for (const word of report.words[sentence] ?? []) {
      // A heading's words stand before those of each sentence under it.
      if (word.startUtf16 < startUtf16) continue;
      const { startUtf16: start, endUtf16, folded, caseType } = word;
      const glued = tokens.at(-1)?.endUtf16 === start;
      tokens.push({ startUtf16: start, endUtf16, folded, caseType, sentence, glued });
    }
  });
  return tokens;
}

export function spanOfTokens(tokens: readonly Token[], first: number, end: number): Span {
  return { startUtf16: tokens[first]?.startUtf16 ?? 0, endUtf16: tokens[end - 1]?.endUtf16 ?? 0 };
}

/** The folded word at an index, or ''. */
export function foldedAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.folded ?? '';
}
