/** `sex-mismatch`: the report calls the patient a man and a woman, or describes an organ of the other sex. */
import { wordsAt } from './compare.js';
import { hasPronoun, isOfPregnancy, namesSomeoneElse, sexStatements } from './patient.js';
import type { Sex } from './patient.js';
import { Phrases, phrases } from './phrases.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

const organs = new Phrases<Sex>()
  .add(
    `uterus; uterine; utero|uteros; uterino|uterina|uterinos; endometri*; myometri*; miometri*; ovary|ovaries; ovarian; ovario|ovarios; ovarico|ovarica; intrauterine gestation|pregnancy; gestacion intrauterina; embarazo;
     pregnancy; placenta; adnexa; adnexal; anexial|anexiales; fallopian; vagina; menstrua*; hysterectomy; histerectomia`,
    'female',
  )
  .add(
    'prostate; prostata; prostatic; prostatico|prostatica; seminal vesicles; vesiculas seminales; testis|testes; testicle|testicles; testicular|testiculares; teste|testes|testiculo|testiculos; scrotum; scrotal; escroto; escrotal; epididym*; epididim*; penis; pene; hydrocele; hidrocele',
    'male',
  );
/** What is left in a man of the womb. */
const remnants = phrases('utric*; mullerian*; remnant; remanente; masculina');
/** A reader who writes this means what the report says. */
const explained = phrases('transgender; transgenero; transexual; transsexual; intersex; trans; dsd');

export function sexMismatch(facts: Facts): QualityFinding[] {
  const stated = sexStatements(facts);
  const [first] = stated;
  if (first === undefined || facts.report.words.some((words) => explained.has(words))) return [];
  const other = stated.find(({ sex }) => sex !== first.sex);
  if (other !== undefined) {
    return [
      {
        id: 'sex-mismatch',
        span: { startUtf16: other.startUtf16, endUtf16: other.endUtf16 },
        related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
        messageArguments: { first: wordsAt(facts, first), second: wordsAt(facts, other) },
      },
    ];
  }
  const pregnancy = isOfPregnancy(facts);
  for (const [index, words] of facts.report.words.entries()) {
    const zone = facts.zones[index];
    if (zone !== 'findings' && zone !== 'impression') continue;
    // A relative's organ, and what is left in a man of the womb.
    const before = facts.report.words[index - 1] ?? [];
    if (namesSomeoneElse(words) || (namesSomeoneElse(before) && hasPronoun(words)) || remnants.has(words))
      continue;
    for (let at = 0; at < words.length; at++) {
      const match = organs.at(words, at);
      const word = words[at];
      if (match === null || word === undefined || match.value === first.sex) continue;
      if (match.value === 'male' && pregnancy) continue;
      if (words[at + 1]?.folded === 'specific') continue;
      const span = {
        startUtf16: word.startUtf16,
        endUtf16: words[at + match.length - 1]?.endUtf16 ?? word.endUtf16,
      };
      return [
        {
          id: 'sex-mismatch',
          span,
          related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
          messageArguments: { first: wordsAt(facts, first), second: wordsAt(facts, span) },
        },
      ];
    }
  }
  return [];
}
