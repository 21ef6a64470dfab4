import { expect, it } from 'vitest';
import { mergeEntities } from '../../../server/src/core/entities.js';
import { parseReport } from '../../../server/src/core/report.js';
import { statedTrend } from '../../../server/src/core/trend.js';
import type { EntityReading } from '../../../server/src/core/types.js';

it.each([
  ['Nódulo pulmonar sólido de 9 mm en lóbulo inferior izquierdo, previamente de 5 mm.', 'increasing'],
  ['nodule of 1.2 cm in the left lower lobe (previously 18 mm)', 'decreasing'],
  ['nodule, previously 6 mm and now 11 mm', 'increasing'],
  ['nódulo de 8 mm (previo 8 mm)', 'no-change'],
  ['nodule of 6 mm, previously 5 mm', null],
  ['mass of 12 x 9 mm, previously 20 x 6 mm', null],
  ['Nódulo en LII que ha aumentado de tamaño', 'increasing'],
  ['nódulo que ha aumentado ligeramente de tamaño', 'increasing'],
  ['nódulo que no ha aumentado de tamaño', null],
  ['metastases have decreased in size', 'decreasing'],
  ['the lesion had decreased in size', 'decreasing'],
  ['The lesion has increased T2 signal', null],
  ['lesion that has not increased in size', null],
  ['hígado aumentado de tamaño', null],
  ['nódulo de 9 mm', null],
])('%s: %s', (clause, trend) => {
  expect(statedTrend(clause)).toBe(trend);
});

it('takes the words of the finding’s own clause before the trend that the model read', () => {
  const text = 'Nódulo en LII que ha aumentado de tamaño y quiste hepático.\n';
  const report = parseReport(text);
  const finding = (word: string, assertion: 'present' | 'absent' = 'present'): EntityReading => {
    const at = report.words[0]?.findIndex(({ startUtf16 }) => text.startsWith(word, startUtf16)) ?? -1;
    return {
      type: 'Finding',
      firstWord: at,
      endWord: at + 1,
      score: 0.9,
      assertion,
      subtype: null,
      side: null,
      trend: 'no-change',
    };
  };
  const trends = (entities: EntityReading[]): unknown =>
    mergeEntities(report, [{ entities, relations: [] } as never]).entities.map(({ trend }) => trend);
  expect(trends([finding('Nódulo'), finding('quiste')])).toEqual(['increasing', 'no-change']);
  expect(trends([finding('Nódulo', 'absent')])).toEqual(['no-change']);
});
