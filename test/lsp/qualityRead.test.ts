/**
 * The quality checks as the product runs them: with what the shipped model reads. `test/golden/quality.test.ts` has the
 * rules alone. SHOW=1 prints what differs.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleProduct } from '../fixtures/engine/product.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const cases = join(__dirname, '..', 'golden', 'quality');
const model = join(__dirname, '..', '..', 'models', 'glosa-base');
const folder = mkdtempSync(join(tmpdir(), 'glosa-quality-'));
/** Measured by `assess.test.ts`. */
const others = new Set(['score-out-of-range', 'score-discrepancy', 'score-missing', 'organ-not-described']);

interface Record {
  readonly path: string;
  readonly quality: readonly { readonly id: string }[];
}

/** Ids that each report expects, by the name of its file. */
const expected = new Map<string, ReadonlySet<string>>();
const found = new Map<string, ReadonlySet<string>>();

function write(name: string, ids: readonly string[], text: string): void {
  expected.set(name, new Set(ids));
  writeFileSync(join(folder, 'reports', name), text);
}

beforeAll(async () => {
  mkdirSync(join(folder, 'reports'));
  mkdirSync(join(folder, 'product'));
  for (const language of ['en', 'es']) {
    for (const set of ['cases', 'blind2', 'blind4']) {
      const lines = readFileSync(join(cases, `${set}.${language}.tsv`), 'utf8').split('\n');
      lines.forEach((line, index) => {
        const [ids = '', text] = line.split('\t');
        if (text === undefined) return;
        const name = `${set}.${language}-${index + 1}.txt`;
        write(name, ids === '-' ? [] : ids.split(','), text.replaceAll('\\n', '\n'));
      });
    }
    const clean = readFileSync(join(cases, `clean.${language}.txt`), 'utf8').split(/^=====\n/mu);
    clean.forEach((text, index) => {
      write(`clean.${language}-${index + 1}.txt`, [], text);
    });
  }
  const { glosa } = await bundleProduct(join(folder, 'product'));
  const out = join(folder, 'labels.jsonl');
  const args = [glosa, 'label', join(folder, 'reports'), '--model', model, '--device', 'cpu', '--out', out];
  await promisify(execFile)(process.execPath, args);
  for (const line of readFileSync(out, 'utf8').trim().split('\n')) {
    const { path, quality } = JSON.parse(line) as Record;
    found.set(basename(path), new Set(quality.map(({ id }) => id).filter((id) => !others.has(id))));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function tally(prefix: string): { hits: number; told: number; wanted: number; reports: number } {
  const sum = { hits: 0, told: 0, wanted: 0, reports: 0 };
  for (const [name, ids] of expected) {
    if (!name.startsWith(prefix)) continue;
    const said = found.get(name) ?? new Set<string>();
    sum.reports++;
    sum.told += said.size;
    sum.wanted += ids.size;
    sum.hits += [...said].filter((id) => ids.has(id)).length;
    if (process.env.SHOW === undefined) continue;
    for (const id of new Set([...said, ...ids])) {
      if (said.has(id) !== ids.has(id))
        process.stdout.write(`${name} ${said.has(id) ? 'extra' : 'missed'} ${id}\n`);
    }
  }
  if (process.env.SHOW !== undefined) process.stdout.write(`${prefix} ${JSON.stringify(sum)}\n`);
  return sum;
}

describe.each(['en', 'es'])('quality checks on what the model reads, in %s', (language) => {
  it.each(['cases', 'blind2', 'blind4'])('find what %s expects and little else', (set) => {
    const { hits, told, wanted } = tally(`${set}.${language}-`);
    expect(hits / told).toBeGreaterThanOrEqual(0.95);
    expect(hits / wanted).toBeGreaterThanOrEqual(0.85);
  });

  it('raise at most one false alarm in ten clean reports', () => {
    const { told, reports } = tally(`clean.${language}-`);
    expect(reports).toBeGreaterThanOrEqual(30);
    expect(told / reports).toBeLessThanOrEqual(0.1);
  });
});
