/** What a report says with a category: now, before, not, or of the scale itself. */
import type { Zone } from '../quality/zones.js';
import type { CategoryUse } from './types.js';

/** Everything that is looked at, on one line: the sentence before and after the mention. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
  readonly zone: Zone;
  readonly isCriterion: boolean;
  /** Of the value, where it has one: the lowest categories say that nothing suspicious is there. */
  readonly rank: number | null;
}

/** "Anterior" is earlier of an exam, and a place of anything else. */
const earlier =
  /\b(?:previ[oa]s?|previamente|previous(?:ly)?|prior|anteriormente|(?:estudio|ex[aá]men(?:es)?|control|mamograf[ií]as?|ecograf[ií]as?|rm|tc|tac|resonancia|informe|categor[ií]a|valoraci[oó]n)s?\santerior(?:es)?|antes|formerly|earlier|before|initially|inicialmente|(?:in|en|de|from|desde|of)\s(?:(?:19|20)\d\d|(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|january|february|march|april|may|june|july|august|september|october|november|december)\s(?:de\s|of\s)?(?:19|20)\d\d))\b/iu;
/** "sin cambios respecto al estudio previo": what follows is of now. */
const compares =
  /\b(?:sin cambios|estable|stable|unchanged|no change|respecto|compar\p{L}*|since|desde|than|que (?:el|la|en))\b/iu;
const earlierAfter =
  /^\s*(?:[([,]\s*)?(?:(?:in|en|del?|el|la|on|at|the|its|su)\s){0,3}(?:(?:estudio|study|exam|examen|control|mamograf\p{L}+|mammogra\p{L}+|ecograf\p{L}+|rm|tc|ct|mri|ultrasound|informe|report)\s){0,2}(?:(?:de|del|of|from)\s)?(?:previ[oa]s?\b|previously\b|previous\b|prior\b|anteriormente\b|(?<=(?:estudio|examen|control|\p{L}{4}graf[ií]a|rm|tc|informe)\s)anterior(?:es)?\b|(?:19|20)\d\d\b|hace\s\d|\d+\s(?:years?|months?)\sago|a year ago)/iu;
const from = /\b(?:from|de|desde)\s(?:(?:un[ao]?|a|an|category|categor[ií]a|score)\s)?$/iu;
const to =
  /^\s(?:to|a|hasta)\s(?:(?:un[ao]?|an?|category|categor[ií]a)\s)?(?:(?:ACR\s)?\p{L}{1,4}[-\s]?(?:RADS)?[-\s]?)?\d/iu;
const ifs =
  /(?:^|[\s(])(?:if|si|en caso de|in case of|in the event of|would be|ser[ií]a|para ser|to be called|upgrade to)\s(?:[^\s,;.]+\s){0,5}$/iu;
const negation =
  /\b(?:no|sin|without|ning[uú]n[ao]?|neither|not|ni|nor|ausencia de|absence of|descarta\p{L}*|excluye\p{L}*)\b(?!.*\b(?:no|sin|without|ning[uú]n[ao]?|neither|not|ni|nor)\b)([^,;.]*)$/iu;
/** Words between a negation and the category that it denies. */
const denies =
  /^(?:\s|[()/–-]|\d|hay|se|observa\p{L}*|aprecia\p{L}*|identifica\p{L}*|visualiza\p{L}*|detecta\p{L}*|lesion(?:es|s)?|lesi[oó]n|n[oó]dulos?|nodules?|observaci[oó]n(?:es)?|observations?|findings?|hallazgos?|mass(?:es)?|masas?|suspicious|sospechos[oa]s?|de|of|for|para|nuev[oa]s?|new|focal(?:es)?|meets?|meeting|criteria|criterios|cumplen?|any|evidenc\p{L}*|evidencia|other|additional|otr[oa]s|adicionales|categor[ií]as?|category|clasificables?|como|as|does|do|is|are|there|seen|que|la|el|los|las|with|con|or|o|y|and|(?:BI|LI|PI|TI|Lung|O)[-\s]?RADS|LR)*$/iu;

/** Text of a clause before the mention: what stands before a comma, semicolon or full stop is another. */
function lastClause(text: string): string {
  return /[^,;:]*$/u.exec(text)?.[0] ?? '';
}

export function useOf({ before, after, zone, isCriterion, rank }: Surroundings): CategoryUse {
  if (zone === 'comparison') return 'prior';
  if (zone === 'indication') return 'asked';
  if (zone === 'technique' || zone === 'other') return 'legend';
  if (from.test(before) && to.test(after)) return 'prior';
  const clause = lastClause(before);
  const old = earlier.exec(clause);
  if (old !== null && !compares.test(clause)) return 'prior';
  if (earlierAfter.test(after) && !compares.test(after.slice(0, 30))) return 'prior';
  const denied = negation.exec(before)?.[1];
  if (denied !== undefined && denies.test(denied) && (rank === null || rank > 2)) return 'denied';
  if (isCriterion || ifs.test(before)) return 'hypothetical';
  return 'current';
}
