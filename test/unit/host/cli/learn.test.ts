import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toyReport } from '../../core/learn/toy.js';
import { FakeEngine } from './fakeEngine.js';
import { glosa, jsonLines } from './harness.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'glosa-cli-learn-'));
  const rows = (['TX1', 'TC4', 'US2'] as const).flatMap((code) =>
    Array.from({ length: 6 }, (_, index) => `${code};"${toyReport(code, index)}"`),
  );
  writeFileSync(join(cwd, 'norte.csv'), `code;text\n${rows.join('\n')}\nRM9;RM de rodilla\n`);
  writeFileSync(join(cwd, 'new.txt'), toyReport('US2', 9));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const learn = (...more: string[]): ReturnType<typeof glosa> =>
  glosa(['learn', 'norte.csv', '--out', 'Norte.json', ...more], { cwd });

it('prints scores and writes a list that label takes', async () => {
  const { code, out } = await learn();
  expect(code).toBe(0);
  expect(out).toContain('# Learned codes: Norte\n');
  expect(out).toContain('RM9 (1)');
  expect(out.endsWith('List: Norte.json\n')).toBe(true);
  const labelled = await glosa(['label', 'new.txt', '--learned', 'Norte.json'], { cwd });
  const [record] = jsonLines(labelled.out) as { codes: { system: string; code: string; value: boolean }[] }[];
  const suggested = record!.codes.filter(({ system, value }) => system === 'Norte' && value);
  expect(suggested.map((one) => one.code)).toEqual(['US2']);
  const piped = await glosa(['label', '--stdin', '--learned', 'Norte.json'], {
    cwd,
    stdin: `${JSON.stringify({ text: toyReport('US2', 9) })}\n`,
  });
  expect(jsonLines(piped.out)[0]!.codes).toEqual(record!.codes);
});

it('prints one object with --json', async () => {
  const { out } = await learn('--json', '--name', 'Hospital Norte');
  expect(JSON.parse(out)).toMatchObject({
    name: 'Hospital Norte',
    modelSha256: 'b'.repeat(64),
    reports: 18,
    reader: false,
    scores: { folds: 5, f1: 1, accuracy: 1 },
    rare: [{ code: 'RM9', reports: 1 }],
  });
});

it('refuses a list of another model, and what is no list', async () => {
  await learn();
  const engine = new FakeEngine();
  engine.sha256 = 'c'.repeat(64);
  const other = await glosa(['label', 'new.txt', '--learned', 'Norte.json'], { cwd, engine });
  expect([other.code, other.out]).toEqual([2, '']);
  expect(other.err).toContain(
    'Norte.json was learnt with the model bbbbbbbbbbbb, not with fake 1.0.0 (cccccccccccc)',
  );
  const none = await glosa(['label', 'new.txt', '--learned', 'norte.csv'], { cwd });
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringContaining('not a learned list: norte.csv (not JSON)'),
  ]);
});

it('reads every report again with a list', async () => {
  await learn();
  const once = ['label', cwd, '--out', join(cwd, 'labels.jsonl')];
  await glosa(once);
  const { engine } = await glosa([...once, '--learned', join(cwd, 'Norte.json')]);
  expect(engine.requests.length).toBeGreaterThan(0);
  expect(readFileSync(join(cwd, 'labels.jsonl'), 'utf8')).toContain('"Norte"');
});

it('is wrong usage without a source, or where nothing can be learnt', async () => {
  expect((await glosa(['learn', 'norte.csv'], { cwd })).err).toContain(
    'learn takes one CSV or DIR and --out PACK',
  );
  expect((await glosa(['learn', 'gone.csv', '--out', 'x'], { cwd })).err).toContain('gone.csv');
  const { code, err } = await glosa(['learn', 'new.txt', '--out', 'x'], { cwd, locale: 'es' });
  expect([code, err]).toEqual([2, expect.stringContaining('No se aprendió nada')]);
});
