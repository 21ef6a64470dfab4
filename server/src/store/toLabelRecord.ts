import { createHash } from 'node:crypto';
import { codePointOffsets } from '../core/offsets.js';
import type { ReportAnalysis, Span } from '../core/types.js';
import type { LabelEvidence, LabelRecord, ModelIdentity } from './labelRecord.js';

/** sha256 of a report's decoded text written as UTF-8, in lower-case hexadecimal. */
export function textSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Turns the analysis of a report into its label record: spans become Unicode code points with their text.
 * @param path as it is to be written: relative to the labelled folder, `/`-separated.
 * @param sha `textSha256(text)`, given by callers that have computed it already.
 */
export function toLabelRecord(
  path: string,
  text: string,
  analysis: ReportAnalysis,
  model: ModelIdentity,
  sha = textSha256(text),
): LabelRecord {
  const offsets = codePointOffsets(text);
  const at = (utf16: number): number => offsets.toCodePoint(utf16);
  const phrases = (spans: readonly Span[]): LabelEvidence =>
    spans.map(({ startUtf16, endUtf16 }) => ({
      start: at(startUtf16),
      end: at(endUtf16),
      text: text.slice(startUtf16, endUtf16),
    }));
  return {
    path,
    textSha256: sha,
    language: analysis.language,
    model: { name: model.name, version: model.version, sha256: model.sha256 },
    offsets: 'unicode-code-points',
    labels: [],
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
      assertion: null,
      subtype: null,
      snomed: null,
      side: null,
      trend: null,
    })),
    relations: [],
    quality: [],
    notAnalysed: [...analysis.notAnalysed],
  };
}
