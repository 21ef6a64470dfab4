/** What each sentence of a report is for, as the checks need it: a coarser cut than sections. */
import { namesExam } from '../headingMatch.js';
import type { ParsedReport } from '../report.js';
import type { Section, Sentence } from '../types.js';

/**
 * `title` names the exam; `indication` also holds the history; `heading` is a section's heading alone; `other` is
 * pathology, treatment, course and the like.
 */
export type Zone =
  | 'title'
  | 'header'
  | 'indication'
  | 'technique'
  | 'comparison'
  | 'findings'
  | 'impression'
  | 'recommendation'
  | 'heading'
  | 'other';

/** A title is short; longer text that names an exam tells of it. */
const titleWords = 16;
/** Only the first sentences are taken for a title, where no heading says so. */
const titleSentences = 6;
const examHeading =
  /^(exam|estudio|exploraci|study|procedure|prueba|tipo|procedimiento|modality|t[ií]tulo|title)/i;

function baseZone(kind: Section['kind'], under: Zone | null): Zone {
  switch (kind) {
    case 'organ':
    case 'body':
      return under === 'impression' || under === 'other' ? under : 'findings';
    case 'history':
      return 'indication';
    case 'pathology':
    case 'treatment':
    case 'course':
    case 'codes':
    case 'examination':
      return 'other';
    default:
      return kind;
  }
}

const views = /\b(?:views?|proyecci\p{L}+)\b/iu;
/** What is measured is described, not announced. */
const measured = /\d\s?(?:mm|cm)\b/i;
/** "LEFT KNEE THREE VIEWS: …" in running text. */
const examLabel = /(?:^|[.\n])\s*([^.:\n]{3,60}):\s/gu;

/** Running text that begins with the patient rather than with the images. */
const clinical =
  /\b(?:\d{1,3}[ -]?(?:years?|yrs?|y)?[ -\/]?(?:old|o)\b(?!['’])|\d{1,3}\s?(?:años|a\.|[MF]\b)|mujer|var[oó]n|hombre|paciente|patient|woman|man|history|clinical|indication|reason|motivo|cl[ií]nica|antecedente\p{L}*|intervenid[oa]|diagnosed|known|conocid[oa]|estadifica\p{L}*|staging|control de|follow-up of|sospecha|suspected|screening|cribado|preoperatorio|post-?op\p{L}*|postoperad\p{L}+|repaired|rule out|descartar|d[ií]as de vida|de repetici[oó]n)\b/iu;

/** One zone a sentence. */
export function zonesOf(report: ParsedReport): Zone[] {
  const { text, sections, sentences } = report;
  const hasFindings = sections.some((section) => section.kind === 'findings');
  const firstFindings = sections.findIndex((section) => section.kind === 'findings');
  let described = false;
  let under: Zone | null = null;
  const bases: Zone[] = [];
  for (const { kind } of sections) {
    const zone = baseZone(kind, under);
    if (kind !== 'organ' && kind !== 'body') under = zone;
    bases.push(zone);
  }
  const zoneOf = (sentence: Sentence, index: number): Zone => {
    const section = sections[sentence.section];
    const base = bases[sentence.section];
    if (section === undefined || base === undefined) return 'other';
    const words = report.words[index]?.length ?? 0;
    const raw = text.slice(sentence.startUtf16, sentence.endUtf16);
    const isHeading = section.heading !== null && sentence.endUtf16 <= section.body.startUtf16;
    // The words are looked at last: most sentences stand where no title does.
    if (words <= titleWords && isTitle(section, base, index, isHeading) && announces(raw, index === 0))
      return 'title';
    if (isHeading) return 'heading';
    // What stands before a heading for the findings is told of the patient.
    if (
      hasFindings &&
      section.kind === 'body' &&
      section.heading === null &&
      sentence.section < firstFindings
    )
      return 'indication';
    const opens = base === 'findings' && section.kind === 'body' && section.heading === null && !described;
    if (opens && clinical.test(raw)) return 'indication';
    if (base === 'findings') described = true;
    return hasFindings ? base : freed(text, section, sentence, base);
  };
  const zones: Zone[] = [];
  sentences.forEach((sentence, index) => {
    zones.push(zoneOf(sentence, index));
  });
  return zones;
}

/** True where a sentence names an exam and measures nothing. */
function announces(raw: string, isFirst: boolean): boolean {
  return !measured.test(raw) && (namesExam(raw) || (isFirst && views.test(raw)));
}

function isTitle(section: Section, base: Zone, index: number, isHeading: boolean): boolean {
  if (examHeading.test(section.title) && !isHeading) return base === 'header' || base === 'other';
  if (section.kind === 'body' || section.kind === 'organ')
    return index < titleSentences && base === 'findings';
  return section.kind === 'header' && index < titleSentences;
}

/** In a report without a heading for its findings, they begin after the paragraph that a short heading opens. */
function freed(text: string, section: Section, sentence: Sentence, base: Zone): Zone {
  if (base !== 'indication' && base !== 'technique' && base !== 'comparison' && base !== 'header')
    return base;
  const before = text.slice(section.body.startUtf16, sentence.startUtf16);
  if (/\S[^]*\n\s*\n/u.test(before)) return 'findings';
  const label = [...text.slice(section.body.startUtf16, sentence.endUtf16).matchAll(examLabel)];
  if (label.some(([, words = '']) => namesExam(words))) return 'findings';
  // Patient data are one to a line.
  return base === 'header' && /\S[^]*\n/u.test(before) ? 'findings' : base;
}
