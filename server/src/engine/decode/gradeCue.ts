/**
 * The grade that a mention's own words state, as ICD-O-3's sixth digit (ICD-O-3, 2000, *Code for histologic grading
 * and differentiation*): 1 well, 2 moderately, 3 poorly differentiated, 4 undifferentiated or high grade.
 */

/** "grado", and the lower end of a range: "grado II-III" is 3. */
const at = String.raw`(?:grado|grade|g) (?:(?:i{1,3}|[123]) [-/] )?`;
const pattern = (source: string): RegExp => new RegExp(source);

/** The highest first. Words are folded and apart: "G2" reads "g 2". */
const cues: readonly (readonly [grade: string, pattern: RegExp])[] = [
  [
    '4',
    pattern(
      String.raw`\b(?:indiferenciad[oa]s?|undifferentiated|alto grado|high (?:- )?grade|${at}(?:iv|4|cuatro|four)|giv)\b`,
    ),
  ],
  [
    '3',
    pattern(
      String.raw`\b(?:(?:pobremente|poco|mal|escasamente) diferenciad[oa]s?|poorly (?:- )?differentiated|${at}(?:iii|3|tres|three)|giii)\b`,
    ),
  ],
  [
    '2',
    pattern(
      String.raw`\b(?:moderadamente diferenciad[oa]s?|moderately (?:- )?differentiated|${at}(?:ii|2|dos|two)|gii)\b`,
    ),
  ],
  [
    '1',
    pattern(
      String.raw`\b(?:bien diferenciad[oa]s?|well (?:- )?differentiated|bajo grado|low (?:- )?grade|${at}(?:i|1|uno|one)|gi)\b`,
    ),
  ],
];

/** Null where the words state none. */
export function gradeCue(words: readonly string[]): string | null {
  const text = words.join(' ');
  return cues.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
