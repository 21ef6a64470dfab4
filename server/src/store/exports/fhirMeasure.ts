/** Measures of a report ("12 x 8 mm", "hasta 1,5 cm") as FHIR quantities in UCUM. */
import type { FhirQuantity } from './fhirTypes.js';

const units: Readonly<Record<string, string>> = {
  mm: 'mm',
  cm: 'cm',
  m: 'm',
  ml: 'mL',
  cc: 'mL',
  l: 'L',
  mm2: 'mm2',
  cm2: 'cm2',
  mm3: 'mm3',
  cm3: 'cm3',
  '%': '%',
  mmhg: 'mm[Hg]',
  hu: "[hnsf'U]",
  uh: "[hnsf'U]",
};

/** Every number of the phrase with the unit that follows it or a later one; empty where it names no number. */
export function fhirQuantities(phrase: string): FhirQuantity[] {
  const plain = phrase.normalize('NFKC').toLowerCase();
  const atMost = /\b(?:hasta|up to|as large as|at most)\b/.test(plain) ? ({ comparator: '<=' } as const) : {};
  const found = [...plain.matchAll(/(\d+(?:[.,]\d+)?)\s*(%|[a-z]+[23]?(?![a-z0-9]))?/g)];
  let unit: string | undefined;
  const quantities: FhirQuantity[] = [];
  for (const [, number = '', own] of found.reverse()) {
    // "12 x 8 mm": the sign between dimensions is no unit.
    if (own !== undefined && own !== 'x' && own !== 'por' && own !== 'by') unit = own;
    const code = unit === undefined ? undefined : units[unit];
    quantities.push({
      value: Number(number.replace(',', '.')),
      ...atMost,
      ...(unit === undefined ? {} : { unit }),
      ...(code === undefined ? {} : { system: 'http://unitsofmeasure.org', code }),
    });
  }
  return quantities.reverse();
}
