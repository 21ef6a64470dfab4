/** How much a report's labels are worth a look, and why. Pure. */
import type { LookReason } from '../../protocol.js';
import type { Row } from './reportRow.js';

/** What a person, or gold, says of labels: true where the report states it. */
export type Said = ReadonlyMap<string, boolean>;

export interface Judged {
  /** 0 to 1: nearness to a threshold; above: contradicted by evidence (to 2), gold (to 3), a decision (to 4). */
  readonly doubt: number;
  readonly look: LookReason | null;
}

const none: Judged = { doubt: 0, look: null };
const rank = { evidence: 1, gold: 2, review: 3 } as const;

/** 1 at the threshold, 0 as far from it as a probability can be. */
export function nearness(probability: number, threshold: number): number {
  const room = probability >= threshold ? 1 - threshold : threshold;
  return room <= 0 ? 1 : Math.max(0, 1 - Math.abs(probability - threshold) / room);
}

/**
 * What is contradicted comes before what is near; of the contradicted, what the model is surest of.
 * @param thresholds by code system.
 */
export function judge(row: Row, reviewed: Said, gold: Said, thresholds: ReadonlyMap<string, number>): Judged {
  let worst = none;
  const take = (doubt: number, look: LookReason): void => {
    if (doubt > worst.doubt) worst = { doubt, look };
  };
  row.labels.ids.forEach((subject, place) => {
    const state = row.states[place];
    const probability = row.probabilities[place] ?? 0;
    const threshold = row.labels.thresholds[place] ?? 0;
    const stated = state === 'stated';
    const near = nearness(probability, threshold);
    const of = (kind: LookReason['kind']): LookReason => ({
      kind,
      subject,
      system: null,
      probability,
      threshold,
    });
    const decided = reviewed.get(subject);
    const right = gold.get(subject);
    if (decided !== undefined) {
      if (decided !== stated) take(rank.review + 1 - near, of('review'));
    } else if (right !== undefined) {
      if (right !== stated) take(rank.gold + 1 - near, of('gold'));
    } else if (row.contradicted.includes(subject)) {
      // Even at the threshold it is more than near.
      take(rank.evidence + Math.max(1e-6, 1 - near), of('evidence'));
    } else if (state !== 'notApplying') take(near, of('threshold'));
  });
  for (const { code, probability } of [...row.lastStated, ...row.firstUnstated]) {
    const threshold = thresholds.get(code.system);
    if (threshold === undefined) continue;
    const { system, code: subject } = code;
    take(nearness(probability, threshold), { kind: 'threshold', subject, system, probability, threshold });
  }
  return worst;
}

/**
 * A system's threshold is not in the records: it lies between the most probable code that is not stated and the least
 * probable one that is, and is taken for their middle. Systems of which nothing is stated have none.
 */
export function codeThresholds(rows: Iterable<Row>): Map<string, number> {
  const most = new Map<string, number>();
  const least = new Map<string, number>();
  for (const row of rows) {
    for (const { code, probability } of row.firstUnstated)
      most.set(code.system, Math.max(probability, most.get(code.system) ?? 0));
    for (const { code, probability } of row.lastStated)
      least.set(code.system, Math.min(probability, least.get(code.system) ?? 1));
  }
  return new Map(
    [...least].map(([system, stated]) => {
      const unstated = most.get(system) ?? 0;
      return [system, unstated < stated ? (unstated + stated) / 2 : stated];
    }),
  );
}
