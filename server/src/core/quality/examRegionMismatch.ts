/** `exam-region-mismatch`: the title names one region of the body and the report describes another. */
import { wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, OrganStatement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Exams that go beyond one region. */
const wholeBody = phrases(
  'pet; whole body; cuerpo entero; cuerpo completo; skeletal; esquelet*; oseo completo; survey; angio; angiogram; cta; mra; body; columna completa; whole spine; politrauma*; polytrauma; trauma series|scan|body|ct; tap; cap; toracoabdom*; bone scan; gammagrafia; densitometr*; fetal; obstetric*; morfologica; arteries; arterias; veins; venas; doppler; duplex; biopsy; biopsia',
);
/** Fewer organs of another region are a chance mention. */
const leastOrgans = 2;

export function examRegionMismatch(facts: Facts): QualityFinding[] {
  const titles = facts.organs.filter((o) => o.zone === 'title' && o.organ.regions.length > 0);
  const [title] = titles;
  const isWide = facts.report.words.some((words, i) => facts.zones[i] === 'title' && wholeBody.has(words));
  if (title === undefined || isWide) return [];
  const regions = new Set(titles.flatMap((o) => o.organ.regions));
  const described = facts.organs.filter(
    (o) => o.zone === 'findings' || o.zone === 'impression' || o.zone === 'technique',
  );
  const local = described.filter((o) => o.organ.regions.length > 0);
  const isTitles = (o: OrganStatement): boolean => o.organ.regions.some((region) => regions.has(region));
  const others = local.filter((o) => !isTitles(o));
  // Organs that several regions share ("spine", "aorta") speak for the title only where nothing tells otherwise.
  const elsewhere = new Set(others.flatMap((o) => o.organ.regions));
  const own = local.filter((o) => isTitles(o) && !o.organ.regions.some((region) => elsewhere.has(region)));
  const distinct = new Set(others.map((o) => o.organ.id));
  const [first] = others;
  if (first === undefined || own.length > 0) return [];
  if (distinct.size < leastOrgans && others.length < leastOrgans) return [];
  return [
    {
      id: 'exam-region-mismatch',
      span: { startUtf16: title.startUtf16, endUtf16: title.endUtf16 },
      related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
      messageArguments: { first: wordsAt(facts, title), second: wordsAt(facts, first) },
    },
  ];
}
