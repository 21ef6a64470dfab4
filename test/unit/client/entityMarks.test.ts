import { describe, expect, it } from 'vitest';
import { entityMarks, rangesByMark } from '../../../client/src/entityMarks.js';
import { entityTypes } from '../../../server/src/protocol.js';
import type { WireEntity, WireRange } from '../../../server/src/protocol.js';

const range = (from: number, to: number): WireRange => ({
  start: { line: 0, character: from },
  end: { line: 0, character: to },
});
const entity = (type: WireEntity['type'], at: WireRange, said: Partial<WireEntity> = {}): WireEntity => ({
  id: 'e1',
  type,
  range: at,
  score: 1,
  assertion: type === 'Finding' ? 'present' : null,
  subtype: null,
  snomed: null,
  side: null,
  trend: null,
  experiencer: type === 'Finding' ? 'patient' : null,
  ...said,
});

describe('rangesByMark', () => {
  it('tells findings apart by what the report says of them', () => {
    const ranges = rangesByMark([
      entity('Finding', range(0, 1)),
      entity('Finding', range(1, 2), { assertion: 'possible' }),
      entity('Finding', range(2, 3), { assertion: 'absent' }),
      entity('Finding', range(3, 4), { experiencer: 'past' }),
      entity('Finding', range(4, 5), { experiencer: 'family', assertion: 'possible' }),
      entity('Finding', range(5, 6), { experiencer: 'family', assertion: 'absent' }),
    ]);
    expect(ranges.present).toEqual([range(0, 1)]);
    expect(ranges.possible).toEqual([range(1, 2)]);
    expect(ranges.absent).toEqual([range(2, 3), range(5, 6)]);
    expect(ranges.elsewhere).toEqual([range(3, 4), range(4, 5)]);
  });

  it('keeps entities that overlap, each with its mark', () => {
    const ranges = rangesByMark([entity('Anatomy', range(0, 9)), entity('Abbreviation', range(0, 3))]);
    expect(ranges.Anatomy).toEqual([range(0, 9)]);
    expect(ranges.Abbreviation).toEqual([range(0, 3)]);
    expect(Object.values(ranges).flat()).toHaveLength(2);
  });

  it('has a mark for every type', () => {
    for (const type of entityTypes) {
      expect(Object.values(rangesByMark([entity(type, range(0, 1))])).flat()).toEqual([range(0, 1)]);
    }
    expect(Object.keys(rangesByMark([]))).toEqual([...entityMarks]);
  });
});
