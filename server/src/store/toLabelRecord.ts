import { createHash } from 'node:crypto';
import { statedCategories } from '../core/assess/index.js';
import { codePointOffsets } from '../core/offsets.js';
import { checkQuality } from '../core/quality/index.js';
import { qualityMessage } from '../core/quality/messages.js';
import { defaultSeverity } from '../core/quality/severity.js';
import type { ParsedReport } from '../core/report.js';
import type { ReportAnalysis, Span } from '../core/types.js';
import type { LabelEvidence, LabelRecord, ModelIdentity } from './labelRecord.js';

/** sha256 of a report's decoded text written as UTF-8, in lower-case hexadecimal. */
export function textSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Turns the analysis of a report into its label record: spans become Unicode code points with their text.
 * @param path as it is to be written: relative to the labelled folder, `/`-separated.
 * @param snomed identifiers of anatomy subtypes (the pack's table).
 * @param sha `textSha256` of its text, given by callers that have computed it already.
 */
export function toLabelRecord(
  path: string,
  parsed: ParsedReport,
  analysis: ReportAnalysis,
  model: ModelIdentity,
  snomed: ReadonlyMap<string, string>,
  sha = textSha256(parsed.text),
): LabelRecord {
  const { text } = parsed;
  const offsets = codePointOffsets(text);
  const at = (utf16: number): number => offsets.toCodePoint(utf16);
  const phrases = (spans: readonly Span[]): LabelEvidence =>
    spans.map(({ startUtf16, endUtf16 }) => ({
      start: at(startUtf16),
      end: at(endUtf16),
      text: text.slice(startUtf16, endUtf16),
    }));
  const assessments = statedCategories(parsed, analysis).flatMap((one) => {
    const { system, variant, value, valid, use, part, side, points } = one;
    const said = { system, variant, value, valid, part, side, points, evidence: phrases([one]) };
    return use === 'legend' ? [] : [{ ...said, use }];
  });
  return {
    path,
    textSha256: sha,
    language: analysis.language,
    model: { name: model.name, version: model.version, sha256: model.sha256 },
    offsets: 'unicode-code-points',
    labels: analysis.labels.map((label) => ({
      id: label.id,
      probability: label.probability,
      threshold: label.threshold,
      sensitiveThreshold: label.sensitiveThreshold,
      value: label.value,
      applies: label.applies,
      evidence: phrases(label.evidence),
    })),
    codes: analysis.codes.map((code) => ({
      system: code.system,
      code: code.code,
      description: code.description,
      probability: code.probability,
      rank: code.rank,
      value: code.value,
      assertion: code.status.assertion,
      experiencer: code.status.experiencer,
      evidence: phrases(code.evidence),
    })),
    entities: analysis.entities.map((entity) => ({
      id: entity.id,
      type: entity.type,
      start: at(entity.startUtf16),
      end: at(entity.endUtf16),
      text: text.slice(entity.startUtf16, entity.endUtf16),
      score: entity.score,
      assertion: entity.assertion,
      experiencer: entity.experiencer,
      subtype: entity.subtype,
      snomed: entity.subtype === null ? null : (snomed.get(entity.subtype) ?? null),
      side: entity.side,
      trend: entity.trend,
    })),
    relations: analysis.relations.map(({ type, head, tail, score }) => ({ type, head, tail, score })),
    quality: checkQuality(parsed, analysis).map((finding) => ({
      id: finding.id,
      severity: defaultSeverity(finding.id),
      message: qualityMessage(finding, analysis.language),
      evidence: phrases([finding.span, ...finding.related]),
    })),
    ...(assessments.length === 0 ? {} : { assessments }),
    notAnalysed: [...analysis.notAnalysed],
  };
}
