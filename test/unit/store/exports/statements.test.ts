import { expect, it } from 'vitest';
import { experiencers, isAccepted } from '../../../../server/src/store/exports/statements.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../records.js';

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

it('takes no accepted code that the report has come to deny or to say of a relative', () => {
  const accepted = { ...code, decision: 'accepted' as const };
  expect(isAccepted(accepted)).toBe(true);
  expect(isAccepted(code)).toBe(false);
  expect(isAccepted({ ...code, decision: 'dismissed' })).toBe(false);
  expect(isAccepted({ ...accepted, assertion: 'absent' })).toBe(false);
  expect(isAccepted({ ...accepted, experiencer: 'family' })).toBe(false);
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
