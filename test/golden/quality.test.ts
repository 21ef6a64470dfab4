/** The quality checks on written reports: what must be found, and what must not be. SHOW=1 prints the tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../server/src/core/report.js';
import { checkQuality, qualityIds } from '../../server/src/core/quality/index.js';

/** The checks that the cases are written for; `assess.test.ts` measures the others. The clean reports are for all. */
const measured = qualityIds.filter(
  (id) => !['score-out-of-range', 'score-discrepancy', 'score-missing', 'organ-not-described'].includes(id),
);
const folder = join(__dirname, 'quality');
const show = process.env.SHOW !== undefined;

interface Case {
  readonly expected: ReadonlySet<string>;
  readonly text: string;
}

function readCases(name: string): Case[] {
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [ids = '', text = ''] = line.split('\t');
      return {
        expected: new Set(ids === '-' ? [] : ids.split(',')),
        text: text.replaceAll('\\n', '\n'),
      };
    });
}

function readClean(name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').split(/^=====\n/mu);
}

const idsOf = (text: string): Set<string> =>
  new Set(checkQuality(parseReport(text), null).map((finding) => finding.id));

interface Count {
  hits: number;
  found: number;
  expected: number;
}

/** Counts over (report, id); with SHOW the reports that differ are named by their line. */
function count(name: string, cases: readonly Case[]): Map<string, Count> {
  const counts = new Map<string, Count>(
    ['all', ...measured].map((id) => [id, { hits: 0, found: 0, expected: 0 }]),
  );
  cases.forEach(({ expected, text }, index) => {
    const found = idsOf(text);
    for (const id of measured) {
      for (const key of ['all', id]) {
        const entry = counts.get(key);
        if (entry === undefined) continue;
        entry.hits += Number(found.has(id) && expected.has(id));
        entry.found += Number(found.has(id));
        entry.expected += Number(expected.has(id));
      }
      if (show && found.has(id) !== expected.has(id)) {
        process.stdout.write(`${name}:${index + 1} ${found.has(id) ? 'extra' : 'missed'} ${id}\n`);
      }
    }
  });
  if (show) {
    for (const [id, { hits, found, expected }] of counts) {
      const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
      process.stdout.write(
        `${name} ${id.padEnd(32)} P ${share(hits, found)} R ${share(hits, expected)} (${hits} of ${found} found, ${expected} expected)\n`,
      );
    }
  }
  return counts;
}

describe.each(['en', 'es'])('quality checks in %s', (language) => {
  const sets = [`cases.${language}.tsv`, `held.${language}.tsv`, `fresh.${language}.tsv`, `terms.${language}.tsv`, `blind.${language}.tsv`, `blind2.${language}.tsv`,
    `blind3.${language}.tsv`, `blind4.${language}.tsv`,
    `blind5.${language}.tsv`];

  it('has at least 150 cases, as many silent as not, and 30 clean reports', () => {
    const cases = sets.flatMap(readCases);
    const silent = cases.filter(({ expected }) => expected.size === 0).length;
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(silent).toBeGreaterThanOrEqual(cases.length / 2);
    expect(readClean(`clean.${language}.txt`).length).toBeGreaterThanOrEqual(30);
    const known = new Set<string>(qualityIds);
    expect(cases.flatMap(({ expected }) => [...expected]).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(sets)('finds what %s expects and little else', (name) => {
    const { hits, found, expected } = count(name, readCases(name)).get('all')!;
    expect(hits / found).toBeGreaterThanOrEqual(0.95);
    expect(hits / expected).toBeGreaterThanOrEqual(0.85);
  });

  it('raises at most one false alarm in ten clean reports', () => {
    const reports = readClean(`clean.${language}.txt`);
    let alarms = 0;
    reports.forEach((text, index) => {
      for (const { id } of checkQuality(parseReport(text), null)) {
        alarms++;
        if (show) process.stdout.write(`clean.${language} report ${index + 1}: ${id}\n`);
      }
    });
    if (show) process.stdout.write(`clean.${language}: ${alarms} alarms in ${reports.length} reports\n`);
    expect(alarms / reports.length).toBeLessThanOrEqual(0.1);
  });
});
