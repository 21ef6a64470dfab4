import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import type { Decided } from '../../../../server/src/store/reviews/reviewLine.js';
import { decided } from '../../store/reviews/samples.js';
import { glosa } from './harness.js';

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-verify-'));
  path = join(root, '.glosa', 'reviews.jsonl');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const text = 'Masa y adenocarcinoma de colon.';
async function decide(words: readonly string[], ...changes: Partial<Decided>[]): Promise<void> {
  const log = ReviewLog.of(root);
  await log.refresh();
  for (const change of changes) await log.record(decided(text, words, change));
}

it('says that there are no reviews, or that their chain is whole', async () => {
  expect(await glosa(['verify'], { cwd: root })).toMatchObject({
    code: 0,
    out: `${path}: 0 lines, 0 reports, 0 reviewers\nNo decisions have been written here.\n`,
  });
  await decide(['adenocarcinoma'], {}, { who: 'eva', path: 'b.report' });
  appendFileSync(path, '{"torn');
  const before = readFileSync(path);
  const { code, out } = await glosa(['verify', root], { locale: 'es' });
  expect(code).toBe(0);
  expect(out).toContain(
    '2 líneas, 2 informes, 2 revisores\nLa cadena está íntegra.\nLa última línea quedó cortada',
  );
  expect(readFileSync(path).equals(before)).toBe(true);
});

it('names the line that breaks the chain, with exit code 1', async () => {
  await decide(['adenocarcinoma'], {}, {}, {});
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[1] = lines[1]!.replace('"ana"', '"eva"');
  writeFileSync(path, lines.join('\n'));
  const { code, out } = await glosa(['verify', root]);
  expect(code).toBe(1);
  expect(out).toContain('The chain is broken at line 2: it was changed after it was written.');
  expect(out).not.toContain('adenocarcinoma');
  const json = JSON.parse((await glosa(['verify', root, '--json'])).out) as object;
  expect(json).toEqual({
    path,
    lines: 1,
    reports: 1,
    reviewers: ['ana'],
    broken: { line: 2, fault: 'hash' },
    torn: false,
  });
});

it('prints the agreement of two reviewers', async () => {
  const mass = { kind: 'label', id: 'mass' } as const;
  // Four reports: ana says yes yes no no, eva yes no no no. Observed 3/4, by chance (2·1 + 2·3)/16, kappa 0.5.
  const verdicts = (who: string, said: readonly boolean[]): Partial<Decided>[] =>
    said.map((yes, index) => ({
      who,
      subject: mass,
      path: `${index}.report`,
      decision: yes ? 'accept' : 'dismiss',
    }));
  await decide(['Masa'], ...verdicts('ana', [true, true, false, false]));
  await decide(['Masa'], ...verdicts('eva', [true, false, false, false]));
  await decide(['adenocarcinoma'], { path: '0.report' });
  await decide(['adenocarcinoma de colon'], { path: '0.report', who: 'eva' });
  const { code, out } = await glosa(['verify', root, '--agreement']);
  expect(code).toBe(0);
  expect(out).toContain('Agreement of ana and eva');
  expect(out).toMatch(/^ {2}mass +4 +0\.750 +0\.500$/mu);
  expect(out).toMatch(/^ {2}codes +1 +1\.000 +–$/mu);
  // ana accepted 3 phrases, eva 2; the masses of report 0 and the two of the code overlap: 2·2/5.
  expect(out).toContain('Phrases accepted: 3 and 2, 2 overlap, F1 0.800');
  const { agreement } = JSON.parse((await glosa(['verify', root, '--agreement', '--json'])).out) as {
    agreement: { labels: Record<string, { kappa: number }>; spans: { f1: number } }[];
  };
  expect(agreement[0]!.labels.mass!.kappa).toBe(0.5);
  expect(agreement[0]!.spans.f1).toBe(0.8);
});

it('needs a folder, and two reviewers to compare', async () => {
  expect((await glosa(['verify', join(root, 'none')])).code).toBe(2);
  expect((await glosa(['verify', root, root])).code).toBe(2);
  writeFileSync(join(root, 'file'), '');
  expect((await glosa(['verify', join(root, 'file')])).code).toBe(2);
  expect((await glosa(['verify', root, '--agreement'])).out).toContain('two reviewers');
  expect((await glosa(['verify', '--help'])).out).toContain('glosa verify [DIR]');
});
