import { describe, expect, it } from 'vitest';
import { storedRecordSchema } from '../../../server/src/store/labelRecord.js';
import type { LabelRecord } from '../../../server/src/store/labelRecord.js';
import { withText, withoutText } from '../../../server/src/store/recordText.js';
import { record } from './records.js';

const text = '🧠 RM cerebral: glioblastoma frontal derecho. Sin hemorragia.';
const place = (words: string): { start: number; end: number; text: string } => {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  return { start, end: start + Array.from(words).length, text: words };
};
const whole: LabelRecord = {
  ...record('a/b.txt', text, [
    {
      system: 'ICD-O-3',
      code: '9440/3',
      description: 'Glioblastoma, SAI',
      probability: 0.9,
      rank: 1,
      value: true,
      assertion: 'present',
      experiencer: 'patient',
      evidence: [place('glioblastoma')],
    },
  ]),
  labels: [
    {
      id: 'mass',
      probability: 0.9,
      threshold: 0.5,
      sensitiveThreshold: 0.3,
      value: true,
      applies: true,
      evidence: [place('glioblastoma frontal')],
    },
  ],
  entities: [
    {
      id: 'e1',
      type: 'Finding',
      ...place('glioblastoma'),
      fragments: [
        { start: 16, end: 20 },
        { start: 22, end: 28 },
      ],
      score: 1,
      assertion: 'present',
      experiencer: 'patient',
      subtype: null,
      snomed: null,
      side: null,
      trend: null,
    },
  ],
  quality: [
    {
      id: 'missing-impression',
      severity: 'warning',
      message: 'The report says glioblastoma.',
      evidence: [place('Sin hemorragia')],
    },
  ],
};

describe('a record without the report’s words', () => {
  const bare = withoutText(whole);

  it('holds none of them, and is a record still', () => {
    expect(JSON.stringify(bare)).not.toMatch(/glioblastoma|hemorragia/u);
    expect(storedRecordSchema.parse(bare)).toEqual(bare);
    expect(bare.codes[0]?.evidence).toEqual([{ start: 15, end: 27 }]);
    expect(bare.codes[0]?.description).toBe('Glioblastoma, SAI');
  });

  it('gets them back from the report, but for the messages of checks', () => {
    const again = withText(bare, text);
    expect({ ...again, quality: [] }).toEqual({ ...whole, quality: [] });
    expect(again.quality[0]?.message).toBe('missing-impression: Sin hemorragia');
    expect(withText(whole, text)).toEqual(whole);
  });
});
