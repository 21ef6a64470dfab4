import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  LabelFile,
  NotALabelFile,
  NotCompacted,
  isRegularOrMissing,
} from '../../../server/src/store/labelFile.js';
import { csvFormat, jsonlFormat } from '../../../server/src/store/labelFormat.js';
import type { LabelFormat } from '../../../server/src/store/labelFormat.js';
import { LockHeld } from '../../../server/src/store/writerLock.js';
import { keyOf, record } from './records.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-store-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const formats: readonly LabelFormat[] = [jsonlFormat, csvFormat];

describe.each(formats)('a label file in $name', (format) => {
  const path = (): string => join(folder, `labels.${format.name}`);
  const content = (): Promise<string> => readFile(path(), 'utf8');
  const expected = (...records: ReturnType<typeof record>[]): string =>
    format.header + records.map((item) => format.encode(item)).join('');
  // A line feed and quotes in a file's name are legal and must not break the rows.
  const a = record('a "1",\n.txt');
  const b = record('sub/b.txt');

  it('appends, and knows what it has when opened again', async () => {
    const first = await LabelFile.open(path(), format);
    await first.append([a, b]);
    await first.close(true);
    expect(await content()).toBe(expected(a, b));
    const again = await LabelFile.open(path(), format);
    expect(again.has(keyOf(a))).toBe(true);
    expect(again.has({ ...keyOf(a), textSha256: 'f'.repeat(64) })).toBe(false);
    expect(again.has({ ...keyOf(a), modelSha256: 'f'.repeat(64) })).toBe(false);
    expect(again.has({ ...keyOf(a), path: 'c.txt' })).toBe(false);
    await again.close(true);
    expect(await content()).toBe(expected(a, b));
  });

  it('knows labels that decisions have taught, and of which model they are', async () => {
    const taught = { ...a, calibration: { decisions: 8, sha256: 'd'.repeat(64) } };
    const first = await LabelFile.open(path(), format);
    await first.append([taught]);
    await first.close(true);
    const again = await LabelFile.open(path(), format);
    expect(again.has({ ...keyOf(a), calibration: 'd'.repeat(64) })).toBe(true);
    expect(again.has(keyOf(a))).toBe(false);
    expect(again.has({ ...keyOf(a), calibration: 'e'.repeat(64) })).toBe(false);
    expect(again.hasOthersThan(a.model.sha256)).toBe(false);
    expect(again.hasOthersThan('d'.repeat(64))).toBe(true);
    await again.close(true);
  });

  it('says so where there is no room to take superseded records out, and holds every label', async () => {
    const changed = record(a.path, 'changed');
    const file = await LabelFile.open(path(), format);
    await file.append([a, changed]);
    await mkdir(`${path()}.glosa-tmp`);
    await expect(file.close(true)).rejects.toThrow(NotCompacted);
    expect(await content()).toBe(expected(a, changed));
    expect(existsSync(`${path()}.lock`)).toBe(false);
  });

  it('writes nothing once another process has taken its lock', async () => {
    const file = await LabelFile.open(path(), format);
    await file.append([a]);
    const { host, ...rest } = JSON.parse(await readFile(`${path()}.lock`, 'utf8')) as { host: string };
    await writeFile(`${path()}.lock`, JSON.stringify({ ...rest, host: `not ${host}`, nonce: 'b' }));
    await expect(file.append([b])).rejects.toThrow(LockHeld);
    await file.close(false);
    expect(await content()).toBe(expected(a));
  });

  it('takes away what a run has left that was killed while it took records out', async () => {
    await writeFile(path(), expected(a));
    await writeFile(`${path()}.glosa-tmp`, expected(a).slice(0, -9));
    const file = await LabelFile.open(path(), format);
    await file.close(false);
    expect(await readdir(folder)).toEqual([`labels.${format.name}`]);
    expect(await content()).toBe(expected(a));
  });

  it('drops a torn last record, at whatever byte it was torn', async () => {
    const whole = Buffer.from(expected(a));
    const torn = Buffer.from(format.encode(b));
    for (const length of [1, Math.floor(torn.length / 2), torn.length - 1]) {
      await writeFile(path(), Buffer.concat([whole, torn.subarray(0, length)]));
      const file = await LabelFile.open(path(), format);
      expect(file.has(keyOf(a))).toBe(true);
      expect(file.has(keyOf(b))).toBe(false);
      expect(await content()).toBe(expected(a));
      await file.append([b]);
      await file.close(true);
      expect(await content()).toBe(expected(a, b));
    }
  });

  it('starts again where the very first record was torn', async () => {
    await writeFile(path(), expected(a).slice(0, 7));
    const file = await LabelFile.open(path(), format);
    await file.append([a]);
    await file.close(true);
    expect(await content()).toBe(expected(a));
  });

  it('lets the last record of a path win and takes out the others at the end', async () => {
    const changed = record(a.path, 'changed');
    const file = await LabelFile.open(path(), format);
    await file.append([a, b]);
    await file.append([changed]);
    expect(file.has(keyOf(changed))).toBe(true);
    expect(file.has(keyOf(a))).toBe(false);
    await file.close(true);
    expect(await content()).toBe(expected(b, changed));
    expect(await readdir(folder)).toEqual([`labels.${format.name}`]);
  });

  it('leaves superseded records for the next run after an interruption', async () => {
    const changed = record(a.path, 'changed');
    const file = await LabelFile.open(path(), format);
    await file.append([a, changed]);
    await file.close(false);
    expect(await content()).toBe(expected(a, changed));
    await (await LabelFile.open(path(), format)).close(true);
    expect(await content()).toBe(expected(changed));
  });

  it('keeps lines that it does not understand', async () => {
    const changed = record(a.path, 'changed');
    await writeFile(path(), `${expected(a)}by hand\n`);
    const file = await LabelFile.open(path(), format);
    await file.append([changed]);
    await file.close(true);
    expect(await content()).toBe(`${format.header}by hand\n${format.encode(changed)}`);
  });

  it.each(['Informe de una paciente', 'Informe\nde una paciente\n'])(
    'refuses a file that is something else and leaves it alone: %j',
    async (text) => {
      await writeFile(path(), text);
      await expect(LabelFile.open(path(), format)).rejects.toThrow(NotALabelFile);
      expect(await content()).toBe(text);
      expect(await readdir(folder)).toEqual([`labels.${format.name}`]);
    },
  );

  it('goes through a link and keeps it', async () => {
    const link = join(folder, 'link');
    await writeFile(path(), expected(a));
    await symlink(path(), link);
    const file = await LabelFile.open(link, format);
    await file.append([record(a.path, 'changed')]);
    await file.close(true);
    expect(await content()).toBe(expected(record(a.path, 'changed')));
    expect(await readFile(link, 'utf8')).toBe(await content());
  });
});

