/** Loads a model pack: a folder with `manifest.json` whose every file matches its sha256. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { parseManifest } from './manifest.js';
import type { Manifest } from './manifest.js';
import { PackError } from './packError.js';
import type { PackIdentity } from './types.js';

/** A verified pack. Plain data, so that it crosses to the child process as it is. */
export interface LoadedPack {
  /** Absolute folder, symbolic links resolved. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** sha256 of `manifest.json`: the pack's identity, for it holds the sha256 of every other file. */
  readonly sha256: string;
  /** Absolute path of every file in `manifest.files`, by its name there. */
  readonly paths: Readonly<Record<string, string>>;
}

/** Absolute path of one of the pack's files. @throws PackError `fileNotListed`. */
export function packPath(pack: LoadedPack, name: string): string {
  const path = pack.paths[name];
  if (path !== undefined) return path;
  throw new PackError('fileNotListed', `The pack's manifest.json does not list ${name}.`, { file: name });
}

/** Name, version and sha256 of a pack. */
export function packIdentity(pack: LoadedPack): PackIdentity {
  return { name: pack.manifest.name, version: pack.manifest.version, sha256: pack.sha256 };
}

/**
 * Reads `manifest.json` and checks every file's size and sha256, streaming; nothing is written.
 * @param folder the pack's folder.
 * @throws PackError that says what differs and what was expected.
 */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const root = await realpath(folder).catch(() => {
    throw new PackError('folderMissing', `The model pack's folder does not exist: ${folder}`, { folder });
  });
  const bytes = await readFile(join(root, 'manifest.json')).catch(() => {
    throw new PackError('manifestMissing', `The folder ${folder} has no readable manifest.json.`, { folder });
  });
  const manifest = parseManifest(bytes.toString('utf8'));
  const paths: Record<string, string> = {};
  const files = Object.entries(manifest.files);
  // What is missing or cut off is told before anything is hashed.
  for (const [file, expected] of files) paths[file] = await findFile(root, file, expected.bytes);
  const checks = await Promise.allSettled(
    files.map(([file, expected]) => checkHash(paths[file] ?? '', file, expected.sha256)),
  );
  for (const check of checks) if (check.status === 'rejected') throw check.reason;
  return { folder: root, manifest, sha256: createHash('sha256').update(bytes).digest('hex'), paths };
}

/** The path of a regular file of so many bytes. @throws PackError */
async function findFile(root: string, file: string, bytes: number): Promise<string> {
  const path = await realpath(join(root, file)).catch(() => {
    throw new PackError('fileMissing', `The model pack lacks ${file} (${bytes} bytes expected).`, {
      file,
      expected: bytes,
    });
  });
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new PackError('pathEscapes', `${file} is a link to a place outside the model pack's folder.`, {
      file,
    });
  }
  const found = await stat(path);
  if (!found.isFile()) {
    throw new PackError('fileUnreadable', `${file} in the model pack is not a regular file.`, { file });
  }
  if (found.size !== bytes) {
    const truncated = found.size < bytes;
    throw new PackError(
      truncated ? 'fileTruncated' : 'fileSize',
      `${file} is ${truncated ? 'truncated' : 'too long'}: ${found.size} bytes found, ${bytes} expected.`,
      { file, found: found.size, expected: bytes },
    );
  }
  return path;
}

async function checkHash(path: string, file: string, expected: string): Promise<void> {
  const sha256 = await hashFile(path).catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new PackError('fileUnreadable', `${file} in the model pack cannot be read (${reason}).`, {
      file,
      reason,
    });
  });
  if (sha256 !== expected) {
    throw new PackError(
      'fileAltered',
      `${file} was altered: its sha256 is ${sha256}, manifest.json says ${expected}.`,
      { file, found: sha256, expected },
    );
  }
}

/** Streams a file through sha256 in pieces small enough to leave the event loop free. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
