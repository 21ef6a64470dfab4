/** What of one label record is worth a person's look, and how doubtful it is. Pure. */
import { isOffered } from '../../core/assertion.js';
import type { Subject } from '../reviews/reviewLine.js';
import type { StoredRecord } from '../labelRecord.js';

/** `mislabel`: value and evidence disagree; `doubtful`: near the threshold; `check`: a quality check. */
export type CandidateReason = 'mislabel' | 'doubtful' | 'check';

type Evidence = StoredRecord['labels'][number]['evidence'];

export interface Candidate {
  readonly subject: Subject;
  readonly reason: CandidateReason;
  /** Of a code or of a check, in the report's language; empty for labels and where the record has no words. */
  readonly description: string;
  /** Null for checks. */
  readonly probability: number | null;
  /** Of labels; null where the record does not say it. */
  readonly threshold: number | null;
  readonly value: boolean;
  readonly evidence: Evidence;
}

/** A label whose probability is at most so far from where it is stated is doubtful, whatever its own band is. */
const labelBand = 0.1;
/** A stated label that is less likely than this is doubtful, however low its threshold. */
const sureLabel = 0.7;
/** A code with less than this is none that a person would miss. */
const leastCode = 0.2;
/** At most so far from the system's threshold. */
const codeBand = 0.2;

/** How far a probability is from the threshold: the less, the more doubtful. */
export function doubtOf(probability: number, threshold: number): number {
  return Math.abs(probability - threshold);
}

/** True where a code's probability is near enough to its system's threshold. */
export function isDoubtfulCode(probability: number, threshold: number): boolean {
  return doubtOf(probability, threshold) <= codeBand;
}

/**
 * Labels and checks to look at, and codes that may be doubtful: {@link isDoubtfulCode} decides once the system's
 * threshold is known.
 * @param record one that this version wrote; what of another shape it holds is passed over.
 */
export function candidatesOf(record: StoredRecord): Candidate[] {
  return [...labelCandidates(record), ...codeCandidates(record), ...checkCandidates(record)];
}

function labelCandidates(record: StoredRecord): Candidate[] {
  const applying = record.labels.filter(({ applies }) => applies);
  const category = applying.some(({ id, value }) => id !== 'abnormal' && value);
  return applying.flatMap((label): Candidate[] => {
    const { id, probability, threshold, sensitiveThreshold, value, evidence } = label;
    const sure = value
      ? probability > Math.max(threshold + labelBand, sureLabel)
      : probability < Math.min(threshold - labelBand, sensitiveThreshold);
    // A report that states a head category states something abnormal.
    const contradicts = id === 'abnormal' ? !value && category : value && deniedBy(record, evidence);
    if (!contradicts && sure) return [];
    return [
      {
        subject: { kind: 'label', id },
        reason: contradicts ? 'mislabel' : 'doubtful',
        description: '',
        probability,
        threshold,
        value,
        evidence,
      },
    ];
  });
}

/** True where the evidence holds findings, and the report denies all of them or says them of others. */
function deniedBy({ entities }: StoredRecord, evidence: Evidence): boolean {
  const findings = entities.filter(
    ({ type, start, end }) =>
      type === 'Finding' && evidence.some((phrase) => phrase.start <= start && end <= phrase.end),
  );
  return (
    findings.length > 0 &&
    findings.every(
      ({ assertion, experiencer }) => assertion === 'absent' || (experiencer ?? 'patient') !== 'patient',
    )
  );
}

function codeCandidates({ codes }: StoredRecord): Candidate[] {
  const next = new Set<string>();
  return codes.flatMap((code): Candidate[] => {
    const { system, probability, value, evidence, description } = code;
    if (!isOffered(code)) return [];
    // Of the codes below the threshold the best of each system.
    if (!value && (probability < leastCode || next.has(system))) return [];
    if (!value) next.add(system);
    return [
      {
        subject: { kind: 'code', system, code: code.code },
        reason: 'doubtful',
        description,
        probability,
        threshold: null,
        value,
        evidence,
      },
    ];
  });
}

function checkCandidates({ quality }: StoredRecord): Candidate[] {
  return quality.map(({ id, message, evidence }) => ({
    subject: { kind: 'quality', id },
    reason: 'check',
    description: message ?? '',
    probability: null,
    threshold: null,
    value: true,
    evidence: evidence.slice(0, 1),
  }));
}
