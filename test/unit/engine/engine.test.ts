import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReaderInput } from '../../../server/src/core/types.js';
import { createEngine } from '../../../server/src/engine/engine.js';
import { EngineUnavailable, ReadCancelled } from '../../../server/src/engine/types.js';
import type { Engine, EngineOptions, EngineStatus } from '../../../server/src/engine/types.js';
import type * as Vocabulary from '../../../server/src/engine/vocabulary.js';
import { bundle } from '../../fixtures/engine/bundle.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

/** Milliseconds that reading the vocabulary takes longer. */
const slow = vi.hoisted(() => ({ vocabularyMs: 0 }));
vi.mock('../../../server/src/engine/vocabulary.js', async (original) => {
  const vocabulary = await original<typeof Vocabulary>();
  return {
    ...vocabulary,
    loadVocabulary: async (pack: Parameters<typeof vocabulary.loadVocabulary>[0]) => {
      await new Promise((resolve) => setTimeout(resolve, slow.vocabularyMs));
      return vocabulary.loadVocabulary(pack);
    },
  };
});

const scratch = mkdtempSync(join(tmpdir(), 'glosa-engine-'));
const log = join(scratch, 'runs.log');
let childPath: string;
let faultyPath: string;
let packPath: string;
const engines: Engine[] = [];

