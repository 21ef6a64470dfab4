import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { subtypeName } from '../../../server/src/core/subtypeNames.js';

const rows = readFileSync('training/data/anatomy-subtypes.tsv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'));

describe('subtypeName', () => {
  it('has the Spanish name of every subtype of the table', () => {
    expect(rows).toHaveLength(56);
    for (const [name, , spanish] of rows) expect(subtypeName(name!, 'es')).toBe(spanish);
  });

  it('keeps the English name, and a name that it does not know', () => {
    expect(subtypeName('Lung', 'en')).toBe('Lung');
    expect(subtypeName('Knee', 'es')).toBe('Knee');
  });
});
