/** Organs that an abdominal, renal or pelvic ultrasound describes, against those that a report names. */
import { sexStatements } from '../quality/patient.js';
import { phrases } from '../quality/phrases.js';
import type { Facts } from '../quality/statements.js';
import { describedOrgans } from './described.js';
import type { Described } from './described.js';
import { examOf, guided } from './exam.js';
import type { Exam } from './exam.js';
import type { Completeness, CompletenessExam, RequiredOrgan } from './types.js';

const abdomen = phrases('abdom*; abdomin*; abdominopelv*; abdominopelvic*; hepatobiliopancre*');
const renal = phrases(
  'renal|renales; kidney|kidneys; rinon|rinones; renovesical|renovesicales; urinary tract; vias urinarias; aparato urinario; urologic*; urinario; nefrourologic*; renal and bladder',
);
const pelvis = phrases(
  'pelvis; pelvic; pelvica; pelvico; ginecologic*; gynecolog*; gynaecolog*; vesicoprostatic*; abdominopelv*; transvaginal; endovaginal',
);
const withPelvis = phrases('abdominopelv*; abdomen y pelvis; abdomen and pelvis; abdomino pelvic*');
const complete = phrases('complete; completa|completo; total');
/** Exams of a part, of one question or of vessels. */
const limited = phrases(
  `limited; limitada|limitado; focused; focal; dirigida; dirigido; parcial; partial; ruq; llq; luq; rlq; right|left upper|lower quadrant; quadrant; hcd; hci; fid; fii; hipocondrio; fosa iliaca; flanco; fast; efast; pocus; bedside; clinica; point of care; appendi*; apendic*; aort*; aaa; wall; pared; hernia|hernias; inguinal; doppler; duplex; portal; mesenter*; vessels; vasos; arter*; vein|veins; venas; venous; pilor*; pylor*; intussuscep*; invaginacion; transplant; trasplante; injerto; graft; fetal; obstetric*; pregnan*; embarazo; gestacion; prenatal; ob; elastograf*; elastograph*; contrast*; contraste; residual; residuo; post void; postmiccional; scrot*; escrot*; testic*; ascites; ascitis; foll*; folicul*; diu; iud; histerosono*; sonohyster*; neonat*; pediatr*; paediatr*; hip; cadera|caderas; soft tissue; partes blandas; thyroid; tiroid*; breast; mama; mamaria; perineal; translabial; anal; endoanal; transrectal; endorectal; gallbladder; vesicula; vesicular; biliar; hepatobiliar; spleen; bazo; pancreas; liver; higado; hepatic|hepatica; transplante; inguinal; groin`,
);
const oneSide = phrases('right; left; derecho|derecha; izquierdo|izquierda');
const gestation = phrases(
  'pregnan*; embarazo; gestacion; gestacional; gestational; fetal; feto; fetus; embrion; embryo; intrauterine sac; saco gestacional; obstetric*; fetus',
);
const limitedText =
  /\b(?:limited (?:study|exam(?:ination)?|ultrasound|evaluation)|(?:exploraci[oó]n|estudio|ecograf[ií]a) (?:limitad[oa]|dirigid[oa]|parcial)|(?:study|exam(?:ination)?) (?:was )?limited to|limitad[oa] a\b|focused (?:exam|study|ultrasound))/iu;
const transvaginal = phrases('transvaginal; endovaginal; tv; vaginal');
const gynaecological = phrases('ginecologic*; gynecolog*; gynaecolog*; transvaginal; endovaginal');

const abdominal: readonly RequiredOrgan[] = [
  'liver',
  'gallbladder',
  'bile-ducts',
  'pancreas',
  'spleen',
  'right-kidney',
  'left-kidney',
  'vessels',
];
const needed: Readonly<Record<CompletenessExam, readonly RequiredOrgan[]>> = {
  abdomen: abdominal,
  renal: ['right-kidney', 'left-kidney', 'bladder'],
  'pelvis-female': ['uterus', 'endometrium', 'right-ovary', 'left-ovary', 'bladder'],
  'pelvis-male': ['prostate', 'seminal-vesicles', 'bladder'],
};
/** A report that names fewer of the organs answers one question, unless it is called complete. */
const leastNamed: Readonly<Record<CompletenessExam, number>> = {
  abdomen: 3,
  renal: 1,
  'pelvis-female': 1,
  'pelvis-male': 1,
};
const female: readonly RequiredOrgan[] = ['uterus', 'endometrium', 'right-ovary', 'left-ovary'];

const read = new WeakMap<Facts, { readonly found: Completeness | null }>();

/** Null where the report is of no such exam, of a part of it, or calls itself limited. Read once a reading. */
export function completenessOf(facts: Facts): Completeness | null {
  let known = read.get(facts);
  if (known === undefined) {
    known = { found: findCompleteness(facts) };
    read.set(facts, known);
  }
  return known.found;
}

function findCompleteness(facts: Facts): Completeness | null {
  const exam = examOf(facts);
  if (exam?.modalities.size !== 1 || !exam.modalities.has('us')) return null;
  if (isLimited(facts, exam)) return null;
  const described = describedOrgans(facts);
  const kind = kindOf(facts, exam, described);
  if (kind === null || described.rest) return null;
  const named = new Set(described.named.map(({ organ }) => organ));
  const wanted = wantedOf(kind, exam);
  const has = wanted.filter((organ) => named.has(organ));
  if (has.length < leastNamed[kind] && !complete.has(exam.words)) return null;
  return {
    exam: kind,
    title: exam.title,
    named: described.named.filter(({ organ }) => wanted.includes(organ)),
    missing: wanted.filter((organ) => !named.has(organ)),
  };
}

function isLimited(facts: Facts, { words, title }: Exam): boolean {
  if (limited.has(words) || guided.has(words)) return true;
  // A side in the title is of one organ, but "right and left kidneys" is of both.
  if (
    oneSide.has(words) &&
    !(
      /\b(?:right|derech)/iu.test(wordsOf(facts, title)) &&
      /\b(?:left|izquierd)/iu.test(wordsOf(facts, title))
    )
  )
    return true;
  return limitedText.test(facts.report.text);
}

const wordsOf = ({ report }: Facts, { startUtf16, endUtf16 }: Exam['title']): string =>
  report.text.slice(startUtf16, endUtf16);

function kindOf(facts: Facts, { words }: Exam, { named }: Described): CompletenessExam | null {
  if (abdomen.has(words)) return 'abdomen';
  if (renal.has(words)) return 'renal';
  if (!pelvis.has(words)) return null;
  if (facts.report.words.some((list) => gestation.has(list))) return null;
  const sexes = new Set(sexStatements(facts).map(({ sex }) => sex));
  const organs = named.map(({ organ }) => organ);
  const woman =
    sexes.has('female') || gynaecological.has(words) || organs.some((organ) => female.includes(organ));
  const man = sexes.has('male') || organs.includes('prostate') || organs.includes('seminal-vesicles');
  if (woman === man) return null;
  return woman ? 'pelvis-female' : 'pelvis-male';
}

/** The bladder is empty in a transvaginal exam; an abdominopelvic one shows it too. */
function wantedOf(kind: CompletenessExam, { words }: Exam): readonly RequiredOrgan[] {
  const wanted = needed[kind];
  if (kind === 'abdomen' && withPelvis.has(words)) return [...wanted, 'bladder'];
  return kind === 'pelvis-female' && transvaginal.has(words)
    ? wanted.filter((organ) => organ !== 'bladder')
    : wanted;
}
