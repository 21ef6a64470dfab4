/** `score-missing`: an exam that is reported with a category has none. The check names the scale, never a value. */
import { isCurrent } from '../quality/compare.js';
import { phrases } from '../quality/phrases.js';
import type { Phrases } from '../quality/phrases.js';
import type { Facts, Statement } from '../quality/statements.js';
import type { QualityFinding } from '../quality/types.js';
import { categoriesOf } from './categories.js';
import { examOf, guided } from './exam.js';
import type { Exam } from './exam.js';
import { namesRecist } from './response.js';
import type { ScoreSystem } from './types.js';

/** Fewer words are no report of an exam yet. */
const leastWords = 8;

const breast = phrases('breast|breasts; mama|mamas; mamaria|mamario|mamarias');
const chest = phrases('chest; thorax; torax; lung|lungs; pulmon; toracico|toracica; pulmonar');
const screening = phrases('screening; cribado; lung cancer screening; cribaje; tamizaje');
const lowDose = phrases('low dose; ldct; baja dosis; low-dose');
const prostate = phrases('prosta*');
const multiparametric = phrases(
  'multiparametric*; multiparametric; biparametric*; mpmri; rmmp; bpmri; diffusion; difusion; dwi; adc; restricc*; restrict*; perfusion; dce; realce dinamico',
);
const treatedProstate = phrases(
  'prostatectom*; radiotherap*; radioterapia; brachytherap*; braquiterapia; ablation; ablacion; hifu; crioterapia; cryotherapy; recidiva bioquimica; biochemical recurrence',
);
const liver = phrases('liver; higado; hepatic|hepatica|hepatico; abdom*; abdomin*');
const hccRisk = phrases(
  'cirrhosis; cirrhotic; cirrosis; cirrotic*; hcc; chc; hepatocarcin*; hepatocellular; hepatitis b; hepatopatia cronica; chronic liver disease',
);
/** British reports grade breasts (M, U, R, P) and thyroid nodules (U) by scales of their own. */
const british = /(?<![\p{L}\d])[MURP][1-5][a-f]?(?![\p{L}\d])/u;
const thyroid = phrases('thyroid; tiroid*; neck; cuello; cervical');
const noThyroid = phrases('thyroidectom*; tiroidectom*; thyroiditis; tiroiditis; ganglion*');
const pelvis = phrases(
  'pelvi*; transvaginal; endovaginal; ginecol*; gynecol*; gynaecol*; adnexal; anexial; ovari*; ovary; uterus; utero',
);
/** Adnexal findings that are named as what they are. */
const plainAdnexal = phrases(
  `hemorrhagic; haemorrhagic; hemorragic*; endometrio*; dermoid*; teratom*; simple|simples; follic*; folicul*; corpus luteum; cuerpo luteo; luteal; paraovar*; hydrosalpin*; hidrosalpin*; functional; funcional|funcionales; ectopic; ectopico; embarazo; gestacion; pregnan*; poliquist*; polycystic; peritoneal inclusion; inclusion peritoneal`,
);
const head = phrases('head; brain; cranial; craneal; craneo; cerebral; cerebro; cabeza');
const acuteStroke = phrases(
  'acute stroke; stroke code|alert|protocol|team; code stroke; codigo ictus; ictus; stroke; nihss; hemipares*; hemipleg*; aphasia; afasia; focalidad neurologica; facial droop; wake up stroke; infarto agudo; acute infarct*; acute ischemia; isquemia aguda; wake-up stroke',
);
const mca = phrases('mca; acm; m 1; m 2; middle cerebral; cerebral media; sylvian; silvian*');
const ischaemia = phrases(
  `hypodens*; hipodens*; hypoattenuat*; hipoatenu*; borramiento; loss of gray; loss of grey; effacement; infarct*; infarto|infartos; isquem*; ischemi*; ischaemi*; hyperdense; hiperdens*; occlu*; oclu*; insular ribbon`,
);
const oldStroke = phrases(
  'chronic; cronic*; old; antiguo|antigua; secuela|secuelas; sequela*; encephalomalacia; encefalomalacia; residual',
);
const bleeding = new Set(['bleeding']);
const baseline = phrases('baseline; basal; initial staging; estadificacion inicial');
const implants = phrases(
  'implant integrity; integridad de protesis; integridad de los implantes; rotura protesica',
);

const inTitle = (exam: Exam, list: Phrases<true>): boolean => list.has(exam.words);

function anywhere({ report, zones }: Facts, list: Phrases<true>, ...but: readonly string[]): boolean {
  return report.words.some((words, i) => !but.includes(zones[i] ?? '') && list.has(words));
}

function inZones({ report, zones }: Facts, list: Phrases<true>, ...only: readonly string[]): boolean {
  return report.words.some((words, i) => only.includes(zones[i] ?? '') && list.has(words));
}

const isReported = ({ zone }: Statement): boolean => zone === 'findings' || zone === 'impression';

