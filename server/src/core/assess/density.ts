/** Breast density as a letter without the scale's name: "densidad tipo C", "ACR B", "breast density category d". */
import type { ParsedReport } from '../report.js';
import type { Span } from '../types.js';

export interface DensityMention extends Span {
  readonly value: string;
  readonly valueSpan: Span;
  readonly sentence: number;
}

const breast = /\b(?:mamas?|mamari[oa]s?|breasts?|mamogra\p{L}*|mammogra\p{L}*|fibrogland\p{L}*)\b/iu;
const dense =
  /\b(?:densidad|density|composici[oó]n|composition|patr[oó]n|pattern|dens[oa]s?|dense|fibrogland\p{L}*)\b/iu;
const letter =
  /\b(?:ACR|tipo|type|categor[ií]a|category|grado|grade|clase|class|patr[oó]n|pattern|density|densidad|composici[oó]n|composition)\s{0,2}[:=-]?\s{0,2}["“«'(]?([A-Da-d])(?![\p{L}\p{N}’'])/gu;
/** A small "a" before a word is the Spanish preposition or the English article. */
const preposition = /^\s+\p{L}/u;

export function densitiesOf({ text, sentences }: ParsedReport): DensityMention[] {
  if (!dense.test(text) || !breast.test(text)) return [];
  return sentences.flatMap(({ startUtf16, endUtf16 }, sentence) => {
    const words = text.slice(startUtf16, endUtf16);
    if (!dense.test(words) && !/\bACR\b/.test(words)) return [];
    return [...words.matchAll(letter)].flatMap((match) => {
      const value = match[1] ?? '';
      const end = match.index + match[0].length;
      if (value === 'a' && preposition.test(words.slice(end, end + 3))) return [];
      const first = startUtf16 + match.index;
      const endOfValue = startUtf16 + end;
      return {
        startUtf16: first,
        endUtf16: endOfValue,
        value: value.toUpperCase(),
        valueSpan: { startUtf16: endOfValue - 1, endUtf16: endOfValue },
        sentence,
      };
    });
  });
}
