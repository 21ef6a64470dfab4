import { describe, expect, it } from 'vitest';
import {
  decisionsOf,
  experiencers,
  isAccepted,
  reviewersOf,
} from '../../../../server/src/store/exports/statements.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { EvidenceText } from '../../../../server/src/store/reviews/evidenceText.js';
import type { Decision } from '../../../../server/src/store/reviews/reportReviews.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { record } from '../records.js';

const text = '🧠 Adenocarcinoma gástrico. Metástasis de adenocarcinoma.';
const code: LabelRecord['codes'][number] = {
  system: 'ICD-O-3',
  code: '8140/3',
  description: '',
  probability: 0.9,
  rank: 1,
  value: true,
  assertion: 'present',
  experiencer: 'patient',
  evidence: [
    { start: 2, end: 16, text: 'Adenocarcinoma' },
    { start: 42, end: 56, text: 'adenocarcinoma' },
  ],
};

/** Decides on phrases of the text by their starts in code points. */
async function log(...decisions: [start: number, decision: 'accept' | 'dismiss'][]): Promise<ReviewLog> {
  const reviews = ReviewLog.inMemory();
  const evidence = new EvidenceText(text);
  for (const [start, decision] of decisions) {
    // One emoji stands before every phrase: a unit more in UTF-16.
    const span = { startUtf16: start + 1, endUtf16: start + 15 };
    await reviews.record({
      decision,
      when: '2026-11-26T00:00:00Z',
      who: 'x',
      path: 'a.txt',
      textSha256: evidence.sha256,
      sketch: evidence.sketch,
      model: null,
      vocabulary: null,
      subject: { kind: 'code', system: code.system, code: code.code },
      evidence: [evidence.phrase(span, false)],
    });
  }
  return reviews;
}

describe('decisions of a report', () => {
  it.each<[Decision, [number, 'accept' | 'dismiss'][]]>([
    ['none', []],
    ['accepted', [[42, 'accept']]],
    ['none', [[2, 'dismiss']]],
    [
      'dismissed',
      [
        [2, 'dismiss'],
        [42, 'dismiss'],
      ],
    ],
  ])('%s', async (wanted, decisions) => {
    const reviews = await log(...decisions);
    expect(decisionsOf(reviews.report('a.txt', text), text)(code)).toBe(wanted);
    expect(decisionsOf(reviews.report('b.txt', text), text)(code)).toBe('none');
    expect(reviewersOf(reviews.report('a.txt', text))).toEqual(decisions.length === 0 ? [] : ['x']);
  });

  it('ends when its words are gone', async () => {
    const reviews = await log([2, 'accept']);
    const edited = 'Sin tumor.';
    expect(decisionsOf(reviews.report('a.txt', edited), edited)({ ...code, evidence: [] })).toBe('none');
  });
});

it('takes no accepted code that the report has come to deny or to say of a relative', () => {
  const accepted = (): Decision => 'accepted';
  expect(isAccepted(code, accepted)).toBe(true);
  expect(isAccepted(code, () => 'dismissed')).toBe(false);
  expect(isAccepted({ ...code, assertion: 'absent' }, accepted)).toBe(false);
  expect(isAccepted({ ...code, experiencer: 'family' }, accepted)).toBe(false);
});

it('says whose a finding is, by the record or by a past cue', () => {
  const entity = { type: 'Finding', start: 0, end: 1, text: 'x', score: 1, assertion: 'present' };
  const none = { subtype: null, snomed: null, side: null, trend: null };
  const entities: LabelRecord['entities'] = [
    { id: 'e1', ...entity, ...none },
    { id: 'e2', ...entity, ...none, experiencer: null },
    { id: 'e3', ...entity, ...none, experiencer: 'family' },
    { id: 'e4', ...entity, ...none, experiencer: 'past' },
  ];
  const relations = ['e2', 'e3'].map((tail) => ({ type: 'past', head: 'c', tail, score: 1 }));
  expect([...experiencers({ ...record('a'), entities, relations }).values()]).toEqual([
    'patient',
    'past',
    'family',
    'past',
  ]);
});
