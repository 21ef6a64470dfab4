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
/** Embolism told by what is seen and where. */
const pulmonaryArteries = phrases(
  'pulmonary arter*; pulmonary trunk; lobar|segmental|subsegmental|interlobar arter*; arteria|arterias pulmonar|pulmonares|lobar|lobares|segmentaria|segmentarias|subsegmentaria|subsegmentarias|interlobar; tronco pulmonar',
);
/** What a pulmonary artery keeps of an embolism that is long past. */
const remains = phrases('calcif*; eccentric*; excentric*; web|webs; band|bands; banda|bandas; mural|murales');
/** Families that are critical where they are called acute or ruptured, or stand where they are. */
const acuteOnly = new Map([
  ['filling defect', pulmonaryArteries],
  ['thrombosis', pulmonaryArteries],
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
/** Families of which a report tells of one: what one sentence calls known is known in the others. */
const lasting = new Set(['pneumothorax', 'aortic dissection']);
/** What is known or going away has been told before. */
const known = phrases(
  `known; conocid*; unchanged; sin cambios; chronic; cronic*; old; antigu*; stable; estable|estables; decreas*; disminu*; smaller; menor; residual; resolv*; resoluc*; resolution; improv*; mejor*; previous|previously; previo|previa; evolucionad*; postoperative; postoperatorio|posquirurgico; postquirurgico; after surgery; follow up; reducing|reduced in size; reduccion del|de neumotorax; shrink*; shrunk; shrank; no roto|rota|rotos; unruptured; not ruptured; sin rotura; sin signos de rotura; drain in; after drain; post drain; drenaje en|normoposicionado; resuelt*; ahora de; drenado`,
);
/** Bleeding outside the skull. */
const superficial = phrases(
  'subgaleal; scalp; partes blandas; soft tissue|tissues; subcutane*; cefalohematoma; cephalohaematoma; cephalohematoma; sin lesion|lesiones intracraneal|intracraneales; no active; sin extravasacion; no extravasation',
);
const told =
  /communicat(?!ing)|comunic[aoó](?!nte)|discuss|notif|\binform(?:ed|ad[oa]s?|aron|[oó]|o)(?!\p{L})|\bse informa(?!\p{L})|\bcall(?:ed)?(?!\p{L})|telephon|tel[eé]f[oó]n|by phone|phoned|\bavis(?:a|ad[oa]|[oó]|o)(?!\p{L})|\bcoment(?:ad[oa]s?|a|[oó])(?!\p{L})|\baware(?!\p{L})|\bcontact(?:ed|ad[oa]|a|[oó])(?!\p{L})|paged|\bllamad[ao](?!\p{L})|relayed|conveyed|read[- ]?back|verbal|alert(?:ed|ad[oa])|trasmit|transmit|\bresults? (?:were|was) given|en conocimiento|\bd\/w(?!\p{L})|\btold(?!\p{L})|\b(?:saw|seen|viewed|reviewed|went through|shown) the images(?!\p{L})|present (?:in the (?:scan|control|viewing|reporting)|during the (?:scan|exam)|at the (?:scan|console))|standing beside|came (?:to|round|down)|in the (?:scan(?:ner)?|control) room|(?:reviewed|gone over) with the|conocen? los hallazgos|revisad[oa]s? con|al tanto|enterad[oa]|viva voz|habl(?:ad[oa]|[oó]|arlo)(?!\p{L})|spoken? (?:to|with)|\brung(?!\p{L})|attended the scan|presente (?:en|durante) la (?:sala|exploraci[oó]n|prueba|adquisici[oó]n)|(?:lo|la) ha visto en directo|en directo|bleep|\bhanded over(?!\p{L})|\bas[ií] se le (?:dice|hace saber)|al corriente/iu;
/** "Not yet discussed". */
const untold =
  /\b(?:not (?:yet )?(?:been )?|no se ha(?:n)? (?:podido )?|sin |pendiente de |to be |awaiting |should be |please |unable to |could not (?:be )?|yet to be )(?:communicat|comunica|discuss|notif|inform|call|telephon|avis|contact|reach|locali[sz])[\p{L}]*/giu;

export function criticalWithoutCommunication(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  // What one sentence calls known is known.
  const settled = new Set(
    inZone(facts, 'impression', 'findings', 'indication')
      .filter((s) => lasting.has(s.family.id) && isStated(s) && known.has(report.words[s.sentence] ?? []))
      .map((s) => s.family.id),
  );
  const statements = inZone(facts, 'impression', 'findings').filter(
    (s) => isCritical(facts, s) && !(lasting.has(s.family.id) && settled.has(s.family.id)),
  );
  const [found] = [...statements.filter((s) => s.zone === 'impression'), ...statements];
  if (found === undefined) return [];
  const spoken = report.sentences.some(
    (sentence, i) =>
      zones[i] !== 'indication' &&
      zones[i] !== 'technique' &&
      isTold(report.text.slice(sentence.startUtf16, sentence.endUtf16)),
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

/** True where a sentence says that somebody was told. */
const isTold = (sentence: string): boolean => told.test(sentence.replaceAll(untold, ' '));

function isCritical({ report }: Facts, statement: Statement): boolean {
  const { id } = statement.family;
  if (!(critical.has(id) || acuteOnly.has(id)) || !isStated(statement)) return false;
  const words = report.words[statement.sentence] ?? [];
  if (known.has(words)) return false;
  // "Se descartan tromboembolismo y disección".
  if (
    words.some(
      ({ folded }, at) =>
        /^(?:descartan?|excluded?|excludes)$/.test(folded) && words[at - 1]?.folded !== 'para',
    )
  )
    return false;
  if (id === 'hemorrhage' && superficial.has(words)) return false;
  const where = acuteOnly.get(id);
  if (where === pulmonaryArteries && remains.has(words)) return false;
  return critical.has(id) || (where?.has(words) ?? false);
}