beforeAll(async () => {
  childPath = await bundle('server/src/engine/child.ts', scratch, 'engine-child.js');
  faultyPath = await bundle('test/fixtures/engine/faultyChild.ts', scratch, 'faulty-child.js');
  packPath = writeTinyPack(join(scratch, 'pack'));
});
beforeEach(() => {
  writeFileSync(log, '');
  process.env.GLOSA_TEST_LOG = log;
});
afterEach(async () => {
  slow.vocabularyMs = 0;
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
  delete process.env.GLOSA_TEST_LOG;
  delete process.env.GLOSA_TEST_FAULTS;
  delete process.env.GLOSA_TEST_LEAVE;
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

function start(change: Partial<EngineOptions> = {}): Engine {
  const engine = createEngine({
    packPath,
    device: 'cpu',
    threads: 1,
    processes: 1,
    cacheBytes: 1_000_000,
    watchdogMs: 20_000,
    childPath,
    ...change,
  });
  engines.push(engine);
  return engine;
}

/** A sentence of lower-case words. */
function sentence(text: string): ReaderInput {
  const words = text.split(' ');
  return { words, caseTypes: words.map(() => 0) };
}
const typing = { priority: 'typing' } as const;
const batch = { priority: 'batch' } as const;
const runs = (): string[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
/** Runs after the two of the warm-up. */
const readRuns = (): number => runs().filter((line) => line.startsWith('run')).length - 2;

describe('createEngine', () => {
  it('reads sentences with the model, in order', async () => {
    const engine = start();
    const readings = await engine.read(
      [sentence('nodulo pulmonar'), sentence('adenocarcinoma de colon'), sentence('carcinoma')],
      typing,
    );
    expect(
      readings.map((r) => r.mentions.map((m) => [m.firstWord, m.endWord, m.candidates[0]?.code])),
    ).toEqual([[], [[0, 1, '8140/3']], [[0, 1, '8010/3']]]);
    const status = await engine.ready();
    expect(status).toMatchObject({
      state: 'ready',
      provider: 'cpu',
      reason: null,
      pack: { name: 'tiny' },
      restarts: 0,
    });
    expect(status.vocabulary?.describe('8140/3')?.es).toBe('Adenocarcinoma');
  });

  it('answers only once the vocabulary is known, though a process may have loaded the model before', async () => {
    slow.vocabularyMs = 1500;
    const engine = start();
    await engine.read([sentence('carcinoma')], typing);
    expect(engine.status().vocabulary?.describe('8140/3')?.es).toBe('Adenocarcinoma');
  });

  it('answers nothing for nothing, and wordless sentences', async () => {
    const engine = start();
    expect(await engine.read([], typing)).toEqual([]);
    expect(await engine.read([{ words: [], caseTypes: [] }], typing)).toEqual([
      { mentions: [], entities: [], relations: [], report: null },
    ]);
  });

  it('reads a sentence of 10,000 words', async () => {
    const words = Array<string>(10_000).fill('de');
    words[7777] = 'carcinoma';
    const [reading] = await start().read([{ words, caseTypes: words.map(() => 0) }], typing);
    expect(reading?.mentions.map((m) => m.firstWord)).toEqual([7777]);
  });

  it('reads identical inputs once, in one request, in flight and from the cache', async () => {
    const engine = start({ childPath: faultyPath });
    const same = sentence('carcinoma de colon');
    const [first, second] = await Promise.all([
      engine.read([same, same], typing),
      engine.read([same], { ...typing, owner: 'other' }),
    ]);
    expect(first[0]).toEqual(first[1]);
    expect(second[0]).toEqual(first[0]);
    await engine.read([same], batch);
    expect(runs().slice(2)).toEqual(['run 1']);
    await engine.read([{ ...same, caseTypes: [1, 0, 0] }], typing);
    expect(readRuns()).toBe(2);
  });

  it('drops the older request of an owner, but not what the newer one shares with it', async () => {
    const engine = start({ childPath: faultyPath });
    const older = engine.read([sentence('slow a'), sentence('b c')], { ...typing, owner: 'file' });
    const newer = engine.read([sentence('b c'), sentence('d')], { ...typing, owner: 'file' });
    const other = engine.read([sentence('e')], { ...typing, owner: 'another' });
    await expect(older).rejects.toBeInstanceOf(ReadCancelled);
    await expect(newer).resolves.toHaveLength(2);
    await expect(other).resolves.toHaveLength(1);
  });

  it('stops between runs when the caller cancels, and goes on with others', async () => {
    const engine = start({ childPath: faultyPath });
    await engine.ready();
    const abort = new AbortController();
    const many = Array.from({ length: 400 }, (_, i) => sentence(`slow ${'de '.repeat(60)}x${i}`));
    const long = engine.read(many, { ...batch, signal: abort.signal });
    const ended: string[] = [];
    long.catch(() => ended.push('cancelled'));
    const urgent = engine.read([sentence('nodulo')], typing).then(() => ended.push('urgent'));
    await urgent;
    // The urgent one was read although the long one is not done.
    expect(ended).toEqual(['urgent']);
    abort.abort();
    await expect(long).rejects.toBeInstanceOf(ReadCancelled);
    await engine.read([sentence('colon')], batch);
    // 400 sentences of 64 words in runs of at most 1,024 tokens would be 25 runs and more.
    expect(readRuns()).toBeLessThan(15);
  });

  it('rejects at once where the signal is aborted already', async () => {
    const read = start().read([sentence('a')], { ...typing, signal: AbortSignal.abort() });
    await expect(read).rejects.toBeInstanceOf(ReadCancelled);
  });

  it('shares the work among several processes', async () => {
    const engine = start({ processes: 2 });
    const inputs = Array.from({ length: 500 }, (_, i) =>
      sentence(i % 5 === 0 ? `carcinoma ${i}` : `colon ${i}`),
    );
    const readings = await engine.read(inputs, batch);
    expect(readings.map((r) => r.mentions.length)).toEqual(inputs.map((_, i) => (i % 5 === 0 ? 1 : 0)));
  });

  it('lets two engines work side by side', async () => {
    const [a, b] = [start(), start()];
    const readings = await Promise.all([
      a.read([sentence('carcinoma')], typing),
      b.read([sentence('colon')], typing),
    ]);
    expect(readings.map(([reading]) => reading?.mentions.length)).toEqual([1, 0]);
  });
});

describe('a reader process that fails', () => {
  it('is replaced after SIGKILL in the middle of a run, and the request is answered', async () => {
    process.env.GLOSA_TEST_FAULTS = '1';
    const engine = start({ childPath: faultyPath });
    const states: string[] = [];
    engine.onStatus((status) => states.push(status.state));
    const readings = await engine.read(
      [sentence('carcinoma'), sentence('crash carcinoma'), sentence('colon')],
      typing,
    );
    expect(readings.map((r) => r.mentions.length)).toEqual([1, 1, 0]);
    expect(engine.status()).toMatchObject({ state: 'ready', restarts: 1 });
    // Recovered: what went wrong is counted, not kept as if it still were so.
    expect(engine.status()).toMatchObject({ reason: null, restarts: 1 });
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'starting',
      'ready',
      'starting',
      'ready',
    ]);
  });

  it('is replaced where it dies after it has loaded, while the vocabulary is waited for', async () => {
    slow.vocabularyMs = 2500;
    process.env.GLOSA_TEST_FAULTS = '1';
    process.env.GLOSA_TEST_LEAVE = '1';
    const engine = start({ childPath: faultyPath });
    await expect(engine.read([sentence('carcinoma')], typing)).resolves.toHaveLength(1);
    expect(runs()).toContain('left');
  });

  it('is killed by the watchdog when it hangs, and the request is answered', async () => {
    process.env.GLOSA_TEST_FAULTS = '1';
    const engine = start({ childPath: faultyPath, watchdogMs: 300 });
    await expect(engine.read([sentence('hang colon')], typing)).resolves.toHaveLength(1);
    expect(engine.status().restarts).toBe(1);
    expect(engine.status()).toMatchObject({ reason: null, restarts: 1 });
  });

  it.each([
    ['crash', 'on'],
    ['oops', 'off'],
  ])('reads on without the kernel where it may have been at fault: %s', async (word, kernel) => {
    process.env.GLOSA_TEST_FAULTS = '1';
    const engine = start({ childPath: faultyPath });
    await engine.ready();
    expect(engine.status().runtime).toBe('onnxruntime, cpu, kernel on');
    await expect(engine.read([sentence(`${word} carcinoma`)], typing)).resolves.toHaveLength(1);
    expect(engine.status()).toMatchObject({ state: 'ready', runtime: `onnxruntime, cpu, kernel ${kernel}` });
  });

  it.each(['crash', 'oops'])('a second time over one sentence (%s) fails its request only', async (word) => {
    const engine = start({ childPath: faultyPath });
    const bad = engine.read([sentence(`${word} here`), sentence('colon a')], batch);
    const good = engine.read([sentence('carcinoma'), sentence('colon b')], batch);
    await expect(bad).rejects.toThrow(word === 'crash' ? 'SIGKILL' : 'the graph said no');
    await expect(bad).rejects.toBeInstanceOf(EngineUnavailable);
    await expect(good).resolves.toHaveLength(2);
    const faults = runs().filter((line) => line === word).length;
    expect(faults).toBe(2);
    // It is remembered: it costs no third process.
    await expect(engine.read([sentence(`${word} here`)], typing)).rejects.toBeInstanceOf(EngineUnavailable);
    expect(runs().filter((line) => line === word)).toHaveLength(2);
    await expect(engine.read([sentence('nodulo')], typing)).resolves.toHaveLength(1);
  });

  it('over and over makes the engine unavailable, with the reason, until it is restarted', async () => {
    const engine = start({ childPath: faultyPath });
    const reads = Array.from({ length: 6 }, (_, i) => engine.read([sentence(`crash ${i}`)], batch));
    const unavailable = new Promise<EngineStatus>((resolve) => {
      engine.onStatus((status) => {
        if (status.state === 'unavailable') resolve(status);
      });
    });
    for (const result of await Promise.allSettled(reads)) expect(result.status).toBe('rejected');
    expect((await unavailable).reason).toContain('in a row');
    await expect(engine.read([sentence('colon')], typing)).rejects.toBeInstanceOf(EngineUnavailable);
    expect(await engine.restart()).toMatchObject({ state: 'ready' });
    await expect(engine.read([sentence('colon')], typing)).resolves.toHaveLength(1);
  });

  it('that cannot start makes the engine unavailable', async () => {
    const broken = join(scratch, 'broken.js');
    writeFileSync(broken, 'process.exit(3);');
    const engine = start({ childPath: broken });
    const read = engine.read([sentence('colon')], typing);
    expect(await engine.ready()).toMatchObject({ state: 'unavailable', provider: null });
    expect(engine.status().reason).toContain('exit code 3');
    await expect(read).rejects.toBeInstanceOf(EngineUnavailable);
  });
});

describe('an engine whose processes could not start', () => {
  /** A reader process that ends at once for as long as the file is there. */
  function startWhileBusy(revivalsMs: readonly number[]): { engine: Engine; busy: string } {
    const busy = join(scratch, `busy-${engines.length}-${revivalsMs.length}`);
    writeFileSync(busy, '');
    const script = `${busy}.cjs`;
    writeFileSync(
      script,
      `if (require('node:fs').existsSync(${JSON.stringify(busy)})) process.exit(3);\nrequire(${JSON.stringify(childPath)});`,
    );
    return { engine: start({ childPath: script, revivalsMs }), busy };
  }

  it('starts again by itself once the machine lets it', async () => {
    const { engine, busy } = startWhileBusy([50, 50, 50]);
    expect(await engine.ready()).toMatchObject({ state: 'unavailable' });
    rmSync(busy);
    await vi.waitFor(() => {
      expect(engine.status().state).toBe('ready');
    }, 10_000);
    await expect(engine.read([sentence('colon')], typing)).resolves.toHaveLength(1);
  });

  it('gives up after its last try, and tries no wrong pack again', async () => {
    const { engine } = startWhileBusy([50]);
    const states: string[] = [];
    engine.onStatus(({ state }) => states.push(state));
    await vi.waitFor(() => {
      expect(states.filter((state) => state === 'unavailable')).toHaveLength(2);
    }, 10_000);
    const wrong = start({ packPath: join(scratch, 'nowhere'), revivalsMs: [1] });
    expect(await wrong.ready()).toMatchObject({ state: 'unavailable', restarts: 0 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(engine.status()).toMatchObject({ state: 'unavailable', restarts: 1 });
    expect(wrong.status()).toMatchObject({ state: 'unavailable', restarts: 0 });
  });
});

describe('a pack that cannot be used', () => {
  it('makes the engine unavailable and says what is wrong, for people and for machines', async () => {
    const folder = writeTinyPack(join(scratch, 'short'));
    truncateSync(join(folder, 'model.cpu.onnx'), 10);
    const engine = start({ packPath: folder });
    const status = await engine.ready();
    expect(status).toMatchObject({
      state: 'unavailable',
      problem: { kind: 'fileTruncated', details: { file: 'model.cpu.onnx' } },
    });
    await expect(engine.read([sentence('colon')], typing)).rejects.toThrow('truncated');
    writeTinyPack(folder);
    expect(await engine.restart()).toMatchObject({ state: 'ready', problem: null });
  });

  it.each([
    ['inputs', ['input_ids', 'attention_mask'], 'graphInputs', 'token_type_ids'],
    [
      'outputs',
      [
        { name: 'mention_logits', size: 3 },
        { name: 'code_vectors', size: 8 },
        { name: 'x', size: 1 },
      ],
      'graphOutputs',
      'no output x',
    ],
    ['specialTokens', { pad: 0, unk: 1, cls: 3, sep: 2 }, 'specialToken', '[CLS]'],
  ])('is refused where its %s differ from its files', async (field, value, kind, part) => {
    const folder = writeTinyPack(join(scratch, `wrong-${field}`), {
      manifest: (manifest) => {
        manifest[field] = value;
      },
    });
    const status = await start({ packPath: folder }).ready();
    expect(status).toMatchObject({ state: 'unavailable', problem: { kind } });
    expect(status.reason).toContain(part);
  });

  it('is refused for its vocabulary, though a process fails over that too', async () => {
    slow.vocabularyMs = 1500;
    const folder = writeTinyPack(join(scratch, 'no-gzip'), { files: { 'codes.tsv.gz': 'codes' } });
    const status = await start({ packPath: folder }).ready();
    expect(status).toMatchObject({ state: 'unavailable', problem: { kind: 'vocabularyInvalid' } });
  });

  it('is refused where the graph is no graph', async () => {
    const folder = writeTinyPack(join(scratch, 'no-graph'), { files: { 'model.cpu.onnx': 'not ONNX' } });
    expect(await start({ packPath: folder }).ready()).toMatchObject({ problem: { kind: 'graphUnloadable' } });
  });
});

describe('restart and dispose', () => {
  it('keep the cache for the same pack, and what waits is read afterwards', async () => {
    const engine = start({ childPath: faultyPath });
    await engine.read([sentence('colon')], typing);
    const waiting = engine.read([sentence('slow carcinoma')], typing);
    const status = await engine.restart();
    expect(status).toMatchObject({ state: 'ready', restarts: 1 });
    await expect(waiting).resolves.toHaveLength(1);
    const before = readRuns();
    await engine.read([sentence('colon')], typing);
    expect(readRuns()).toBe(before);
  });

  it('cancel what waits and refuse what comes', async () => {
    const engine = start();
    const waiting = engine.read([sentence('colon')], typing);
    const disposed = engine.dispose();
    await expect(waiting).rejects.toBeInstanceOf(ReadCancelled);
    await disposed;
    await expect(engine.read([sentence('colon')], typing)).rejects.toBeInstanceOf(EngineUnavailable);
  });
});

describe('another device than the CPU', () => {
  it('is not used where it cannot be, and the status says why', async () => {
    const folder = join(scratch, 'no-cuda');
    mkdirSync(folder);
    const engine = start({ device: 'cuda', cudaPath: folder });
    const status = await engine.ready();
    expect(status).toMatchObject({
      state: 'ready',
      provider: 'cpu',
      probes: [{ provider: 'cuda', ok: false }],
    });
    expect(status.reason).toContain('cuda is not used');
  });
});
