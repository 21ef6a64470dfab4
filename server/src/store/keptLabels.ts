/**
 * Labels of earlier models. When another model is about to label a folder anew, the records of the model before are
 * kept as `.glosa/labels.<first eight digits of its sha256>.jsonl`, so that both can be compared.
 */
import { constants } from 'node:fs';
import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabelFile } from './labelFile.js';
import { jsonlFormat } from './labelFormat.js';
import type { StoredRecord } from './labelRecord.js';
import { scanRecords } from './recordScan.js';

const keptPattern = /^labels\.[0-9a-f]{8}\.jsonl$/;
/** Records copied at a time. */
const batchSize = 64;

/** Name of the file that keeps a model's labels. */
export function keptLabelsName(modelSha256: string): string {
  return `labels.${modelSha256.slice(0, 8)}.jsonl`;
}

/** Paths of the kept files in a `.glosa` folder, the newest first. */
export async function keptLabelFiles(glosaFolder: string): Promise<string[]> {
  const names = (await readdir(glosaFolder).catch(() => [])).filter((name) => keptPattern.test(name));
  const dated = await Promise.all(
    names.map(async (name) => {
      const path = join(glosaFolder, name);
      return { path, at: (await stat(path).catch(() => null))?.mtimeMs ?? 0 };
    }),
  );
  return dated.sort((a, b) => b.at - a.at || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

/**
 * Keeps the records of other models than this one. The caller holds the label file's lock; a run that was killed
 * while it kept them does it again.
 * @param path of the label file.
 * @throws LockHeld where somebody writes the kept file; the system's error.
 */
export async function keepOtherModels(path: string, modelSha256: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const others = await othersIn(handle, modelSha256);
    const [only] = others.models;
    if (only === undefined) return;
    const first = join(dirname(path), keptLabelsName(only));
    if (others.models.size === 1 && others.all && !(await isThere(first))) {
      await copyWhole(path, first);
      return;
    }
    for (const model of others.models) {
      await copyRecords(handle, others, model, join(dirname(path), keptLabelsName(model)));
    }
  } finally {
    await handle.close();
  }
}

interface Others {
  /** Path → position of its last record, and that record's model. */
  readonly last: ReadonlyMap<string, { readonly startByte: number; readonly model: string }>;
  /** Models other than the one of now that last records are of. */
  readonly models: ReadonlySet<string>;
  /** No record is of the model of now. */
  readonly all: boolean;
}

async function othersIn(handle: FileHandle, modelSha256: string): Promise<Others> {
  const last = new Map<string, { startByte: number; model: string }>();
  for await (const { bytes, startByte } of scanRecords(handle, jsonlFormat.quoted)) {
    const key = jsonlFormat.keyOf(bytes.toString('utf8'));
    if (key !== null) last.set(key.path, { startByte, model: key.modelSha256 });
  }
  const models = new Set([...last.values()].map(({ model }) => model));
  const all = !models.delete(modelSha256);
  return { last, models, all };
}

async function copyWhole(from: string, to: string): Promise<void> {
  const temporary = `${to}.glosa-tmp`;
  try {
    await copyFile(from, temporary, constants.COPYFILE_FICLONE);
    // On the disk before the run takes these records out of the file that they are of.
    const copy = await open(temporary, 'r+');
    await copy.sync().finally(() => copy.close());
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function copyRecords(handle: FileHandle, others: Others, model: string, to: string): Promise<void> {
  const kept = await LabelFile.open(to, jsonlFormat);
  let whole = false;
  try {
    let batch: StoredRecord[] = [];
    for await (const { bytes, startByte } of scanRecords(handle, jsonlFormat.quoted)) {
      const line = bytes.toString('utf8');
      const key = jsonlFormat.keyOf(line);
      const place = key === null ? undefined : others.last.get(key.path);
      if (key === null || place?.model !== model || place.startByte !== startByte || kept.has(key)) continue;
      batch.push(JSON.parse(line) as StoredRecord);
      if (batch.length < batchSize) continue;
      await kept.append(batch);
      batch = [];
    }
    await kept.append(batch);
    whole = true;
  } finally {
    await kept.close(whole);
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
