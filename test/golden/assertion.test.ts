import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusOf } from '../../server/src/core/assertion.js';
import { parseReport } from '../../server/src/core/report.js';

interface Case {
  readonly id: string;
  readonly text: string;
  readonly mention: string;
  readonly assertion: string;
  readonly experiencer: string;
}

function casesOf(language: string): Case[] {
  const table = readFileSync(join(__dirname, `assertion/cases.${language}.tsv`), 'utf8');
  return table
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', text = '', mention = '', assertion = '', experiencer = ''] = line.split('\t');
      return { id, text: text.replaceAll('\\n', '\n'), mention, assertion, experiencer };
    });
}

function read(item: Case): { assertion: string; experiencer: string } {
  const report = parseReport(item.text);
  const start = item.text.indexOf(item.mention);
  const end = start + item.mention.length;
  const at = report.sentences.findIndex((s) => s.startUtf16 <= start && start < s.endUtf16);
  const words = report.words[at]!;
  const first = words.findIndex((w) => w.endUtf16 > start);
  const last = words.filter((w) => w.startUtf16 < end).length - 1;
  return statusOf(words, first, last + 1, report.sections[report.sentences[at]!.section]?.title ?? '');
}

describe.each(['es', 'en'])('written assertion cases (%s)', (language) => {
  const cases = casesOf(language);
  const wrong = cases.flatMap((item) => {
    const found = read(item);
    const same = found.assertion === item.assertion && found.experiencer === item.experiencer;
    return same ? [] : [{ ...item, found: `${found.assertion}/${found.experiencer}` }];
  });

  it('holds at least 100 cases of every kind', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    for (const assertion of ['present', 'possible', 'absent']) {
      expect(cases.filter((item) => item.assertion === assertion).length).toBeGreaterThanOrEqual(20);
    }
  });

  it('reads at least 95 of 100 as written', () => {
    for (const item of process.env.SHOW === undefined ? [] : wrong) process.stdout.write(`${JSON.stringify(item)}\n`);
    expect(1 - wrong.length / cases.length, wrong.map((w) => w.id).join(' ')).toBeGreaterThanOrEqual(0.95);
  });

  it('never reads a denied or a relative’s neoplasm as the patient’s own', () => {
    const asserted = wrong.filter((w) => w.found === 'present/patient' && (w.assertion === 'absent' || w.experiencer === 'family'));
    expect(asserted.map((w) => w.id)).toEqual([]);
  });
});
