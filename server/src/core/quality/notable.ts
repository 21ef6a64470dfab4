/** Which findings an Impression would name: by family, amount, what their own words call them, size and organ. */
import type { Word } from '../types.js';
import { isAcute, isStated, opposite } from './compare.js';
import { largest, sameLength } from './measures.js';
import type { Measure } from './measures.js';
import { phrases } from './phrases.js';
import type { Phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';

/** Words that make a nodule or lesion one that an Impression names. */
const suspicious = phrases(
  `spiculat*; espicul*; irregular|irregulares; lytic; litica|liticas|litico; enhancing; realce; suspicious; sospechos*; solid; solido|solida; hypodense; hipodensa|hipodenso;
   destruct*; invas*; invad*; subsolid*; ground glass; restricted diffusion; indetermin*; hypoechoic; hipoecoico|hipoecoica; cortical breach|disruption|destruction; rotura|disrupcion|destruccion cortical; rotura de la cortical; mal definid*; ill defined; permeativ*; permeat*; necrotic|necrotico|necrotica`,
);
/** What is harmless by its kind, or called so. */
const harmless = phrases(
  `benign*; simple|simples; granulom*; hemangiom*; angiom*; lipom*; mielolip*; myelolip*; angiomiolip*; angiomyolip*; degenerat*; typical|tipico|tipicos; spongiform; espongiforme;
   bi rads 2; pi rads 2; bosniak i|1|ii|2; fnh; hnf; focal nodular hyperplasia; hiperplasia nodular focal; unremarkable; palpable; age appropriate|related; for age|his|her age; acorde|acordes con|a la|su edad; propio|propios|propia|propias de|para|la su edad; normal para la edad; para su|la edad; involutiv*; senil|seniles; variante|variantes; variant|variants; bone island; islote|islotes oseo|oseos;
   sin significado|significacion|relevancia|importancia|trascendencia; no significativo|significativa|significativos|significativas; insignificant; clinically insignificant; no|without|doubtful|uncertain clinical significance; of no|doubtful significance; no clinical relevance;
   no precisa|precisan|requiere|requieren|necesita|necesitan seguimiento|control|controles|estudio; no follow up|further; no imaging follow; does not require|need; do not require|need; pseudolesion*; splenule*; bazo accesorio; accessory spleen; columna de bertin; column of bertin; hypertrophied column`,
);
/** Harmless of a growth: an aneurysm with a calcified wall is one all the same. */
const calcified = phrases('calcified; calcificad*');
const cystic = phrases('quiste|quistes; cyst|cysts');
/** What is called benign of a nodule of an organ, beside what is so by its kind. */
const benignNodule = phrases(
  `adenoma|adenomas; coloide|coloideo|coloideos|colloid; too small to characterize|characterise; demasiado pequeno|pequena|pequenos|pequenas; grasa focal; focal fat; esteatosis focal; fatty infiltration|sparing; respeto graso; thad; perfusion; perfusional|perfusionales; ti rads 1|2; tr 1|2; sin criterios de sospecha; not suspicious; no suspicious features`,
);
/** What was there before, or is over. */
const settled = phrases(
  `old; healed; chronic; antigu*; consolidada|consolidadas; cronic*; stable; estable|estables; unchanged; sin cambios; known; conocid*; previous; previo|previa; surgical; resolved; resuelt*; intervenid*; resecad*; resected; disappear*; desaparec*;
   fewer; smaller; menor|menores; decreas*; disminu*; postop*; treated; tratad*`,
);
const incidental = phrases('incidental*; incidentalom*; casual|casuales; hallazgo casual');
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
const isOfNow = (word: string): boolean => isAcute(word) || /^sub(?:acut|agud)/.test(word);
/** Opacities of lungs that are little aired, or scarred. */
const littleAir = phrases(
  'dependent; declive|declives; hipoventil*; hypoventil*; atelect*; bibasal*; bibasilar; linear; lineal|lineales; laminar|laminares; subsegment*; scar*; cicatri*; fibro*; motion; movimiento; respirator*; expiratory|espiracion|espiratorio; minim*',
);
/** Organs whose nodules are named from a size on, suspicious or not. */
const nodularOrgans = ['adrenal', 'kidney', 'liver', 'pancreas', 'thyroid'];
const noduleMm = 10;
/** A cystic lesion of the pancreas is named from this size on. */
const pancreaticMm = 5;

export function isNotable(facts: Facts, statement: Statement): boolean {
  const words = facts.report.words[statement.sentence] ?? [];
  const { family, qualifiers } = statement;
  if (isPancreaticCyst(facts, statement)) return true;
  if (isSaidOf(facts, statement, harmless) || isSaidOf(facts, statement, cystic)) return false;
  if (family.group === 'focal' && isSaidOf(facts, statement, calcified)) return false;
  if (family.group === 'lung opacity' && littleAir.has(words)) return false;
  if (isNewHere(facts, statement) && isNamedFamily(family.id)) return true;
  if (isSaidOf(facts, statement, settled)) return false;
  if (family.expected) return !(family.group === 'focal' && isCalledHarmlessNext(facts, statement));
  if (amounts.has(family.id)) return qualifiers.some(isMuch);
  if (family.id === 'infarct') return qualifiers.some(isOfNow);
  if (family.id !== 'nodule' && family.id !== 'lesion') return false;
  if (isCalledHarmlessNext(facts, statement)) return false;
  if (isLarge(statement, noduleMm) && affirms(suspicious, words)) return true;
  return isSizedNodule(facts, statement);
}

export function isNewHere({ report }: Facts, { qualifiers, sentence }: Statement): boolean {
  return qualifiers.some(isNew) || appeared.has(report.words[sentence] ?? []);
}

/** True where its sentence has words that make it one to be named, whatever else is denied. */
export function isSuspicious({ report }: Facts, { sentence }: Statement): boolean {
  return affirms(suspicious, report.words[sentence] ?? []);
}

/** False for those that an Impression may leave out, and for findings that only the reader names. */
function isNamedFamily(id: string): boolean {
  return !never.has(id) && !id.startsWith('words:');
}

function isLarge({ measures }: Statement, millimetres: number): boolean {
  return measures.some((m) => Math.max(...m.millimetres) >= millimetres);
}

/** A nodule of one of {@link nodularOrgans} with a size, large or stated as incidental. */
function isSizedNodule(facts: Facts, statement: Statement): boolean {
  if (!nodularOrgans.some((organ) => statement.organs.has(organ))) return false;
  if (isSaidOf(facts, statement, benignNodule)) return false;
  const isIncidental = incidental.has(facts.report.words[statement.sentence] ?? []);
  return isLarge(statement, isIncidental ? 1 : noduleMm);
}

function isPancreaticCyst(facts: Facts, statement: Statement): boolean {
  return (
    statement.family.id === 'cyst' &&
    statement.organs.has('pancreas') &&
    isStated(statement) &&
    isLarge(statement, pancreaticMm) &&
    !isSaidOf(facts, statement, harmless) &&
    !isSaidOf(facts, statement, settled) &&
    !isCalledHarmlessNext(facts, statement)
  );
}

/** "Right adrenal nodule of 14 mm. Its density is that of an adenoma.": the next sentence says what it is. */
function isCalledHarmlessNext(facts: Facts, statement: Statement): boolean {
  const { report } = facts;
  const next = statement.sentence + 1;
  if (report.sentences[next]?.section !== report.sentences[statement.sentence]?.section) return false;
  const words = report.words[next] ?? [];
  if (![harmless, calcified, benignNodule, settled].some((list) => affirms(list, words))) return false;
  // Of another organ or side, of another finding, or of one with a size of its own.
  const elsewhere = facts.organs.some(
    (o) => o.sentence === next && (!statement.organs.has(o.organ.id) || opposite(o.side, statement.side)),
  );
  const others = facts.statements.filter((s) => s.sentence === next && s.family.group === 'focal');
  const isHedged = (facts.cues[next] ?? []).some(({ cues }) =>
    cues.some(({ kind }) => kind === 'uncertainty'),
  );
  if (others.length > 0 && !isHedged && !sameThing.has(words)) return false;
  const isOurs = (m: Measure): boolean =>
    statement.measures.some((own) => sameLength(largest(own), own.rounding, largest(m), m.rounding));
  return (
    !elsewhere && facts.statements.every((s) => s.sentence !== next || s.measures.every((m) => isOurs(m)))
  );
}

/** What says that a sentence names the finding of the one before it. */
const sameThing = phrases(
  'correspond*; diagnostic; diagnostico|diagnostica; represent*; relacion; caracteristic*; characteristic; proper of; propio|propia de',
);
const denials = new Set(['no', 'non', 'not', 'sin', 'without']);

/** True where a phrase stands among the words and no denial just before it ("non-calcified"). */
function affirms(list: Phrases<true>, words: readonly Word[]): boolean {
  return matchesOf(list, words).length > 0;
}

function matchesOf(list: Phrases<true>, words: readonly Word[]): number[] {
  return words.flatMap((_, at) => {
    if (list.at(words, at) === null) return [];
    const before = words[at - 1]?.folded === '-' ? words[at - 2] : words[at - 1];
    return denials.has(before?.folded ?? '') ? [] : [at];
  });
}

const joins = new Set(['and', 'y', 'e', 'plus', 'ademas', ';']);

/**
 * True where the sentence says so of the finding, or of all its findings: "a simple cyst and a solid mass" calls the
 * cyst simple and not the mass; "a solid mass, stable" and "a lesion consistent with a cyst" speak of the one finding.
 */
function isSaidOf(facts: Facts, statement: Statement, list: Phrases<true>): boolean {
  const words = facts.report.words[statement.sentence] ?? [];
  const found = matchesOf(list, words);
  if (found.length === 0) return false;
  const own = rangeOf(words, statement);
  const others = facts.statements
    .filter((s) => s.sentence === statement.sentence && s !== statement)
    .map((s) => rangeOf(words, s));
  return found.some((at) => !others.some((other) => isOf(facts, statement.sentence, at, other, own)));
}

interface Range {
  readonly first: number;
  readonly end: number;
}

function rangeOf(words: readonly Word[], { startUtf16, endUtf16 }: Statement): Range {
  const first = words.findIndex((word) => word.startUtf16 >= startUtf16);
  const end = words.filter((word) => word.endUtf16 <= endUtf16).length;
  return { first, end };
}

const distance = (at: number, { first, end }: Range): number =>
  at < first ? first - at : at >= end ? at - end + 1 : 0;

/** True where a word belongs to another finding that the sentence adds to the own one. */
function isOf(facts: Facts, sentence: number, at: number, other: Range, own: Range): boolean {
  if (distance(at, other) >= distance(at, own)) return false;
  const words = facts.report.words[sentence] ?? [];
  const [from, to] = other.end <= own.first ? [other.end, own.first] : [own.end, other.first];
  const isJoined = words.slice(from, to).some(({ folded }) => joins.has(folded));
  const isHedged = (facts.cues[sentence] ?? []).some(
    (cue) => cue.first >= from && cue.end <= to && cue.cues.some(({ kind }) => kind === 'uncertainty'),
  );
  const [start, stop] = at < other.first ? [at, other.first] : [other.end, at];
  const isApart = words.slice(start, stop).some(({ folded }) => folded === ',' || folded === ';');
  return isJoined && !isHedged && !isApart;
}
