/** Maps that were made before: `.glosa/map-<hash of what it was made from>.bin`. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const magic = Buffer.from('GLOSAMAP', 'latin1');
/** Magic 8, number of points 4, first four bytes of the sha256 of the places. */
const headerBytes = 16;
const pattern = /^map-[0-9a-f]{32}\.bin$/;
const temporaryPattern = /^map-[0-9a-f]{32}\.bin\.\d+\.glosa-tmp$/;
/** A map that is being written is whole within a second; what is older was left by a process that was killed. */
const abandonedMs = 3_600_000;
/** Maps kept in a folder: those that were looked at last. */
const mostKept = 4;

/** Places in ten-thousandths, −10,000 to 10,000: all x, then all y. */
export type MapPlaces = Int16Array;

/** Null where there is none, or it is damaged. */
export async function readCachedMap(folder: string, key: string, points: number): Promise<MapPlaces | null> {
  const path = join(folder, nameOf(key));
  const bytes = await readFile(path).catch(() => null);
  const body = bytes?.subarray(headerBytes);
  if (bytes === null || body?.length !== 4 * points) return null;
  if (!bytes.subarray(0, headerBytes).equals(headerOf(body, points))) return null;
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
  return Int16Array.from({ length: 2 * points }, (_, at) => body.readInt16LE(2 * at));
}

/** Keeps a map, and takes the oldest away. @throws the system's error. */
export async function writeCachedMap(folder: string, key: string, places: MapPlaces): Promise<void> {
  const body = Buffer.alloc(2 * places.length);
  places.forEach((place, at) => body.writeInt16LE(place, 2 * at));
  const path = join(folder, nameOf(key));
  // Of this process: two that make the same map do not write into one file.
  const temporary = `${path}.${process.pid}.glosa-tmp`;
  try {
    await writeFile(temporary, Buffer.concat([headerOf(body, places.length / 2), body]));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const names = await readdir(folder);
  await removeOldest(folder, names);
  await removeAbandoned(folder, names);
}

function nameOf(key: string): string {
  return `map-${key.slice(0, 32)}.bin`;
}

function headerOf(body: Buffer, points: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt32LE(points, 8);
  createHash('sha256').update(body).digest().copy(header, 12, 0, 4);
  return header;
}

async function dated(folder: string, names: readonly string[]): Promise<{ name: string; at: number }[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
}

async function removeAbandoned(folder: string, names: readonly string[]): Promise<void> {
  const oldest = Date.now() - abandonedMs;
  const temporary = names.filter((name) => temporaryPattern.test(name));
  for (const { name, at } of await dated(folder, temporary))
    if (at < oldest) await rm(join(folder, name), { force: true });
}

async function removeOldest(folder: string, names: readonly string[]): Promise<void> {
  const maps = await dated(
    folder,
    names.filter((name) => pattern.test(name)),
  );
  maps.sort((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1));
  for (const { name } of maps.slice(mostKept)) await rm(join(folder, name), { force: true });
}
