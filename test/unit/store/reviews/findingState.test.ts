import { describe, expect, it } from 'vitest';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import type { Decided } from '../../../../server/src/store/reviews/reviewLine.js';
import { decided, spanOf } from './samples.js';

const finding = { kind: 'finding', id: 'Finding' } as const;
const text = 'Masa y quiste en hígado. Nódulo en hígado y en bazo.';

async function after(...decisions: [readonly string[], Decided['decision']][]) {
  const log = ReviewLog.inMemory();
  for (const [words, decision] of decisions) {
    await log.record(decided(text, words, { subject: finding, decision }));
  }
  return (report: string, words: string, ...anatomies: string[]) =>
    log.report('a.report', report).findingState(
      finding,
      spanOf(report, words),
      anatomies.map((anatomy) => spanOf(report, anatomy)),
    );
}

describe('the state of a finding', () => {
  it('is its own, though another one of the same anatomy was decided on after it', async () => {
    const state = await after([['Masa', 'hígado'], 'dismiss'], [['quiste', 'hígado'], 'accept']);
    expect(state(text, 'Masa', 'hígado')).toBe('dismissed');
    expect(state(text, 'quiste', 'hígado')).toBe('accepted');
    expect(state(text, 'Nódulo', 'bazo')).toBe('none');
  });

  it('goes with its words and an anatomy that it was decided with', async () => {
    const state = await after([['Masa', 'hígado'], 'dismiss']);
    expect(state('Masa en bazo. Masa en hígado.', 'Masa', 'bazo')).toBe('none');
    expect(state('Masa en bazo.', 'Masa')).toBe('dismissed');
    expect(state('Masa y quiste en hígado, sin cambios.', 'Masa', 'hígado')).toBe('dismissed');
  });
});
