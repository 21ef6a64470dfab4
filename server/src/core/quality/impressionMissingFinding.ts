/** `impression-missing-finding`: Findings states something that an Impression would name, and it does not. */
import { impressionEdits } from '../impression/listStyle.js';
import { impressionLine } from '../impression/wording.js';
import { inZone, isCurrent, isStated, opposite, organsAgree, wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words that make a nodule or lesion one that an Impression names. */
const suspicious = phrases(
  `spiculat*; espicul*; irregular|irregulares; lytic; litica|liticas|litico; enhancing; realce; suspicious; sospechos*; solid; solido|solida; hypodense; hipodensa|hipodenso;
   destruct*; invas*; invad*; subsolid*; ground glass; restricted diffusion; indetermin*; hypoechoic; hipoecoico|hipoecoica; cortical breach; necrotic|necrotico|necrotica`,
);
/** What is harmless by its kind. */
const weak = phrases(
  `benign*; simple|simples; calcified; calcificad*; granulom*; hemangiom*; angiom*; lipom*; quiste|quistes; cyst|cysts; degenerat*; typical|tipico|tipicos; spongiform; espongiforme;
   bi rads 2; pi rads 2; unremarkable; palpable; age appropriate|related; for age|his|her age; acorde|acordes con|a la|su edad; propio|propios|propia|propias de|para la|su edad; normal para la edad; para su|la edad; involutiv*; senil|seniles; variante|variantes; variant|variants; bone island; islote|islotes oseo|oseos`,
);
/** What was there before, or is over. */
const settled = phrases(
  `old; healed; chronic; antigu*; consolidada|consolidadas; cronic*; stable; estable|estables; unchanged; sin cambios; known; conocid*; previous; previo|previa; surgical; resolved; resuelt*; intervenid*; resecad*; resected; disappear*; desaparec*;
   fewer; smaller; menor|menores; decreas*; disminu*; postop*; treated; tratad*`,
);
/** Words of a finding's own clause that say that it was not there before. */
const isNew = (word: string): boolean => /^(?:new|newly|nuev[oa]s?|novo|developing|developed)$/.test(word);
const appeared = phrases(
  'not seen|present|visible on|in the|prior|previous; not seen|present|visible previously|before; no visible|visibles|presente|presentes en el|la|los; no descrito|descrita en; de nueva aparicion; de aparicion; ha|han aparecido; has|have appeared',
);
/** Families that an Impression may leave out also where they are new. */
const never = new Set(['cyst', 'benign', 'diverticulosis', 'filling defect', 'stenosis']);
/** Fluid and dilatation of more than a little are named. */
const amounts = new Set(['pleural effusion', 'pericardial effusion', 'ascites', 'hydronephrosis']);
const isMuch = (word: string): boolean =>
  /^(?:moderad[oa]s?|moderate|moderately|large|gran|grande|importante|abundante|cuantios[oa]|masiv[oa]|massive|sever[oa]s?|severe|grave|marked|marcad[oa])$/.test(
    word,
  );
const isAcute = (word: string): boolean =>
  /^(?:acute|subacute|agud[oa]s?|subagud[oa]s?|hyperacute|hiperagud[oa]s?)$/.test(word);
/** Opacities of lungs that are little aired, or scarred. */
const littleAir = phrases(
  'dependent; declive|declives; hipoventil*; hypoventil*; atelect*; bibasal*; bibasilar; linear; lineal|lineales; laminar|laminares; subsegment*; scar*; cicatri*; fibro*; motion; movimiento; respirator*; expiratory|espiracion|espiratorio; minim*',
);
/** What an Impression calls opacities of the lungs. */
const lungWords = phrases(
  'infecc*; infect*; inflam*; covid; edema; oedema; alveol*; intersti*; pneumonitis; neumonitis; bronchopneum*; aspirat*; aspiracion; fibros*; airspace; air space; parenquimat*; parenchymal; bronquiolitis; bronchiolitis; tuberculo*; hemorr*',
);
/** An Impression that points back leaves nothing out. */
const pointsBack = phrases(
  'above; see findings|body|report|description; ver hallazgos|descripcion|informe; as described; descrito|descritos|descritas|descrita; arriba; ditto',
);
const normalWords = phrases(
  'normal|normales; clear; unremarkable; without; no; sin; limpio|limpios|limpia; intact; integro|integros|integras; negative; negativo; libres; permeable|permeables; patent',
);
/** A summary of a tumour's course covers its masses and metastases. */
const summary = phrases(
  `progress*; progres*; metastatic|stable|residual|active|known|oncologic|neoplastic|measurable|malignant|nodal disease; disease status|burden|extent|control;
   enfermedad metastasica|estable|residual|activa|conocida|oncologica|neoplasica|medible|tumoral; enfermedad a distancia; recurr*; recidiv*; spread; dissemin*; disemin*; carcinomat*; metasta*; estadi*; stage; afectacion; involvement; infiltrac*`,
);
/** Words on a treated tumour: they cover what was there before, and nothing new or suspected. */
const courseWords = phrases('response; respuesta; staging; recist');
/** Families that a denied recurrence speaks of too, where they are not new. */
const recurring = new Set(['mass', 'metastasis', 'malignancy', 'lesion', 'growth']);
/** Words between a denial and what it denies. */
const denialWords = 5;
/** "T2bN2": the stage sums up what was found. */
const tnm = /^[cpy]{0,2}t$/;
const listedMm = 10;

/** Findings of one sentence that the Impression lacks. */
export interface MissingFinding {
  /** The first of them. */
  readonly statement: Statement;
  /** Worded for the Impression, without mark and full stop. */
  readonly line: string;
  /** True for one that an Impression would name. */
  readonly notable: boolean;
}

/** In the order of the text. An Impression that points back to the findings lacks none. */
export function missingFindings(facts: Facts): MissingFinding[] {
  const { report } = facts;
  const points = report.words.some((words, i) => facts.zones[i] === 'impression' && pointsBack.has(words));
  if (points) return [];
  const closing = inZone(facts, 'impression', 'recommendation');
  const bySentence = new Map<number, Statement[]>();
  for (const statement of inZone(facts, 'findings')) {
    const counts = isStated(statement) || (isCurrent(statement) && statement.family.id === 'metastasis');
    if (!counts || isCovered(facts, statement, closing)) continue;
    bySentence.set(statement.sentence, [...(bySentence.get(statement.sentence) ?? []), statement]);
  }
  return [...bySentence.values()].flatMap((stated): MissingFinding[] => {
    const notable = stated.filter((statement) => isNotable(facts, statement));
    const meant = notable.length > 0 ? notable : stated;
    const [statement] = meant;
    if (statement === undefined) return [];
    return [{ statement, line: impressionLine(facts, meant), notable: notable.length > 0 }];
  });
}

export function impressionMissingFinding(facts: Facts): QualityFinding[] {
  const { report } = facts;
  if (!facts.zones.includes('impression')) return [];
  return missingFindings(facts)
    .filter(({ notable }) => notable)
    .map(({ statement, line }) => ({
      id: 'impression-missing-finding',
      span: { startUtf16: statement.startUtf16, endUtf16: statement.endUtf16 },
      related: [],
      messageArguments: { finding: wordsAt(facts, statement) },
      fix: { title: 'addToImpression', edits: impressionEdits(report, [line], null) },
    }));
}

/** Whether the Impression states, or only denies, one of the phrases; null where it has none. */
function closingSays({ report, zones, cues }: Facts, list: typeof summary): 'states' | 'denies' | null {
  let said: 'denies' | null = null;
  for (const [index, words] of report.words.entries()) {
    if (zones[index] !== 'impression') continue;
    for (let at = 0; at < words.length; at++) {
      if (list.at(words, at) === null) continue;
      const denied = (cues[index] ?? []).some(
        (cue) =>
          cue.end <= at && at - cue.end < denialWords && cue.cues.some(({ kind }) => kind === 'negation'),
      );
      if (!denied) return 'states';
      said = 'denies';
    }
  }
  return said;
}

function closingHasStage({ report, zones }: Facts): boolean {
  return report.words.some(
    (words, i) =>
      zones[i] === 'impression' &&
      words.some((word, at) => tnm.test(word.folded) && /^\d/.test(words[at + 1]?.folded ?? '')),
  );
}

function isNotable(facts: Facts, statement: Statement): boolean {
  const words = facts.report.words[statement.sentence] ?? [];
  const { family, qualifiers } = statement;
  if (weak.has(words)) return false;
  if (family.group === 'lung opacity' && littleAir.has(words)) return false;
  if (isNewHere(facts, statement) && isNamedFamily(family.id)) return true;
  if (settled.has(words)) return false;
  if (family.expected) return true;
  if (amounts.has(family.id)) return qualifiers.some(isMuch);
  if (family.id === 'infarct') return qualifiers.some(isAcute);
  if (family.id !== 'nodule' && family.id !== 'lesion') return false;
  const large = statement.measures.some((m) => Math.max(...m.millimetres) >= listedMm);
  return large && suspicious.has(words);
}

/** The organs of a statement; of a metastasis that is suspected, those of the lesion in its sentence. */
function organsOf(facts: Facts, statement: Statement): ReadonlySet<string> {
  if (statement.organs.size > 0 || statement.family.id !== 'metastasis') return statement.organs;
  const kin = facts.statements.filter(
    (s) => s.sentence === statement.sentence && s.family.group === statement.family.group,
  );
  return new Set(kin.flatMap((s) => [...s.organs]));
}

/** "No space-occupying lesions" names no metastasis that the findings suspect. */
function deniesOthers({ status, family }: Statement): boolean {
  return status.assertion === 'absent' && family.id !== 'metastasis' && family.id !== 'malignancy';
}

/** Of one group, or a diagnosis that sums up what was found. */
function isKin({ family: said }: Statement, { family: found }: Statement): boolean {
  const sums = said.id === 'malignancy' || said.id === 'metastasis' || said.id.startsWith('words:');
  return said.group === found.group || sums;
}

function isNewHere({ report }: Facts, { qualifiers, sentence }: Statement): boolean {
  return qualifiers.some(isNew) || appeared.has(report.words[sentence] ?? []);
}

/** False for those that an Impression may leave out, and for findings that only the reader names. */
function isNamedFamily(id: string): boolean {
  return !never.has(id) && !id.startsWith('words:');
}

function isCovered(facts: Facts, statement: Statement, closing: readonly Statement[]): boolean {
  const organs = organsOf(facts, statement);
  const named = closing.some(
    (s) =>
      s.family.group === statement.family.group &&
      !(statement.family.id === 'metastasis' && deniesOthers(s)) &&
      organsAgree(s.organs, organs) &&
      !opposite(s.side, statement.side),
  );
  if (named) return true;
  const { family } = statement;
  if (family.group === 'focal') {
    const said = closingSays(facts, summary);
    if (said === 'states' || closingHasStage(facts)) return true;
    const isFresh = isNewHere(facts, statement) || !isStated(statement);
    if (!isFresh && closingSays(facts, courseWords) === 'states') return true;
    if (said === 'denies' && recurring.has(family.id) && !isNewHere(facts, statement)) return true;
  }
  if (family.group === 'lung opacity' && closingSays(facts, lungWords) === 'states') return true;
  // A spread or a diagnosis of the same organ covers it, whatever its word.
  const { report } = facts;
  return facts.organs.some((organ) => {
    if (organ.zone !== 'impression' && organ.zone !== 'recommendation') return false;
    if (!organsAgree(new Set([organ.organ.id]), organs) || organs.size === 0) return false;
    // "Lung-RADS 2" names a scale.
    if (/^[- ]?rads/i.test(report.text.slice(organ.endUtf16, organ.endUtf16 + 5))) return false;
    if (opposite(organ.side, statement.side)) return false;
    // What it says of the organ is another thing where its words are known ("pulmonary nodule" and an effusion).
    const others = closing.filter((s) => s.sentence === organ.sentence);
    if (others.length > 0 && !others.some((s) => isKin(s, statement))) return false;
    return !normalWords.has(report.words[organ.sentence] ?? []);
  });
}
