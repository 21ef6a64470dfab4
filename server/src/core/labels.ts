/** Report labels (S4): attention queries over all words of a report, merged from its sentences. */
import { statedCues } from './labelCues.js';
import { logSumOf, valueOf, weightsOf } from './labelQueries.js';
import type { LabelHead, ReaderHead } from './readerHead.js';
import type { ParsedReport } from './report.js';
import { likeliestFinding } from './statedFindings.js';
import { readSentences, sharesOf, shiftOf } from './reportAttention.js';
import type { ReadSentence } from './reportAttention.js';
import type { Entity, LabelEvidenceSpan, LabelQueries, ReportLabel, SentenceReading } from './types.js';

/** Evidence of one label, at most. */
const maximumEvidence = 5;
/** A sentence that adds less than this part of what the strongest one adds is no evidence. */
const leastPart = 0.1;
/** Words of at least this part of their sentence's highest weight are its top words. */
const topWeight = 0.5;
/** A finding without a top word stands for its sentence where one of its words has this weight. */
const lesserWeight = 0.2;
/** `LabelQueries.weights`: its lowest character and the step count above it. */
const zeroWeight = 48;
const fullWeight = 63;

/** One query over the whole report. */
export interface MergedQuery {
  /** Calibrated, 0 to 1. */
  readonly probability: number;
  /** Attention-weighted mean of the word values, before bias and calibration. */
  readonly value: number;
  /** Each read sentence's part of the attention; they sum to 1. */
  readonly shares: readonly number[];
}

/**
 * Merges query number `query` of the pack: the numbers of one softmax over all words of the report.
 * @param stated added to the logit for what the report's findings say (`statedEvidence`).
 */
export function mergeQuery(
  report: ParsedReport,
  sentences: readonly ReadSentence[],
  query: number,
  head: LabelHead,
  stated: number,
): MergedQuery {
  const logSums: number[] = [];
  for (const { sentence, reading } of sentences) {
    logSums.push(logSumOf(reading.labels, query) + shiftOf(report, sentence, head.sectionShift));
  }
  const shares = sharesOf(logSums);
  let value = 0;
  for (let i = 0; i < shares.length; i++) {
    const of = sentences[i]?.reading.labels;
    if (of !== undefined) value += (shares[i] ?? 0) * valueOf(of, query);
  }
  const logit = head.calibration.scale * (value + head.bias + stated) + head.calibration.offset;
  return { probability: 1 / (1 + Math.exp(-logit)), value, shares };
}

/**
 * What the findings that a report states add to each label's logit: any of them to `abnormal`, those with a phrase of the
 * label to the others.
 * @param without index of a sentence that is left out, as in the deletion test.
 */
export function statedEvidence(
  report: ParsedReport,
  entities: readonly Entity[],
  { labels, cues }: ReaderHead,
  without: number | null = null,
): number[] {
  const finding = likeliestFinding(report, entities, without);
  const said = cues === null ? null : statedCues(report, entities, cues, without);
  const stated: number[] = [];
  for (const { id, finding: weight } of labels)
    stated.push(weight * finding + (id === 'head' ? 0 : (cues?.weight ?? 0) * (said?.get(id) ?? 0)));
  return stated;
}

/** The eight labels with their evidence; none where no sentence has a report reading. */
export function mergeLabels(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  entities: readonly Entity[],
  reader: ReaderHead,
): ReportLabel[] {
  const { labels } = reader;
  const sentences = readSentences(readings);
  if (sentences.length === 0) return [];
  const headQuery = labels.findIndex(({ id }) => id === 'head');
  const head = labels[headQuery];
  const isHead =
    head !== undefined && mergeQuery(report, sentences, headQuery, head, 0).probability >= head.specific;
  // Phrases speak for labels of the head alone.
  const stated = statedEvidence(report, entities, isHead ? reader : { ...reader, cues: null });
  const merged: MergedQuery[] = [];
  labels.forEach((label, query) => {
    merged.push(mergeQuery(report, sentences, query, label, stated[query] ?? 0));
  });
  return labels.flatMap(({ id, specific, sensitive }, query): ReportLabel[] => {
    const of = merged[query];
    if (id === 'head' || of === undefined) return [];
    const applies = id === 'abnormal' || isHead;
    const value = applies && of.probability >= specific;
    return [
      {
        id,
        probability: of.probability,
        threshold: specific,
        sensitiveThreshold: sensitive,
        value,
        applies,
        evidence: value ? evidenceOf(report, sentences, { id, query }, of.shares, entities) : [],
      },
    ];
  });
}

