/** Flags: the findings, or else the sentences, that a report label rests on. */
import { statedFindings } from '../core/statedFindings.js';
import { mostAttended } from '../core/wordAttention.js';
import type { Entity, LabelEvidenceSpan, ReportLabel, Span } from '../core/types.js';
import { flagIdPrefix } from '../protocol.js';
import type { FlagSubject } from '../protocol.js';
import type { Analysed } from './analysed.js';
import type { ReportReviews } from '../store/reviews/reportReviews.js';
import { findingSubject, labelSubject } from './flagReviews.js';
import { Relations } from './relations.js';
import type { ReviewStore } from './reviewDesk.js';

export interface Flag {
  /** `flag-` and the id of the first label. */
  readonly id: string;
  readonly span: Span;
  /** The labels that it supports: head categories before `abnormal`, the likelier first. Never empty. */
  readonly labels: readonly ReportLabel[];
  /** Null where it sits on a sentence. */
  readonly finding: Entity | null;
  /** True where a label is between its two thresholds or the finding is possible. */
  readonly doubtful: boolean;
  readonly subject: FlagSubject;
}

/** A sentence's or finding's labels while they are collected. */
interface Collected {
  readonly span: Span;
  readonly finding: Entity | null;
  readonly doubtful: boolean;
  readonly labels: ReportLabel[];
}

/** True for what a flag may sit on: the patient's, present or possible. */
function isStated({ type, assertion, experiencer }: Entity): boolean {
  return type === 'Finding' && assertion !== 'absent' && experiencer === 'patient';
}

