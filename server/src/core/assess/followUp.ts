/** Sentences that state a follow-up, or that none is needed, and what they name. */
import { phrases } from '../quality/phrases.js';
import type { Facts } from '../quality/statements.js';
import type { Span } from '../types.js';

export interface FollowUp extends Span {
  readonly sentence: number;
  /** The sentence before it, where its own names nothing: "… nodule of 6 mm. CT in 12 months." */
  readonly of: number | null;
  readonly organs: ReadonlySet<string>;
  /** False: the report states that none is needed. */
  readonly needed: boolean;
}

const again = phrases(
  `follow up; followup; surveillance; repeat; re evaluation; reevaluation; control|controles; seguimiento; vigilancia; repetir; reevaluar; rescan; recheck; recommend*; recomend*|recomiend*; suggest*; suger*; sugier*; aconsej*; advis*; completar; complete with; further characterization|characterisation|evaluation; caracteriz*; characteriz*; characteris*; valorar con|mediante|por; correlat*|correlacionar; referral; remitir; derivar; biopsy; biopsia; paaf; fna; fleischner`,
);
const examWords = phrases(
  `ct; mri; mr; ultrasound; us; sonogra*; imaging; tc; tac; rm; rmn; ecografi*; ecografic*; eco; scan; study; estudio; pet; scintigra*; biopsy; biopsia; paaf; fna; radiograph; radiografia; endocrin*; urolog*; neumolog*; pulmonology; specialist; analitica; hormonal|hormonales; guideline; guidelines; guias; criterios; months; meses; year; ano; anos; weeks; semanas; annual; anual; fleischner; characteriz*; caracteriz*`,
);
const notNeeded =
  /\b(?:no|without|sin|not)\s(?:(?:further|additional|requiere|precisa|necesita|imaging|need|needs|require|requires|required|necesidad|specific|routine|se|necesari[oa]|mas|de|for|any|es)\s){0,4}(?:follow[\s-]?up|seguimiento|controles|control|surveillance|imaging|workup|vigilancia)\b|\b(?:follow[\s-]?up|seguimiento|control)\s(?:is\s)?(?:not|no|innecesario)\b|\bno requires? (?:follow|seguimiento)/iu;
/** Longer sentences say of themselves what they are about. */
const shortWords = 18;
/** Regions, not organs: "CT chest in 12 months" may be of anything in it. */
const wide = new Set(['chest', 'abdomen', 'pelvis', 'head', 'neck']);
/** An exam with a time says when to come back. */
const inTime =
  /\b(?:in|en|a los|at|within|dentro de|every|cada|tras|after)\s(?:los\s|unos\s)?(?:\d+|one|two|three|six|twelve|un|tres|seis|doce)(?:\s?(?:-|–|to|a|o|or)\s?\d+)?\s(?:months?|meses|mes|weeks?|semanas?|years?|a[nñ]os?)\b/iu;
const images = phrases(
  'ct; mri; mr; ultrasound; us; tc; tac; rm; rmn; ecografia; eco; pet; imaging; radiograph; radiografia; mammogram; mamografia',
);

export function followUpsOf(facts: Facts): FollowUp[] {
  const { report, zones } = facts;
  return report.sentences.flatMap((sentence, index): FollowUp[] => {
    const zone = zones[index];
    if (zone !== 'findings' && zone !== 'impression' && zone !== 'recommendation') return [];
    const words = report.words[index] ?? [];
    const text = report.text.slice(sentence.startUtf16, sentence.endUtf16);
    const denied = notNeeded.test(text);
    const timed = images.has(words) && inTime.test(text) && words.length <= shortWords;
    if (!denied && !timed && !(again.has(words) && examWords.has(words))) return [];
    const organs = new Set(
      facts.organs.filter((o) => o.sentence === index && !wide.has(o.organ.id)).map(({ organ }) => organ.id),
    );
    const states = facts.statements.some((s) => s.sentence === index);
    const previous = report.sentences[index - 1];
    const runsOn = previous?.section === sentence.section && zones[index - 1] === zone;
    const of = organs.size === 0 && !states && words.length <= shortWords && runsOn ? index - 1 : null;
    const { startUtf16, endUtf16 } = sentence;
    return [{ startUtf16, endUtf16, sentence: index, of, organs, needed: !denied }];
  });
}