/** Focal findings that the report states or suspects now, of these organs. */
function focal(facts: Facts, organs: readonly string[], families?: readonly string[]): Statement[] {
  return facts.statements.filter(
    (s) =>
      isReported(s) &&
      isCurrent(s) &&
      s.family.group === 'focal' &&
      (families === undefined || families.includes(s.family.id)) &&
      organs.some((id) => s.organs.has(id) || s.topic.has(id)),
  );
}

/** The scale that the report's exam asks for, or null. */
function required(facts: Facts, exam: Exam | null): ScoreSystem | null {
  const { text } = facts.report;
  if (namesRecist(text) && !anywhere(facts, baseline)) {
    const isFollowUp = facts.zones.some(
      (zone, i) => (zone === 'findings' || zone === 'impression') && (facts.report.words[i]?.length ?? 0) > 3,
    );
    if (isFollowUp) return 'RECIST';
  }
  if (exam === null || inTitle(exam, guided)) return null;
  const { modalities } = exam;
  if (modalities.has('mg') || ((modalities.has('us') || modalities.has('mr')) && inTitle(exam, breast)))
    return anywhere(facts, implants) || british.test(text) ? null : 'BI-RADS';
  if (modalities.has('ct') && inTitle(exam, chest)) {
    const isScreening =
      inTitle(exam, screening) || inZones(facts, screening, 'title', 'indication', 'header');
    const low = inTitle(exam, lowDose) || inZones(facts, lowDose, 'title', 'indication', 'technique');
    if (isScreening && low) return 'Lung-RADS';
  }
  if (modalities.has('mr') && inTitle(exam, prostate)) {
    const treated = anywhere(facts, treatedProstate);
    return anywhere(facts, multiparametric) && !treated ? 'PI-RADS' : null;
  }
  if ((modalities.has('ct') || modalities.has('mr')) && inTitle(exam, liver) && needsLiRads(facts))
    return 'LI-RADS';
  if (modalities.has('us') && inTitle(exam, thyroid) && !british.test(text) && needsTiRads(facts))
    return 'TI-RADS';
  if ((modalities.has('us') || modalities.has('mr')) && inTitle(exam, pelvis) && needsORads(facts))
    return 'O-RADS';
  if (modalities.has('ct') && inTitle(exam, head) && needsAspects(facts)) return 'ASPECTS';
  return null;
}

function needsLiRads(facts: Facts): boolean {
  const asked = inZones(facts, hccRisk, 'title', 'indication', 'header');
  const found = facts.statements.some((s) => s.family.id === 'cirrhosis' && isReported(s) && isCurrent(s));
  const atRisk = asked || found;
  return atRisk && focal(facts, ['liver'], ['nodule', 'lesion', 'mass', 'malignancy', 'growth']).length > 0;
}

function needsTiRads(facts: Facts): boolean {
  return !anywhere(facts, noThyroid) && focal(facts, ['thyroid'], ['nodule', 'mass', 'lesion']).length > 0;
}

function needsORads(facts: Facts): boolean {
  const found = focal(facts, ['ovary'], ['cyst', 'mass', 'lesion', 'nodule', 'malignancy']);
  return (
    found.length > 0 &&
    !found.some(({ sentence }) => plainAdnexal.has(facts.report.words[sentence] ?? [])) &&
    !anywhere(facts, plainAdnexal, 'indication')
  );
}

function needsAspects(facts: Facts): boolean {
  if (!inZones(facts, acuteStroke, 'title', 'indication', 'header', 'impression')) return false;
  const bled = facts.statements.some((s) => isReported(s) && isCurrent(s) && bleeding.has(s.family.group));
  if (bled) return false;
  return facts.report.words.some((words, i) => {
    const zone = facts.zones[i];
    if ((zone !== 'findings' && zone !== 'impression') || !mca.has(words) || !ischaemia.has(words))
      return false;
    return (
      !oldStroke.has(words) &&
      !/^(?:no|sin|without)$/.test(words.find(({ folded }) => /^\p{L}/u.test(folded))?.folded ?? '')
    );
  });
}

export function scoreMissing(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const described = report.words.reduce(
    (sum, words, i) => sum + (zones[i] === 'findings' || zones[i] === 'impression' ? words.length : 0),
    0,
  );
  if (described < leastWords) return [];
  const exam = examOf(facts);
  const system = required(facts, exam);
  if (system === null) return [];
  const has = categoriesOf(facts).some(
    (one) =>
      one.system === system && (one.use === 'current' || (system === 'RECIST' && one.use === 'denied')),
  );
  if (has) return [];
  const impression = report.sections.find(({ kind }) => kind === 'impression');
  const first = report.sentences[0] ?? { startUtf16: 0, endUtf16: 0 };
  const span = impression?.heading ?? exam?.title ?? first;
  return [
    {
      id: 'score-missing',
      span: { startUtf16: span.startUtf16, endUtf16: span.endUtf16 },
      related: [],
      messageArguments: { system },
    },
  ];
}
