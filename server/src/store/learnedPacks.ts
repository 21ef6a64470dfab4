/** Learned code lists on disk: `.glosa/learned/<name>.json` of a workspace folder, or a file of the shell's. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LearnedHead, LearnedPack } from '../core/learn/types.js';
import { hashDimension } from '../core/learn/features.js';
import { ensureGlosaFolder, glosaFolderName } from './glosaFolder.js';

/** Folder of learned lists inside `.glosa`. */
export const learnedFolderName = 'learned';

/** The file is no learned list, or is damaged. */
export class BadLearnedPack extends Error {
  override readonly name = 'BadLearnedPack';
}

const probability = z.number().min(0).max(1);
const count = z.number().int().min(0);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/u);
const rareCode = z.object({ code: z.string(), reports: count });
const schema = z.object({
  format: z.literal('glosa-learned-codes'),
  formatVersion: z.literal(1),
  name: z.string().min(1),
  modelSha256: z.string().regex(/^[0-9a-f]{64}$/u),
  learnt: z.iso.date(),
  reviewed: z.object({ accepted: count, rejected: count }).exactOptional(),
  reports: count,
  codes: z.array(rareCode.extend({ description: z.string().nullable() })).min(2),
  rare: z.array(rareCode),
  /** Size of the hash space, then its used buckets (uint16) with their idf (float32), little-endian. */
  words: z.object({
    dimension: z.literal(hashDimension),
    buckets: base64,
    idf: base64,
    unseenIdf: z.number(),
  }),
  vector: z.object({ mean: base64, scale: base64 }).nullable(),
  /** int8, columns by codes; scales and biases are float32 a code. */
  weights: base64,
  scales: base64,
  biases: base64,
  calibration: z.object({ scale: z.number().positive(), offset: z.number() }),
  threshold: probability,
  leastKnown: probability,
  scores: z.object({
    folds: count,
    precision: probability,
    recall: probability,
    f1: probability,
    accuracy: probability,
    suggested: probability,
    suggestedRight: probability,
    codes: z.array(rareCode.extend({ precision: probability, recall: probability, f1: probability })),
  }),
});

