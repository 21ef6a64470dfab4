/** `missing-impression`: a report of an exam has findings and no Impression, or an empty one. */
import { phrases } from './phrases.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

/** Shorter findings are their own impression. */
const leastWords = 16;
/** Running text that concludes without a heading. */
const concludes = phrases(
  'in summary; in conclusion; overall; conclusion; conclusiones; en resumen; en conclusion; en suma; impresion; impression; opinion; diagnostico; diagnosis; bi rads; resumen',
);

export function missingImpression(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const { sections, text } = report;
  const impressions = sections.filter((section) => section.kind === 'impression');
  const closing = report.sentences.some((_, i) => zones[i] === 'impression');
  if (closing) return [];
  const findings = sections.find((section) => section.kind === 'findings');
  const described = report.sentences.reduce(
    (sum, _, i) => sum + (zones[i] === 'findings' ? (report.words[i]?.length ?? 0) : 0),
    0,
  );
  const [empty] = impressions;
  if (empty !== undefined && described > 0) {
    return [{ id: 'missing-impression', span: empty.heading ?? empty, related: [], messageArguments: {} }];
  }
  if (findings === undefined || described < leastWords) return [];
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
