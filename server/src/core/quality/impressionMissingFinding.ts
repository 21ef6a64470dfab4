/** `impression-missing-finding`: Findings states something that an Impression would name, and it does not. */
import { impressionEdits } from '../impression/listStyle.js';
import { impressionLine } from '../impression/wording.js';
import { inZone, isStated, opposite, organsAgree, wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words that make a nodule or lesion one that an Impression names. */
const suspicious = phrases(
  `spiculat*; espicul*; irregular|irregulares; lytic; litica|liticas|litico; enhancing; realce; suspicious; sospechos*; solid; solido|solida; hypodense; hipodensa|hipodenso;
   destruct*; invas*; invad*; subsolid*; ground glass; restricted diffusion; indetermin*; hypoechoic; hipoecoico|hipoecoica; cortical breach; necrotic|necrotico|necrotica`,
);
/** Words that make it one that an Impression may leave out. */
const harmless = phrases(
  `old; healed; chronic; antigu*; consolidada|consolidadas; cronic*; benign*; simple|simples; stable; estable|estables; unchanged; sin cambios; calcified; calcificad*;
   granulom*; hemangiom*; angiom*; lipom*; quiste|quistes; cyst|cysts; degenerat*; known; conocid*; previous; previo|previa; typical|tipico|tipicos; spongiform; espongiforme; bi rads 2; pi rads 2; surgical; unremarkable; resolved; resuelt*; intervenid*; resecad*; resected; disappear*; desaparec*; fewer; smaller; menor|menores; decreas*; disminu*; palpable; postop*; treated; tratad*`,
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
  'progress*; progres*; response; respuesta; disease; enfermedad; recurr*; recidiv*; spread; dissemin*; disemin*; carcinomat*; metasta*; staging; estadi*; stage; recist; afectacion; involvement; infiltrac*',
);
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
    if (!isStated(statement) || isCovered(facts, statement, closing)) continue;
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

function closingHas({ report, zones }: Facts, list: typeof summary): boolean {
  return report.words.some(
    (words, i) =>
      zones[i] === 'impression' &&
      (list.has(words) ||
        words.some((word, at) => tnm.test(word.folded) && /^\d/.test(words[at + 1]?.folded ?? ''))),
  );
}

function isNotable(facts: Facts, statement: Statement): boolean {
  const words = facts.report.words[statement.sentence] ?? [];
  if (harmless.has(words)) return false;
  if (statement.family.expected) return true;
  if (statement.family.id !== 'nodule' && statement.family.id !== 'lesion') return false;
  const large = statement.measures.some((m) => Math.max(...m.millimetres) >= listedMm);
  return large && suspicious.has(words);
}

function isCovered(facts: Facts, statement: Statement, closing: readonly Statement[]): boolean {
  const named = closing.some(
    (s) =>
      s.family.group === statement.family.group &&
      organsAgree(s.organs, statement.organs) &&
      !opposite(s.side, statement.side),
  );
  if (named) return true;
  if (statement.family.group === 'focal' && closingHas(facts, summary)) return true;
  // A spread or a diagnosis of the same organ covers it, whatever its word.
  const { report } = facts;
  return facts.organs.some((organ) => {
    if (organ.zone !== 'impression' && organ.zone !== 'recommendation') return false;
    if (!organsAgree(new Set([organ.organ.id]), statement.organs) || statement.organs.size === 0)
      return false;
    if (opposite(organ.side, statement.side)) return false;
    return !normalWords.has(report.words[organ.sentence] ?? []);
  });
}