/** The text of a pack's file. */
export function learnedPackText({ name, modelSha256, learnt, reviewed, head }: LearnedPack): string {
  const { space, codes, rare, reports, calibration, threshold, leastKnown, scores } = head;
  const file: z.infer<typeof schema> = {
    format: 'glosa-learned-codes',
    formatVersion: 1,
    name,
    modelSha256,
    learnt,
    ...(reviewed === undefined ? {} : { reviewed }),
    reports,
    codes: [...codes],
    rare: [...rare],
    words: {
      dimension: hashDimension,
      buckets: encode(space.buckets),
      idf: encode(space.idf),
      unseenIdf: space.unseenIdf,
    },
    vector:
      space.vector === null ? null : { mean: encode(space.vector.mean), scale: encode(space.vector.scale) },
    weights: encode(head.weights),
    scales: encode(head.scales),
    biases: encode(head.biases),
    calibration,
    threshold,
    leastKnown,
    scores: { ...scores, codes: [...scores.codes] },
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** @throws BadLearnedPack whose message names what is wrong. */
export function parseLearnedPack(text: string): LearnedPack {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new BadLearnedPack('not JSON');
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BadLearnedPack(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
  }
  const { name, modelSha256, learnt, reviewed, words, vector, weights, scales, biases, ...rest } =
    parsed.data;
  const head: LearnedHead = {
    codes: rest.codes,
    rare: rest.rare,
    reports: rest.reports,
    space: {
      buckets: new Uint16Array(bytesOf(words.buckets, 2, 'words.buckets')),
      idf: floats(words.idf, 'words.idf'),
      unseenIdf: words.unseenIdf,
      vector:
        vector === null
          ? null
          : { mean: floats(vector.mean, 'vector.mean'), scale: floats(vector.scale, 'vector.scale') },
    },
    weights: new Int8Array(bytesOf(weights, 1, 'weights')),
    scales: floats(scales, 'scales'),
    biases: floats(biases, 'biases'),
    calibration: rest.calibration,
    threshold: rest.threshold,
    leastKnown: rest.leastKnown,
    scores: rest.scores,
  };
  checkShapes(head);
  return { name, modelSha256, learnt, ...(reviewed === undefined ? {} : { reviewed }), head };
}

function checkShapes({ codes, space, weights, scales, biases }: LearnedHead): void {
  const columns = space.buckets.length + (space.vector?.mean.length ?? 0);
  const fits =
    space.idf.length === space.buckets.length &&
    space.vector?.mean.length === space.vector?.scale.length &&
    weights.length === columns * codes.length &&
    scales.length === codes.length &&
    biases.length === codes.length;
  if (!fits) throw new BadLearnedPack('weights: the numbers do not fit the codes and words');
}

/** What a list is known by in the labels that it was read with: its name, and the sha256 of what it holds. */
export function learnedIdentity(pack: LearnedPack): { readonly name: string; readonly sha256: string } {
  return { name: pack.name, sha256: createHash('sha256').update(learnedPackText(pack)).digest('hex') };
}

/** @throws BadLearnedPack; the system's error where the file cannot be read. */
export async function readLearnedPack(path: string): Promise<LearnedPack> {
  return parseLearnedPack(await readFile(path, 'utf8'));
}

/** Writes beside the target and renames, so that a reader sees the old list or the new one. */
export async function writeLearnedPack(path: string, pack: LearnedPack): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(beside, learnedPackText(pack));
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Stores a list under its name in a workspace folder. @returns the file's path. */
export async function storeLearnedPack(root: string, pack: LearnedPack): Promise<string> {
  const folder = join(await ensureGlosaFolder(root), learnedFolderName);
  await mkdir(folder, { recursive: true });
  const path = join(folder, fileNameOf(pack.name));
  await writeLearnedPack(path, pack);
  return path;
}

/** Deletes a list of a workspace folder. @returns false where there was none. */
export async function forgetLearnedPack(root: string, name: string): Promise<boolean> {
  const stored = await learnedPacksOf(root);
  const found = stored.find(({ pack }) => pack?.name === name);
  if (found === undefined) return false;
  await rm(found.path, { force: true });
  return true;
}

/** A file in `.glosa/learned`. */
export interface StoredLearnedPack {
  readonly path: string;
  /** Null where the file cannot be read as a list; `problem` then says why. */
  readonly pack: LearnedPack | null;
  readonly problem: string | null;
}

/** The lists of a workspace folder, by file name; none where it has no such folder. */
export async function learnedPacksOf(root: string): Promise<StoredLearnedPack[]> {
  const folder = join(root, glosaFolderName, learnedFolderName);
  const names = await readdir(folder).catch(() => []);
  const stored: StoredLearnedPack[] = [];
  for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
    const path = join(folder, name);
    try {
      stored.push({ path, pack: await readLearnedPack(path), problem: null });
    } catch (error) {
      stored.push({
        path,
        pack: null,
        problem: error instanceof BadLearnedPack ? error.message : 'unreadable',
      });
    }
  }
  return stored;
}

/** A list's name as a file name that every system takes; other characters become their code points. */
export function fileNameOf(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} _-]/gu, (char) => `%${(char.codePointAt(0) ?? 0).toString(16)}`);
  return `${safe}.json`;
}

function encode(values: Uint16Array | Float32Array | Int8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

function bytesOf(text: string, size: number, key: string): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % size !== 0) throw new BadLearnedPack(`${key}: not whole numbers`);
  // A copy of its own: a Buffer's memory is shared and need not be aligned.
  return Uint8Array.from(bytes).buffer;
}

function floats(text: string, key: string): Float32Array {
  const values = new Float32Array(bytesOf(text, 4, key));
  if (!values.every(Number.isFinite)) throw new BadLearnedPack(`${key}: not finite numbers`);
  return values;
}