/** Sentences by what they add to the label's value, each as the finding that its top words name, if one. */
function evidenceOf(
  report: ParsedReport,
  sentences: readonly ReadSentence[],
  { id, query }: { readonly id: string; readonly query: number },
  shares: readonly number[],
  entities: readonly Entity[],
): LabelEvidenceSpan[] {
  const ranked: { sentence: number; share: number; added: number; labels: LabelQueries }[] = [];
  sentences.forEach(({ sentence, reading: { labels } }, i) => {
    const share = shares[i] ?? 0;
    ranked.push({ sentence, share, added: share * valueOf(labels, query), labels });
  });
  ranked.sort((a, b) => b.added - a.added || a.sentence - b.sentence);
  const strongest = ranked[0]?.added ?? 0;
  const evidence: LabelEvidenceSpan[] = [];
  for (const { sentence, share, added, labels } of ranked) {
    if (evidence.length === maximumEvidence) break;
    // The strongest stands for the label also where the bias alone made it true.
    if (evidence.length > 0 && !(added > 0 && added >= leastPart * strongest)) break;
    const place = report.sentences[sentence];
    if (place === undefined) continue;
    const finding = topFinding(report, sentence, weightsOf(labels, query), entities, id === 'abnormal');
    if (finding !== null && evidence.some(({ entity }) => entity === finding.id)) continue;
    const { startUtf16, endUtf16 } = finding ?? place;
    evidence.push({ startUtf16, endUtf16, attention: share, entity: finding?.id ?? null });
  }
  return evidence;
}

/**
 * The patient's finding, present or possible, that holds most of a sentence's top weights; of a sentence whose top words
 * are beside its findings ("31 mm solid enhancing mass"), the one that holds most weight at all.
 * @param isAny a finding of the sentence supports the label whatever its weight: the likeliest, where none has any.
 */
function topFinding(
  report: ParsedReport,
  sentence: number,
  weights: string,
  entities: readonly Entity[],
  isAny: boolean,
): Entity | null {
  const place = report.sentences[sentence];
  const from = place?.organHeading?.startUtf16 ?? place?.startUtf16 ?? 0;
  const to = place?.endUtf16 ?? 0;
  const findings = entities.filter(
    ({ type, assertion, experiencer, startUtf16, endUtf16 }) =>
      type === 'Finding' &&
      assertion !== 'absent' &&
      experiencer === 'patient' &&
      startUtf16 >= from &&
      endUtf16 <= to,
  );
  const heldBy = (least: number): Entity | null => {
    const held = new Float64Array(findings.length);
    (report.words[sentence] ?? []).forEach((word, w) => {
      const weight = (weights.charCodeAt(w) - zeroWeight) / fullWeight;
      if (!(weight >= least)) return;
      findings.forEach(({ startUtf16, endUtf16 }, f) => {
        if (word.startUtf16 >= startUtf16 && word.endUtf16 <= endUtf16) held[f] = (held[f] ?? 0) + weight;
      });
    });
    const most = Math.max(0, ...held);
    return most === 0 ? null : (findings[held.indexOf(most)] ?? null);
  };
  const found = heldBy(topWeight) ?? heldBy(isAny ? 0 : lesserWeight);
  if (found !== null || !isAny) return found;
  return findings.reduce<Entity | null>(
    (best, one) => (best !== null && best.score >= one.score ? best : one),
    null,
  );
}
