/** Differences between a case's gold rows and its submission. */
import { codePointOffsets } from '../../core/offsets.js';
import { holds } from '../../core/scores/codiesp.js';
import type { CodedPhrase } from '../../core/scores/codiesp.js';
import type { ErrorSide, GoldError } from '../../core/scores/goldErrors.js';
import type { CodiespRow } from '../../store/imports/codiesp.js';

/** A row of X as the official script reads it; null for a row of D or P. */
export function phraseOf(caseName: string, { code, place }: CodiespRow): CodedPhrase | null {
  const first = place?.pieces[0];
  const last = place?.pieces[place.pieces.length - 1];
  if (first === undefined || last === undefined) return null;
  return { caseName, code, start: first.start, end: last.end };
}

/**
 * A gold code that is not submitted is missed; one with phrases none of which holds a gold phrase has other ends; a
 * code with a phrase that is not gold is spurious (a ranking goes on below what is said, so its tail is no error).
 * @param codes ranked. @param phrases null where the submission has no table of them: then every code is said.
 */
export function caseErrors(
  text: string,
  gold: readonly CodiespRow[],
  {
    codes,
    phrases,
  }: { readonly codes: readonly CodiespRow[]; readonly phrases: readonly CodiespRow[] | null },
): GoldError[] {
  const offsets = codePointOffsets(text);
  const phrasesOf = (rows: readonly CodiespRow[], code: string): CodedPhrase[] =>
    rows.filter((row) => row.code.toLowerCase() === code).flatMap((row) => phraseOf('', row) ?? []);
  const side = (code: string, phrase: CodedPhrase | undefined): ErrorSide => {
    if (phrase === undefined) return { value: code, span: null };
    const [start, end] = [phrase.start, phrase.end].sort((a, b) => a - b);
    return {
      value: code,
      span: { startUtf16: offsets.toUtf16(start ?? 0), endUtf16: offsets.toUtf16(end ?? 0) },
    };
  };
  const names = (rows: readonly CodiespRow[]): Set<string> =>
    new Set(rows.map(({ code }) => code.toLowerCase()));
  const [right, ranked, said] = [names(gold), names(codes), names(phrases ?? codes)];
  const errors: GoldError[] = [];
  for (const code of right) {
    const goldPhrases = phrasesOf(gold, code);
    const own = phrasesOf(phrases ?? [], code);
    if (!ranked.has(code) && !said.has(code))
      errors.push({ kind: 'missed', gold: side(code, goldPhrases[0]), read: null });
    else if (own.length > 0 && goldPhrases.length > 0) {
      if (!goldPhrases.some((phrase) => own.some((mine) => holds(mine, phrase))))
        errors.push({ kind: 'span', gold: side(code, goldPhrases[0]), read: side(code, own[0]) });
    }
  }
  for (const code of said) {
    if (!right.has(code))
      errors.push({ kind: 'spurious', gold: null, read: side(code, phrasesOf(phrases ?? [], code)[0]) });
  }
  return errors;
}
