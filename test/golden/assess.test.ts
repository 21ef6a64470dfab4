/** Categories, their checks, incidental findings and completeness on written reports. SHOW=1 prints the tables. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assess } from '../../server/src/core/assess/index.js';
import { checkQuality } from '../../server/src/core/quality/index.js';
import { parseReport } from '../../server/src/core/report.js';

const folder = join(__dirname, 'assess');
const show = process.env.SHOW !== undefined;
/** The checks that these cases are written for; `quality.test.ts` has the others. */
const ids = ['score-out-of-range', 'score-discrepancy', 'score-missing', 'organ-not-described'] as const;

interface Case {
  readonly expected: readonly string[];
  readonly text: string;
}

/** @param between of what is expected. */
function readCases(name: string, between: string): Case[] {
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [expected = '', text = ''] = line.split('\t');
      return { expected: expected === '-' ? [] : expected.split(between), text: text.replaceAll('\\n', '\n') };
    });
}

interface Count {
  hits: number;
  found: number;
  expected: number;
}

/** Counts what is found against what is expected, under the first word of each. */
function count(name: string, cases: readonly Case[], read: (text: string) => readonly string[]): Map<string, Count> {
  const counts = new Map<string, Count>();
  const add = (word: string, what: keyof Count): void => {
    for (const key of ['all', word.split(/[ =]/u)[0]!]) {
      const entry = counts.get(key) ?? { hits: 0, found: 0, expected: 0 };
      entry[what]++;
      counts.set(key, entry);
    }
  };
  cases.forEach(({ expected, text }, index) => {
    const left = [...expected];
    for (const word of expected) add(word, 'expected');
    for (const word of read(text)) {
      add(word, 'found');
      const at = left.indexOf(word);
      if (at >= 0) {
        add(word, 'hits');
        left.splice(at, 1);
      } else if (show) process.stdout.write(`${name}:${index + 1} extra ${word}\n`);
    }
    if (show) for (const word of left) process.stdout.write(`${name}:${index + 1} missed ${word}\n`);
  });
  if (show) {
    for (const [key, { hits, found, expected }] of counts) {
      const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
      process.stdout.write(
        `${name} ${key.padEnd(20)} P ${share(hits, found)} R ${share(hits, expected)} (${hits} of ${found} found, ${expected} expected)\n`,
      );
    }
  }
  return counts;
}

const checksOf = (text: string): string[] =>
  [...new Set(checkQuality(parseReport(text), null).map(({ id }) => id))].filter((id) =>
    (ids as readonly string[]).includes(id),
  );

/** "BI-RADS=4A current left", as the cases write it. */
const categoriesOf = (text: string): string[] =>
  assess(parseReport(text), null).categories.map(({ system, variant, value, use, side, part, valid }) =>
    [
      `${variant === null ? '' : `${variant}/`}${system.replace(' ', '_')}=${value}`,
      ...(valid ? [] : ['invalid']),
      ...(part === null ? [] : [part]),
      use,
      ...(side === null ? [] : [side]),
    ].join(' '),
  );

/** "kidney left 31 mm no-change stated". */
const incidentalsOf = (text: string): string[] =>
  assess(parseReport(text), null).incidentals.map(({ organ, side, size, trend, followUp }) =>
    [
      organ,
      ...(side === null ? [] : [side]),
      ...(size === null ? [] : [text.slice(size.startUtf16, size.endUtf16)]),
      ...(trend === null ? [] : [trend]),
      ...(followUp === null ? [] : [followUp]),
    ].join(' '),
  );

function expectGood(counts: Map<string, Count>): void {
  const { hits, found, expected } = counts.get('all')!;
  expect(hits / found).toBeGreaterThanOrEqual(0.95);
  expect(hits / expected).toBeGreaterThanOrEqual(0.9);
}

describe.each(['en', 'es'])('assessment in %s', (language) => {
  const sets = [`checks.${language}.tsv`, `held.${language}.tsv`].filter((name) => existsSync(join(folder, name)));

  it('has at least 60 cases of the checks, as many silent as not', () => {
    const cases = sets.flatMap((name) => readCases(name, ','));
    const silent = cases.filter(({ expected }) => expected.length === 0).length;
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(silent).toBeGreaterThanOrEqual(cases.length / 2);
    expect(cases.flatMap(({ expected }) => expected).filter((id) => !(ids as readonly string[]).includes(id))).toEqual([]);
  });

  it.each(sets)('finds what %s expects and little else', (name) => {
    expectGood(count(name, readCases(name, ','), checksOf));
  });

  it('reads each category with what the report says by it', () => {
    const name = `categories.${language}.tsv`;
    expectGood(count(name, readCases(name, ';'), categoriesOf));
  });

  it('lists the incidental findings of the six organs', () => {
    const name = `incidentals.${language}.tsv`;
    expectGood(count(name, readCases(name, ';'), incidentalsOf));
  });

  it('raises at most one false alarm in ten clean reports', () => {
    const reports = readFileSync(join(__dirname, 'quality', `clean.${language}.txt`), 'utf8').split(/^=====\n/mu);
    const alarms = reports.flatMap((text, index) => checksOf(text).map((id) => `clean.${language} report ${index + 1}: ${id}\n`));
    if (show) process.stdout.write(`${alarms.join('')}clean.${language}: ${alarms.length} alarms of these checks in ${reports.length} reports\n`);
    expect(alarms.length / reports.length).toBeLessThanOrEqual(0.1);
  });
});
