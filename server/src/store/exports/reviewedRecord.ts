/**
 * A record with people's decisions in it: what every export writes. A label, code, finding or check that a person
 * decided on says so (`decision`), and its `value` is what the person said. A finding that was given another span has
 * it, evidence that was dismissed is gone, and an accepted code that the model did not rank is there.
 */
import { isOffered } from '../../core/assertion.js';
import { codePointOffsets } from '../../core/offsets.js';
import type { Span } from '../../core/types.js';
import type { LabelEvidence, LabelRecord } from '../labelRecord.js';
import type { ReportReviews, SubjectState } from '../reviews/reportReviews.js';
import type { Subject } from '../reviews/reviewLine.js';
import type { RecordCode, RecordEntity } from './exportFormat.js';

type Decided = 'accepted' | 'dismissed';

/**
 * @param record of the report as it reads now.
 * @param text the report's, which the record's offsets count in.
 */
export function reviewedRecord(record: LabelRecord, reviews: ReportReviews, text: string): LabelRecord {
  const places = placesIn(text);
  return {
    ...record,
    labels: reviews.empty
      ? record.labels
      : record.labels.map((label) => reviewedLabel(label, reviews, places)),
    codes: reviews.empty
      ? record.codes
      : [
          ...record.codes.map((code) => reviewedCode(code, reviews, places)),
          ...unrankedCodes(record, reviews, places),
        ],
    entities: reviews.empty
      ? record.entities
      : record.entities.map((entity) => reviewedEntity(entity, record, reviews, places)),
    // A check may be ignored everywhere: then a report without decisions has it dismissed too.
    quality: record.quality.map((check) => {
      const subject: Subject = { kind: 'quality', id: check.id };
      const spans = check.evidence.map(places.span);
      const state = reviews.state(subject, spans);
      const [first = { startUtf16: 0, endUtf16: 0 }] = spans;
      return reviews.isIgnored(check.id, first)
        ? { ...check, decision: 'dismissed' as const }
        : { ...check, ...decisionOf(state) };
    }),
  };
}

/** A record without what a person dismissed, and without the relations of findings that were. */
export function withoutDismissed(record: LabelRecord): LabelRecord {
  const stands = ({ decision }: { readonly decision?: Decided }): boolean => decision !== 'dismissed';
  const entities = record.entities.filter(stands);
  const ids = new Set(entities.map(({ id }) => id));
  return {
    ...record,
    labels: record.labels.filter(stands),
    codes: record.codes.filter(stands),
    entities,
    relations: record.relations.filter(({ head, tail }) => ids.has(head) && ids.has(tail)),
    quality: record.quality.filter(stands),
  };
}

/** How many things of a record a person decided on. */
export function countDecisions({ labels, codes, entities, quality }: LabelRecord): {
  readonly accepted: number;
  readonly dismissed: number;
} {
  const all: readonly { readonly decision?: Decided }[] = [...labels, ...codes, ...entities, ...quality];
  const count = (wanted: Decided): number => all.filter(({ decision }) => decision === wanted).length;
  return { accepted: count('accepted'), dismissed: count('dismissed') };
}

/** Between the code points of records and the UTF-16 units of decisions. */
interface Places {
  readonly span: (points: { readonly start: number; readonly end: number }) => Span;
  readonly points: (span: Span) => { readonly start: number; readonly end: number; readonly text: string };
}

function placesIn(text: string): Places {
  const offsets = codePointOffsets(text);
  return {
    span: ({ start, end }) => ({ startUtf16: offsets.toUtf16(start), endUtf16: offsets.toUtf16(end) }),
    points: ({ startUtf16, endUtf16 }) => ({
      start: offsets.toCodePoint(startUtf16),
      end: offsets.toCodePoint(endUtf16),
      text: text.slice(startUtf16, endUtf16),
    }),
  };
}

/** Stale is undecided: it was accepted for words that the report no longer has. */
function decisionOf(state: SubjectState): { readonly decision?: Decided } {
  return state === 'none' || state === 'stale' ? {} : { decision: state };
}

function reviewedLabel(
  label: LabelRecord['labels'][number],
  reviews: ReportReviews,
  places: Places,
): LabelRecord['labels'][number] {
  const state = reviews.state({ kind: 'label', id: label.id }, label.evidence.map(places.span));
  const { decision } = decisionOf(state);
  if (decision === undefined) return label;
  return { ...label, value: decision === 'accepted', decision };
}

function reviewedCode(code: RecordCode, reviews: ReportReviews, places: Places): RecordCode {
  const subject = { kind: 'code', system: code.system, code: code.code } as const;
  const spans = code.evidence.map(places.span);
  const { decision } = decisionOf(reviews.state(subject, spans));
  if (decision === 'dismissed') return { ...code, value: false, decision };
  const evidence = code.evidence.flatMap((phrase, index): LabelEvidence => {
    const span = spans[index];
    if (span === undefined || reviews.on(subject, span) !== 'dismissed') return [phrase];
    const moved = reviews.movedTo(subject, span);
    return moved === null ? [] : [places.points(moved)];
  });
  // What the report has come to deny stays the model's.
  if (decision === 'accepted') return { ...code, value: code.value || isOffered(code), evidence, decision };
  return { ...code, evidence };
}

/** Accepted codes that the record does not rank: a person found them elsewhere. */
function unrankedCodes(record: LabelRecord, reviews: ReportReviews, places: Places): RecordCode[] {
  const last = new Map<string, number>();
  for (const { system, rank } of record.codes) last.set(system, Math.max(rank, last.get(system) ?? 0));
  return reviews.decidedCodes().flatMap(({ subject, accepted, spans }): RecordCode[] => {
    const { system, code } = subject;
    if (!accepted || record.codes.some((one) => one.system === system && one.code === code)) return [];
    const rank = (last.get(system) ?? 0) + 1;
    last.set(system, rank);
    return [
      {
        system,
        code,
        description: '',
        probability: 0,
        rank,
        value: true,
        assertion: 'present',
        experiencer: 'patient',
        decision: 'accepted',
        evidence: spans.map(places.points),
      },
    ];
  });
}

/** A finding by its words and those of its anatomies, as flags are decided on. */
function reviewedEntity(
  entity: RecordEntity,
  { entities, relations }: LabelRecord,
  reviews: ReportReviews,
  places: Places,
): RecordEntity {
  if (entity.type !== 'Finding') return entity;
  const subject = { kind: 'finding', id: entity.type } as const;
  const span = places.span(entity);
  const moved = reviews.movedTo(subject, span);
  if (moved !== null) {
    const whole: RecordEntity = { ...entity, ...places.points(moved), decision: 'accepted' };
    delete whole.fragments;
    return whole;
  }
  const anatomies = relations
    .filter(({ type, head }) => type === 'has' && head === entity.id)
    .flatMap(({ tail }) => entities.find(({ id }) => id === tail) ?? []);
  return { ...entity, ...decisionOf(reviews.findingState(subject, span, anatomies.map(places.span))) };
}