it('reads records longer than its chunks', async () => {
  const path = join(folder, 'labels.jsonl');
  const long = record('x'.repeat(700_000));
  await appendFile(path, jsonlFormat.encode(long) + jsonlFormat.encode(record('b.txt')));
  const file = await LabelFile.open(path, jsonlFormat);
  expect(file.has(keyOf(long))).toBe(true);
  expect(file.has(keyOf(record('b.txt')))).toBe(true);
  await file.close(true);
});

it('tells devices from files', async () => {
  expect(await isRegularOrMissing('/dev/null')).toBe(false);
  expect(await isRegularOrMissing(join(folder, 'missing'))).toBe(true);
});

it('knows the learned lists that a report was read with, in JSON lines', async () => {
  const path = join(folder, 'labels.jsonl');
  const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
  const plain = record('a.txt');
  const learned = { ...record('b.txt'), learned: [{ name: 'Norte', sha256: one }] };
  const first = await LabelFile.open(path, jsonlFormat);
  await first.append([plain, learned]);
  await first.close(true);
  const again = await LabelFile.open(path, jsonlFormat);
  expect(again.has({ ...keyOf(learned), learned: one })).toBe(true);
  expect(again.has(keyOf(learned))).toBe(false);
  expect(again.has({ ...keyOf(learned), learned: two })).toBe(false);
  expect(again.has({ ...keyOf(learned), learned: `${one} ${two}` })).toBe(false);
  expect(again.has({ ...keyOf(plain), learned: one })).toBe(false);
  // Decisions of the same hash are something else.
  expect(again.has({ ...keyOf(learned), calibration: one })).toBe(false);
  expect(again.hasOthersThan(plain.model.sha256)).toBe(false);
  await again.close(true);
});
