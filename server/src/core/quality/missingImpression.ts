/** `missing-impression`: a report of an exam has findings and no Impression, or an empty one. */
import type { Span } from '../types.js';
import { phrases } from './phrases.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

/** Shorter findings are their own impression. */
const leastWords = 16;
/** Running text that concludes without a heading. */
const concludes = phrases(
  'in summary; in conclusion; overall; conclusion; conclusiones; en resumen; en conclusion; en suma; impresion; impression; opinion; diagnostico; diagnosis; bi rads; resumen',
);

/** A letter to a colleague closes as a letter does. */
const letter =
  /^\s*(?:dear|estimad[oa]|apreciad[oa])\b|\b(?:yours sincerely|kind regards|atentamente|un (?:cordial )?saludo)\b/iu;
/** An exam that only asks where something lies. */
const placement =
  /\b(?:ngt?|ett|picc|(?:line|tube|catheter) (?:position|placement)|tube|sonda|colocaci[oó]n de|comprobaci[oó]n de)\b/iu;
/** "Findings and impression" under one heading. */
const both =
  /(?:findings?|hallazgos?|report|informe|descripci[oó]n)\s*(?:and|y|e|&|\/)\s*(?:impression|conclusions?|opinion|impresi[oó]n|conclusi[oó]n|valoraci[oó]n|juicio|diagn)/iu;
/** What stands under an empty heading. */
const signature =
  /^\W*(?:electronically |digitally )?(?:(?:signed|dictated|verified|reported|firmad[oa])(?=\s*(?:by|por|:|electr|digital))|fdo\b|dra?\b|cc\b|m[eé]dico\b|radi[oó]log[oa]\b|radiologist\b)|^\W*\[\*\*[^\]]{0,80}\]\W*$/iu;

function isSignature(text: string, { startUtf16, endUtf16 }: Span): boolean {
  return signature.test(text.slice(startUtf16, endUtf16).trim());
}

function says(text: string, { startUtf16, endUtf16 }: Span): boolean {
  return /\p{L}{2}/u.test(text.slice(startUtf16, endUtf16));
}

export function missingImpression(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const { sections, text } = report;
  const impressions = sections.filter((section) => section.kind === 'impression');
  // What follows a signature belongs to it.
  const below = report.sentences.filter((_, i) => zones[i] === 'impression');
  const signed = below.findIndex((s) => isSignature(text, s));
  const closing = below.slice(0, signed < 0 ? below.length : signed).some((s) => says(text, s));
  if (closing || letter.test(text) || sections.some((s) => both.test(s.title))) return [];
  const findings = sections.find((section) => section.kind === 'findings');
  const described = report.sentences.reduce(
    (sum, _, i) => sum + (zones[i] === 'findings' ? (report.words[i]?.length ?? 0) : 0),
    0,
  );
  const [empty] = impressions;
  if (empty !== undefined && described > 0) {
    return [{ id: 'missing-impression', span: empty.heading ?? empty, related: [], messageArguments: {} }];
  }
  // Where a tube or a line lies is the whole answer.
  if (
    report.sentences.some(
      (s, i) => zones[i] === 'title' && placement.test(text.slice(s.startUtf16, s.endUtf16)),
    )
  )
    return [];
  const told = report.sentences.filter((_, i) => zones[i] === 'findings').length;
  if (findings === undefined || described < leastWords || told < 2) return [];
  if (report.sentences.some((_, i) => zones[i] === 'findings' && concludes.has(report.words[i] ?? [])))
    return [];
  const heading = report.language === 'es' ? 'IMPRESIÓN' : 'IMPRESSION';
  const end = text.trimEnd().length;
  return [
    {
      id: 'missing-impression',
      span: findings.heading ?? findings,
      related: [],
      messageArguments: {},
      fix: {
        title: 'addImpression',
        edits: [{ startUtf16: end, endUtf16: end, newText: `\n\n${heading}: ` }],
      },
    },
  ];
}