/** Words by which a sentence calls what it states normal: of the age, or a variant. */
const calledNormal =
  /\b(?:(?:acordes?|propi[oa]s?|normal(?:es)?|adecuad[oa]s?|esperables?)\s(?:con|de|a|para)\s(?:la|su)\sedad|para\s(?:la|su)\sedad|age[-\s](?:appropriate|related)|(?:for|to|with)\s(?:(?:the\s)?patient['’]s\s|his\s|her\s|stated\s)?age|variantes?\s(?:de\sla\snormalidad|normal(?:es)?|anat[oó]micas?)|(?:normal|anatomic(?:al)?)\svariants?)\b/iu;

/** True where the sentence of a place calls what it states normal. */
function isCalledNormal({ analysis }: Analysed, text: string, place: Span): boolean {
  const sentence = analysis?.sentences.find(
    ({ startUtf16, endUtf16 }) => startUtf16 <= place.startUtf16 && place.startUtf16 < endUtf16,
  );
  return (
    sentence !== undefined &&
    calledNormal.test(text.slice(sentence.startUtf16, sentence.endUtf16).normalize('NFC'))
  );
}

/** A finding that supports a label beside its evidence is at least this likely. */
const leastScore = 0.5;

/** Whatever a report states to be there supports `abnormal`, evidence of its attention or not. */
function othersOf({ report, analysis }: Analysed, { id }: ReportLabel): Entity[] {
  if (id !== 'abnormal' || report === null || analysis === null) return [];
  return statedFindings(report, analysis.entities).filter(({ score }) => score >= leastScore);
}

/** Head categories say more than `abnormal`. */
function bySpecificity(a: ReportLabel, b: ReportLabel): number {
  return Number(a.id === 'abnormal') - Number(b.id === 'abnormal') || b.probability - a.probability;
}

/** True between the two thresholds. */
export function isDoubtful({ applies, value, probability, sensitiveThreshold }: ReportLabel): boolean {
  return applies && !value && probability >= sensitiveThreshold;
}

/** Labels that count as stated: the model's, and those that a person accepted. */
export function statedLabels(analysed: Analysed, reviews: ReviewStore): ReportLabel[] {
  const report = reviews.of(analysed);
  return openLabels(analysed, reviews).filter(
    (label) => (label.applies && label.value) || isAccepted(label, report),
  );
}

/** True where a person says that the report states it. */
export function isAccepted(label: ReportLabel, report: ReportReviews): boolean {
  return !report.empty && report.state(...labelSubject(label)) === 'accepted';
}

/** Labels of an analysis that a person has not dismissed. */
export function openLabels(analysed: Analysed, reviews: ReviewStore): ReportLabel[] {
  const labels = analysed.analysis?.labels ?? [];
  const report = reviews.of(analysed);
  if (report.empty) return [...labels];
  return labels.filter((label) => report.state(...labelSubject(label)) !== 'dismissed');
}

/**
 * Flags in text order, as `glosa.flags` wants them: `all` are those of labels that the report states; `doubtful`
 * are those of them on possible findings, and one on the most attended sentence of each doubtful label.
 */
export function flagsOf(analysed: Analysed, reviews: ReviewStore): Flag[] {
  const { flags: wanted } = analysed.settings;
  if (wanted === 'none') return [];
  const labels = openLabels(analysed, reviews);
  const stands = statedLabels(analysed, reviews);
  const found = new Map<string, Collected>();
  const add = (key: string, place: Omit<Collected, 'labels'>, label: ReportLabel): void => {
    const known = found.get(key) ?? { ...place, labels: [] };
    known.labels.push(label);
    found.set(key, known);
  };
  const relations = new Relations(analysed);
  const text = analysed.report?.text ?? '';
  for (const label of stands) {
    const findings = label.evidence.flatMap(({ entity }) => relations.entity(entity ?? '') ?? []);
    const stated = [...new Set([...findings.filter(isStated), ...othersOf(analysed, label)])];
    for (const finding of stated) {
      if (isCalledNormal(analysed, text, finding) || isDismissed(analysed, finding, relations, reviews))
        continue;
      const doubtful = finding.assertion === 'possible';
      if (wanted === 'all' || doubtful) add(finding.id, { span: finding, finding, doubtful }, label);
    }
    const span =
      stated.length > 0 || wanted !== 'all'
        ? null
        : (topSentence(analysed, label.evidence, relations) ?? attendedSpan(analysed, label));
    if (span !== null && !isCalledNormal(analysed, text, span))
      add(`at ${span.startUtf16}`, { span, finding: null, doubtful: false }, label);
  }
  if (wanted === 'doubtful') {
    for (const label of labels.filter((one) => isDoubtful(one) && !stands.includes(one))) {
      const span = attendedSpan(analysed, label);
      if (span !== null) add(`at ${span.startUtf16}`, { span, finding: null, doubtful: true }, label);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.span.startUtf16 - b.span.startUtf16 || a.span.endUtf16 - b.span.endUtf16)
    .flatMap(toFlag);
}

function toFlag({ labels, ...place }: Collected): Flag[] {
  const sorted = labels.sort(bySpecificity);
  const [first] = sorted;
  if (first === undefined) return [];
  const subject: FlagSubject =
    place.finding === null ? { kind: 'label', id: first.id } : { kind: 'finding', id: place.finding.id };
  return [{ ...place, id: `${flagIdPrefix}${first.id}`, labels: sorted, subject }];
}

function isDismissed(
  analysed: Analysed,
  finding: Entity,
  relations: Relations,
  reviews: ReviewStore,
): boolean {
  const report = reviews.of(analysed);
  if (report.empty) return false;
  const [subject, [words = finding, ...anatomies]] = findingSubject(finding, relations);
  return report.findingState(subject, words, anatomies) === 'dismissed';
}

/** The sentence of the evidence with the highest attention. */
function topSentence(
  analysed: Analysed,
  evidence: readonly LabelEvidenceSpan[],
  relations: Relations,
): Span | null {
  const [top] = [...evidence].sort((a, b) => b.attention - a.attention);
  if (top === undefined) return null;
  const sentence = relations.entity(top.entity ?? '')?.sentence;
  return sentence === undefined ? top : (analysed.analysis?.sentences[sentence] ?? top);
}

/** Where a label without evidence has most of its attention. */
export function attendedSpan({ report, readings, vocabulary }: Analysed, { id }: ReportLabel): Span | null {
  if (report === null || vocabulary?.reader == null) return null;
  return mostAttended(report, readings, id, vocabulary.reader);
}
