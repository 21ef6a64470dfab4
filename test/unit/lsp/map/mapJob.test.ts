import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMap, mapTask, placeAt } from '../../../../server/src/lsp/map/mapJob.js';
import type { MapOutcome } from '../../../../server/src/lsp/map/mapJob.js';
import { colouringsOf } from '../../../../server/src/lsp/map/colourings.js';
import { mapFixture, reportCount } from './fixture.js';

const nothing = (): undefined => undefined;
type Made = Extract<MapOutcome, { kind: 'map' }>;

describe('the map of a label file', () => {
  let folder = '';
  let labels = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glosa-map-'));
    labels = await mapFixture(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const map = async (seed = 1): Promise<Made> => {
    const outcome = await makeMap(mapTask(labels, seed), nothing);
    if (outcome.kind !== 'map') throw new Error(outcome.why);
    return outcome;
  };

  it('has every report with a vector, by path, those alike close together', async () => {
    const { reports, places, missing, perplexity } = await map();
    expect(reports.map(({ path }) => path)).toEqual([...reports.map(({ path }) => path)].sort());
    expect(reports).toHaveLength(reportCount);
    expect(missing).toBe(0);
    expect(perplexity).toBeCloseTo((reportCount - 1) / 3, 6);
    const near = (i: number, j: number): number =>
      Math.hypot(
        placeAt(places, i) - placeAt(places, j),
        placeAt(places, reportCount + i) - placeAt(places, reportCount + j),
      );
    // Skulls and chests: whichever is nearest to a report is of its own kind.
    reports.forEach(({ labels: own }, i) => {
      const others = reports.map((_, j) => j).filter((j) => j !== i);
      const [nearest] = others.sort((a, b) => near(i, a) - near(i, b));
      expect(reports[nearest!]!.labels).toEqual(own);
    });
  });

  it('is taken from the cache the second time, and is the same as made anew', async () => {
    const first = await map();
    expect(first.cached).toBe(false);
    const second = await map();
    expect(second.cached).toBe(true);
    expect(second.places).toEqual(first.places);
    await rm(
      join(
        folder,
        (await readdir(folder)).find((name) => name.startsWith('map-'))!,
      ),
    );
    const third = await map();
    expect(third.cached).toBe(false);
    expect(third.places).toEqual(first.places);
    expect((await map(2)).cached).toBe(false);
  });

  it('counts reports whose text has changed since, or that have no vector', async () => {
    const changed = { ...JSON.parse(await firstLine(labels)), textSha256: 'f'.repeat(64) } as object;
    await appendFile(labels, `${JSON.stringify(changed)}\n{"torn`);
    const { reports, missing } = await map();
    expect(reports).toHaveLength(reportCount - 1);
    expect(missing).toBe(1);
  });

  it('says why there is none', async () => {
    const why = async (): Promise<string> => {
      const outcome = await makeMap(mapTask(labels), nothing);
      return outcome.kind === 'none' ? outcome.why : 'a map';
    };
    const line = await firstLine(labels);
    await writeFile(labels, `${line}\n`);
    expect(await why()).toBe('tooFew');
    await writeFile(labels, `${line.replaceAll('ab'.repeat(32), 'cd'.repeat(32))}\n`);
    expect(await why()).toBe('otherModel');
    await rm(join(folder, 'vectors.bin'));
    expect(await why()).toBe('noVectors');
    await rm(labels);
    expect(await why()).toBe('noLabels');
  });

  it('is given up where a step rejects, and leaves nothing behind', async () => {
    let steps = 0;
    const stopped = makeMap(mapTask(labels), () =>
      ++steps < 5 ? undefined : Promise.reject(new Error('stopped')),
    );
    await expect(stopped).rejects.toThrow('stopped');
    expect(steps).toBe(5);
    expect((await readdir(folder)).filter((name) => name.startsWith('map-'))).toEqual([]);
  });

  it('keeps what is asked within what is possible', () => {
    expect(mapTask('f')).toEqual({ labels: 'f', seed: 1, perplexity: 30 });
    expect(mapTask('f', -1, 1)).toEqual({ labels: 'f', seed: 2 ** 32 - 1, perplexity: 5 });
    expect(mapTask('f', 7, 1e9).perplexity).toBe(100);
  });

  it('is coloured by what the reports state', async () => {
    const { reports } = await map();
    const colourings = colouringsOf(reports);
    expect(colourings.map(({ id }) => id)).toEqual(['labels', 'codes', 'language']);
    const [byLabel, byCode, byLanguage] = colourings;
    // A report with `abnormal` and more is of the other label's group; one without any is of none.
    expect(byLabel!.groups.map(({ id, reports: count }) => [id, count])).toEqual([['mass', reportCount / 2]]);
    reports.forEach(({ labels: own }, i) => {
      expect(byLabel!.groupOf[i]).toBe(own.length > 0 ? 0 : -1);
    });
    expect(byCode!.groups).toEqual([
      { id: '8140/3', description: 'Adenocarcinoma, SAI', reports: reportCount / 2 },
    ]);
    expect(byLanguage!.groups.map(({ id }) => id).sort()).toEqual(['en', 'es']);
  });
});

async function firstLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).split('\n')[0]!;
}
