import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseReport } from '../../../../server/src/core/report.js';
import { labelReports } from '../../../../server/src/lsp/labelling/labelReports.js';
import { LabelFile } from '../../../../server/src/store/labelFile.js';
import { jsonlFormat } from '../../../../server/src/store/labelFormat.js';
import { labelRecordSchema } from '../../../../server/src/store/labelRecord.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { taughtBy } from '../../../../server/src/store/reviews/taught.js';
import type { Taught } from '../../../../server/src/store/reviews/taught.js';
import { textSha256 } from '../../../../server/src/store/toLabelRecord.js';
import { createFakeEngine } from '../../../lsp/fakeEngine.js';
import { decided } from './samples.js';

const text = 'TC CRANEAL\nHALLAZGOS:\nMasa cerebral de 20 mm.\n';
const model = { name: 'fake', version: '1.0.0', sha256: 'f'.repeat(64) };
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-taught-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Dismissals of the label `mass`, on as many reports. */
async function dismiss(count: number): Promise<void> {
  const log = ReviewLog.of(root);
  const subject = { kind: 'label' as const, id: 'mass' };
  for (let index = 0; index < count; index++) {
    const shown = [{ subject, probability: 0.8, ofModel: 0.8 }];
    const path = `${index}.txt`;
    await log.record(decided(text, ['Masa'], { path, subject, shown, decision: 'dismiss' }));
  }
}

async function label(taught: Taught | null): Promise<LabelRecord> {
  const engine = createFakeEngine({
    packPath: 'reader=on',
    childPath: '',
    device: 'auto',
    threads: 1,
    processes: 1,
    cacheBytes: 0,
    watchdogMs: 1,
  });
  const report = { path: 'a.txt', textSha256: textSha256(text), parsed: parseReport(text) };
  const source = (async function* () {
    await Promise.resolve();
    yield { tag: null, report };
  })();
  const { signal } = new AbortController();
  for await (const batch of labelReports(source, engine, { model, jobs: 1, signal, taught }))
    for (const { record } of batch) if (record !== null) return record;
  throw new Error('no record');
}
const massOf = ({ labels }: LabelRecord): number => labels.find(({ id }) => id === 'mass')!.probability;

it('a folder with few decisions, or none on this model, has taught nothing', async () => {
  expect(await taughtBy(root, model.sha256)).toBeNull();
  await dismiss(7);
  expect(await taughtBy(root, model.sha256)).toBeNull();
  await dismiss(8);
  expect(await taughtBy(root, 'e'.repeat(64))).toBeNull();
  expect(await taughtBy(root, model.sha256)).toMatchObject({ decisions: 8 });
});

it('labels are written with what was taught, which the record says and the file knows', async () => {
  const own = await label(null);
  expect(own.calibration).toBeUndefined();
  await dismiss(8);
  const taught = (await taughtBy(root, model.sha256))!;
  const record = await label(taught);
  expect(massOf(record)).toBeLessThan(massOf(own));
  expect(record.calibration).toEqual({ decisions: 8, sha256: taught.sha256 });
  expect(labelRecordSchema.parse(record)).toEqual(record);

  const path = join(root, 'labels.jsonl');
  const key = { path: 'a.txt', textSha256: textSha256(text), modelSha256: model.sha256 };
  const file = await LabelFile.open(path, jsonlFormat);
  await file.append([record]);
  expect(file.has({ ...key, calibration: taught.sha256 })).toBe(true);
  // Labelled again where nothing is taught any more, or something else.
  expect(file.has(key)).toBe(false);
  await file.close(true);
  const again = await LabelFile.open(path, jsonlFormat);
  expect(again.has({ ...key, calibration: taught.sha256 })).toBe(true);
  expect(again.has({ ...key, calibration: 'e'.repeat(64) })).toBe(false);
  await again.close(true);
});
