/** `critical-without-communication`: a critical result is stated and no note says who was told. */
import { inZone, isStated, wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Families whose every new statement is critical. */
const critical = new Set([
  'pneumothorax',
  'free air',
  'subdural hemorrhage',
  'epidural hemorrhage',
  'subarachnoid hemorrhage',
  'intracranial hemorrhage',
  'pulmonary embolism',
  'aortic dissection',
  'torsion',
  'ectopic pregnancy',
]);
/** Families that are critical where they are called acute or ruptured. */
const acuteOnly = new Map([
  ['infarct', phrases('acute; agudo|agudos; hyperacute; hiperagudo')],
  [
    'cord compression',
    phrases(
      'metasta*; epidural; mass|tumor|masa; acute; aguda; hematoma*; abscess; absceso; fracture; fractura; trauma*',
    ),
  ],
  ['aneurysm', phrases('ruptured; rupture of; roto; rotura del|de aneurisma')],
  ['hemorrhage', phrases('active; activa; intracran*; subarac*; subarach*; basal ganglia; ganglios basales')],
]);
/** What is known or going away has been told before. */
const known = phrases(
  `known; conocid*; unchanged; sin cambios; chronic; cronic*; old; antigu*; stable; estable|estables; decreas*; disminu*; smaller; menor; residual; resolv*; resoluc*; resolution; improv*; mejor*; previous|previously; previo|previa; evolucionad*; postoperative; postoperatorio|posquirurgico; postquirurgico; after surgery; follow up`,
);
const told =
  /communicat|comunica|discuss|notif|\binform(?:ed|ad[oa]s?|aron|[oó]|o)\b|\bse informa\b|\bcall(?:ed)?\b|telephon|tel[eé]fon|by phone|phoned|\bavis(?:a|ad[oa]|[oó]|o)\b|\bcoment(?:ad[oa]s?|a|[oó])\b|\baware\b|\bcontact(?:ed|ad[oa]|a|[oó])\b|paged|\bllamad[ao]\b|relayed|conveyed|read[- ]?back|verbal|alert(?:ed|ad[oa])|trasmit|transmit|\bresults? (?:were|was) given|en conocimiento|\bd\/w\b/iu;

export function criticalWithoutCommunication(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const statements = inZone(facts, 'impression', 'findings').filter((s) => isCritical(facts, s));
  const [found] = [...statements.filter((s) => s.zone === 'impression'), ...statements];
  if (found === undefined) return [];
  const spoken = report.sentences.some(
    (sentence, i) =>
      zones[i] !== 'indication' &&
      zones[i] !== 'technique' &&
      told.test(report.text.slice(sentence.startUtf16, sentence.endUtf16)),
  );
  if (spoken) return [];
  return [
    {
      id: 'critical-without-communication',
      span: { startUtf16: found.startUtf16, endUtf16: found.endUtf16 },
      related: [],
      messageArguments: { finding: wordsAt(facts, found) },
    },
  ];
}

function isCritical({ report }: Facts, statement: Statement): boolean {
  if (!isStated(statement)) return false;
  const words = report.words[statement.sentence] ?? [];
  if (known.has(words)) return false;
  if (critical.has(statement.family.id)) return true;
  return acuteOnly.get(statement.family.id)?.has(words) ?? false;
}
