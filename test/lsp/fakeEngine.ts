/** An engine without a model: finds fixed phrases, and fails, waits or starts slowly on demand. */
import { CodeRows } from '../../server/src/core/codeSearch/codeRows.js';
import type {
  MentionReading,
  PackVocabulary,
  ReaderInput,
  SentenceReading,
} from '../../server/src/core/types.js';
import { EngineUnavailable, ReadCancelled } from '../../server/src/engine/types.js';
import type { Engine, EngineOptions, EngineStatus, ReadOptions } from '../../server/src/engine/types.js';
import { fakeEntities, fakeReaderHead, fakeReport } from './fakeReader.js';

interface FakeCode {
  readonly es: string;
  readonly en: string | null;
}
const codes: ReadonlyMap<string, FakeCode> = new Map([
  ['8140/3', { es: 'Adenocarcinoma, SAI', en: 'Adenocarcinoma, NOS' }],
  ['8140/6', { es: 'Adenocarcinoma metastásico', en: 'Adenocarcinoma, metastatic' }],
  ['8000/6', { es: 'Metástasis, SAI', en: 'Neoplasm, metastatic' }],
  ['8010/3', { es: 'Carcinoma, SAI', en: null }],
]);

/** Folded word → its candidates given the mention. */
const phrases: ReadonlyMap<string, readonly [string, number][]> = new Map([
  [
    'adenocarcinoma',
    [
      ['8140/3', 0.95],
      ['8140/6', 0.04],
    ],
  ],
  ['metastasis', [['8000/6', 0.9]]],
  [
    'carcinoma',
    [
      ['8010/3', 0.8],
      ['8140/3', 0.1],
    ],
  ],
  ['lesion', [['8000/6', 0.2]]],
]);

/** The fake pack's vocabulary; threshold 0.5. */
export const fakeVocabulary: PackVocabulary = {
  system: 'ICD-O-3',
  threshold: 0.5,
  spanThreshold: 0.5,
  reader: null,
  describe: (code) => codes.get(code) ?? null,
  rows: () =>
    new CodeRows([...codes].map(([code, { es, en }]) => `${code}\t${es}\t${en ?? ''}\n`).join(''), [
      'code',
      'es',
      'en',
    ]),
};

function readSentence(input: ReaderInput, reader: boolean): SentenceReading {
  const mentions = input.words.flatMap((word, index): MentionReading[] => {
    const candidates = phrases.get(word);
    if (candidates === undefined) return [];
    return [
      {
        firstWord: index,
        endWord: index + 1,
        spanProbability: 1,
        probability: 1,
        candidates: candidates.map(([code, probability]) => ({ code, probability })),
      },
    ];
  });
  if (!reader) return { mentions, entities: [], relations: [], report: null };
  return { mentions, ...fakeEntities(input), report: fakeReport(input) };
}

/** What a test may look at and change while the engine runs. */
export interface FakeControls {
  readonly options: EngineOptions;
  readonly reads: { readonly inputs: readonly ReaderInput[]; readonly options: ReadOptions }[];
  disposed: boolean;
  setStatus(change: Partial<EngineStatus>): void;
}

/**
 * @param options `packPath` holds the fake's orders as a query string: `start` and `delay` in ms, `mode`
 * `ok`, `unavailable`, `recover` (unavailable, then ready), `crash` (a read rejects with an error that quotes
 * the report) or `throw`; `reader=on` also reads entities and labels (fakeReader.ts).
 */
export function createFakeEngine(options: EngineOptions): Engine & FakeControls {
  const orders = new URLSearchParams(options.packPath);
  const mode = orders.get('mode') ?? 'ok';
  const reader = orders.get('reader') === 'on';
  const startMs = Number(orders.get('start') ?? 0);
  const delayMs = Number(orders.get('delay') ?? 0);
  if (mode === 'throw') throw new Error('the native module did not load');
  const listeners = new Set<(status: EngineStatus) => void>();
  let status: EngineStatus = {
    state: 'starting',
    provider: null,
    pack: null,
    reason: null,
    probes: [],
    restarts: 0,
    vocabulary: null,
  };
  const reads: FakeControls['reads'] = [];
  const setStatus = (change: Partial<EngineStatus>): void => {
    status = { ...status, ...change };
    for (const listener of listeners) listener(status);
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const becomeReady = (): void => {
    setStatus({
      state: 'ready',
      provider: 'cpu',
      pack: { name: 'fake', version: '1.0.0', sha256: 'f'.repeat(64) },
      reason: null,
      vocabulary: reader ? { ...fakeVocabulary, reader: fakeReaderHead } : fakeVocabulary,
    });
  };
  const ready = sleep(startMs).then(() => {
    if (mode === 'ok' || mode === 'crash') becomeReady();
    else setStatus({ state: 'unavailable', reason: 'manifest.json is missing' });
    if (mode === 'recover') setTimeout(becomeReady, 500);
    return status;
  });
  return {
    options,
    reads,
    disposed: false,
    setStatus,
    ready: () => ready,
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    async read(inputs, readOptions) {
      reads.push({ inputs, options: readOptions });
      await ready;
      if (delayMs > 0) await sleep(delayMs);
      if (readOptions.signal?.aborted === true) throw new ReadCancelled('cancelled');
      if (status.state === 'unavailable') throw new EngineUnavailable(status.reason ?? '');
      if (mode === 'crash') throw new TypeError(inputs.map(({ words }) => words.join(' ')).join(' '));
      return inputs.map((input) => readSentence(input, reader));
    },
    restart: () => ready,
    dispose() {
      this.disposed = true;
      return Promise.resolve();
    },
  };
}
