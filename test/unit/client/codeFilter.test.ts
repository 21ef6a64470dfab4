import { describe, expect, it } from 'vitest';
import { readFilter, systemFilters, toggled } from '../../../client/src/codeFilter.js';

const system = (value: string): string | null => readFilter(value).filter?.system ?? null;

describe('the system prefix of Find code', () => {
  it.each([
    ['@cm neumonía', 'ICD-10-CM', 'neumonía'],
    ['@o adenocarcinoma', 'ICD-O-3', 'adenocarcinoma'],
    ['  @PCS  rm rodilla ', 'ICD-10-PCS', 'rm rodilla'],
    ['@cm', 'ICD-10-CM', ''],
    ['neumonía @cm', null, 'neumonía @cm'],
    ['@cmx fiebre', null, '@cmx fiebre'],
    ['@pcsrodilla', null, '@pcsrodilla'],
    ['C61', null, 'C61'],
  ])('%j → %s, %j', (value, expected, query) => {
    expect(system(value)).toBe(expected);
    expect(readFilter(value).query).toBe(query);
  });

  it('is put before the words by its button, changed and taken away again', () => {
    const [o, cm] = systemFilters;
    expect(toggled('derrame', cm)).toBe('@cm derrame');
    expect(toggled('@cm derrame', o)).toBe('@o derrame');
    expect(toggled('@o derrame', o)).toBe('derrame');
  });
});
