import { expect, it } from 'vitest';
import {
  afterTeaching,
  beforeTeaching,
  leastDecisions,
  teach,
} from '../../../../server/src/core/learn/recalibrate.js';
import { labelDecisionsOf } from '../../../../server/src/store/reviews/labelDecisions.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import type { Decided, Subject } from '../../../../server/src/store/reviews/reviewLine.js';
import { decided } from './samples.js';

const mass: Subject = { kind: 'label', id: 'mass' };
const model = 'f'.repeat(64);
const text = 'Masa cerebral.';
const decision = (path: string, change: Partial<Decided> = {}, probability = 0.8): Decided =>
  decided(text, ['Masa'], {
    path,
    subject: mass,
    shown: [{ subject: mass, probability: 0.5, ofModel: probability }],
    ...change,
  });

async function taughtBy(...decisions: Decided[]): Promise<ReturnType<typeof labelDecisionsOf>> {
  const log = ReviewLog.inMemory();
  for (const one of decisions) await log.record(one);
  return labelDecisionsOf(log, model);
}

it('the last word on a report counts, with what the model gave', async () => {
  expect(
    await taughtBy(decision('a'), decision('a', { decision: 'dismiss' }), decision('b', {}, 0.6)),
  ).toEqual([
    { label: 'mass', probability: 0.8, accepted: false },
    { label: 'mass', probability: 0.6, accepted: true },
  ]);
});

it('a judgement counts for the report, and "normal" dismisses what was shown', async () => {
  const judged = decision('a', { decision: 'adjudicate', verdict: 'dismissed' });
  const atrophy: Subject = { kind: 'label', id: 'atrophy' };
  const normal = decision('b', {
    decision: 'mark-normal',
    subject: { kind: 'label', id: 'abnormal' },
    shown: [
      { subject: mass, probability: 0.3, ofModel: 0.3 },
      { subject: atrophy, probability: 0.4, ofModel: 0.4 },
    ],
  });
  expect(await taughtBy(decision('a'), judged, normal)).toEqual([
    { label: 'mass', probability: 0.8, accepted: false },
    { label: 'mass', probability: 0.3, accepted: false },
    { label: 'atrophy', probability: 0.4, accepted: false },
  ]);
});

it('another model, a line that does not say what was shown, and what was forgotten teach nothing', async () => {
  const old = decision('b');
  delete old.shown;
  const other = decision('c', { model: { name: 'x', version: '1', sha256: 'e'.repeat(64) } });
  expect(await taughtBy(decision('a'), old, other)).toHaveLength(1);
  const forget = decision('', { decision: 'forget', evidence: [] });
  expect(await taughtBy(decision('a'), forget, decision('d'))).toHaveLength(1);
  const elsewhere = decision('', { decision: 'forget', subject: { kind: 'label', id: 'atrophy' } });
  expect(await taughtBy(decision('a'), elsewhere)).toHaveLength(1);
  expect(await taughtBy(decision('a'), decision('', { decision: 'forget', subject: null }))).toHaveLength(0);
});

it('a forgetting may be taken back, and is no report', async () => {
  const log = ReviewLog.inMemory();
  await log.record(decision('a'));
  await log.record(decision('', { decision: 'forget', evidence: [] }));
  expect([...log.byPath.keys()]).toEqual(['a']);
  const entry = log.undoable('', 2)!;
  await log.record(decision('', { decision: 'undo', subject: null, evidence: [] }), entry);
  expect(labelDecisionsOf(log, model)).toHaveLength(1);
});

it('few decisions change nothing; enough lower what is shown, and the model’s own is found again', () => {
  const dismissals = (count: number) =>
    Array.from({ length: count }, () => ({ label: 'mass' as const, probability: 0.8, accepted: false }));
  expect(teach(dismissals(leastDecisions - 1)).size).toBe(0);
  const by = teach(dismissals(leastDecisions)).get('mass');
  const shown = afterTeaching(0.8, by);
  expect(shown).toBeLessThan(0.75);
  expect(shown).toBeGreaterThan(0.2);
  expect(beforeTeaching(shown, by)).toBeCloseTo(0.8, 9);
  expect(afterTeaching(0.8, undefined)).toBe(0.8);
});
