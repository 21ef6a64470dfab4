import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { toyReport } from '../../core/learn/toy.js';
import { decided } from '../../store/reviews/samples.js';
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

it('reads reports again with a list, and with that list once', async () => {
  await learn();
  const once = ['label', cwd, '--out', join(cwd, 'labels.jsonl')];
  await glosa(once);
  const { engine } = await glosa([...once, '--learned', join(cwd, 'Norte.json')]);
  expect(engine.requests.length).toBeGreaterThan(0);
  const labelled = readFileSync(join(cwd, 'labels.jsonl'), 'utf8');
  expect(labelled).toContain('"learned":[{"name":"Norte","sha256":"');
  const same = await glosa([...once, '--learned', join(cwd, 'Norte.json')]);
  expect(same.engine.requests).toEqual([]);
  const without = await glosa(once);
  expect(without.engine.requests.length).toBeGreaterThan(0);
  expect(readFileSync(join(cwd, 'labels.jsonl'), 'utf8')).not.toContain('"Norte"');
});

it('is wrong usage without a source, or where nothing can be learnt', async () => {
  expect((await glosa(['learn', 'norte.csv'], { cwd })).err).toContain(
    'learn takes one CSV or DIR and --out PACK',
  );
  expect((await glosa(['learn', 'gone.csv', '--out', 'x'], { cwd })).err).toContain('gone.csv');
  const { code, err } = await glosa(['learn', 'new.txt', '--out', 'x'], { cwd, locale: 'es' });
  expect([code, err]).toEqual([2, expect.stringContaining('No se aprendió nada')]);
});

it('learns from decisions of a folder, beside a table or alone', async () => {
  const log = ReviewLog.of(cwd);
  const decide = async (path: string, text: string, code: string): Promise<void> => {
    writeFileSync(join(cwd, path), text);
    const subject = { kind: 'code', system: 'Norte', code } as const;
    await log.record(decided(text, ['HALLAZGOS'], { path, subject }));
  };
  await decide('rodilla1.txt', 'RM de rodilla\n\nHALLAZGOS:\nMenisco sin rotura.\n', 'RM9');
  await decide('rodilla2.txt', 'RM de rodilla\n\nHALLAZGOS:\nMeniscos normales.\n', 'RM9');
  expect(JSON.parse((await learn('--json')).out)).toMatchObject({
    reviewed: { accepted: 0, rejected: 0 },
    rare: [{ code: 'RM9', reports: 1 }],
  });
  const both = await learn('--reviews', '.');
  expect(both.code).toBe(0);
  expect(both.out).toContain('Learnt from reviews: 2 reports with an accepted code');
  expect(both.out).toContain('| RM9 | 3 |');
  expect(readFileSync(join(cwd, 'Norte.json'), 'utf8')).toContain('"reviewed"');
  for (const index of [0, 1, 2]) await decide(`t${index}.txt`, toyReport('TX1', index), 'TX1');
  await decide('rodilla3.txt', 'RM de rodilla\n\nHALLAZGOS:\nRotura del menisco.\n', 'RM9');
  const alone = await glosa(['learn', '--reviews', '.', '--out', 'Norte.json', '--json'], { cwd });
  expect(JSON.parse(alone.out)).toMatchObject({ reports: 6, reviewed: { accepted: 6, rejected: 0 } });
  const none = await glosa(['learn', '--reviews', 'norte.csv', '--out', 'x'], { cwd });
  expect([none.code, none.out]).toEqual([2, '']);
  const other = await glosa(['learn', '--reviews', '.', '--name', 'Sur', '--out', 'x'], {
    cwd,
    locale: 'es',
  });
  expect([other.code, other.err]).toEqual([2, expect.stringContaining('no se aceptó ningún código')]);
});
