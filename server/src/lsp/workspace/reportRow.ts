/** One report as the workspace's table holds it: numbers of its record, a few hundred bytes each. */
import { isOffered } from '../../core/assertion.js';
import { examSystem } from '../../core/examCodes.js';
import type { LabelState } from '../../protocol.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { candidatesOf } from '../../store/queue/candidates.js';

/** Labels of one model, shared by its rows. */
export interface LabelSet {
  readonly ids: readonly string[];
  readonly thresholds: readonly number[];
}

export interface StatedCode {
  readonly system: string;
  readonly code: string;
  readonly description: string;
}

/** A code and how likely the report states it. */
export interface RatedCode {
  readonly code: StatedCode;
  readonly probability: number;
}

export interface Row {
  readonly path: string;
  readonly startByte: number;
  readonly bytes: number;
  /** `name version`. */
  readonly model: string;
  readonly modelSha256: string;
  /** Hash of what decisions had taught when it was labelled; null: nothing. */
  readonly calibration: string | null;
  readonly labels: LabelSet;
  /** By the places of `labels.ids`. */
  readonly probabilities: Float64Array;
  readonly states: readonly LabelState[];
  /** Labels whose value their own evidence contradicts. */
  readonly contradicted: readonly string[];
  /** Stated codes, the best first, then the exam's. */
  readonly codes: readonly StatedCode[];
  /** The stated code, and the one that is not stated, that are nearest to the threshold, by system. */
  readonly lastStated: readonly RatedCode[];
  readonly firstUnstated: readonly RatedCode[];
  /** Null where the record has no entities at all. */
  readonly anatomies: readonly { readonly subtype: string; readonly mentions: number }[] | null;
  /** Ids of the checks that found something, each finding once. */
  readonly checks: readonly string[];
  readonly empty: boolean;
}

const nothing: readonly never[] = [];

/** Keeps one copy of what many rows say alike. */
export class Shared {
  readonly #kept = new Map<string, unknown>();

  of<T>(value: T, key = JSON.stringify(value)): T {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept as T;
    this.#kept.set(key, value);
    return value;
  }
}

/**
 * @param record as a line had it.
 * @throws TypeError where the line is JSON but no record.
 */
export function rowOf(record: StoredRecord, startByte: number, bytes: number, shared: Shared): Row {
  const { labels } = record;
  const offered = record.codes.filter(isOffered);
  const ranked = offered.filter(({ system }) => system !== examSystem);
  const stated = [...ranked, ...offered.filter(({ system }) => system === examSystem)].filter(
    ({ value }) => value,
  );
  const mislabelled = candidatesOf(record).flatMap(({ subject, reason }) =>
    subject.kind === 'label' && reason === 'mislabel' ? [subject.id] : [],
  );
  const code = ({ system, code: id, description }: StatedCode): StatedCode =>
    // Reports in two languages name one code in two ways: the first name stays.
    shared.of({ system, code: id, description }, `code ${system}\n${id}`);
  const rated = (codes: typeof ranked, last: boolean): RatedCode[] => {
    const bySystem = new Map<string, RatedCode>();
    for (const one of codes)
      if (last || !bySystem.has(one.system))
        bySystem.set(one.system, { code: code(one), probability: one.probability });
    return bySystem.size === 0 ? (nothing as unknown as RatedCode[]) : [...bySystem.values()];
  };
  return {
    path: record.path,
    startByte,
    bytes,
    model: shared.of(`${record.model.name} ${record.model.version}`),
    modelSha256: shared.of(record.model.sha256),
    calibration: record.calibration === undefined ? null : shared.of(record.calibration.sha256),
    labels: shared.of({
      ids: labels.map(({ id }) => id),
      thresholds: labels.map(({ threshold }) => threshold),
    }),
    probabilities: Float64Array.from(labels, ({ probability }) => probability),
    states: shared.of(labels.map(stateOf)),
    contradicted: mislabelled.length === 0 ? nothing : mislabelled,
    codes: stated.length === 0 ? nothing : stated.map(code),
    lastStated: rated(
      ranked.filter(({ value }) => value),
      true,
    ),
    firstUnstated: rated(
      ranked.filter(({ value }) => !value),
      false,
    ),
    anatomies: anatomiesOf(record, shared),
    checks: record.quality.length === 0 ? nothing : shared.of(record.quality.map(({ id }) => id)),
    empty: record.notAnalysed.includes('empty'),
  };
}

function stateOf(label: StoredRecord['labels'][number]): LabelState {
  if (!label.applies) return 'notApplying';
  if (label.value) return 'stated';
  return label.probability >= label.sensitiveThreshold ? 'doubtful' : 'notStated';
}

function anatomiesOf({ entities }: StoredRecord, shared: Shared): Row['anatomies'] {
  if (entities.length === 0) return null;
  const mentions = new Map<string, number>();
  for (const { subtype } of entities)
    if (subtype !== null) mentions.set(subtype, (mentions.get(subtype) ?? 0) + 1);
  return [...mentions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subtype, count]) => shared.of({ subtype, mentions: count }));
}
