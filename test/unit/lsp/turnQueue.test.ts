import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../../server/src/engine/types.js';
import { Analyser } from '../../../server/src/lsp/analyser.js';
import { EngineHost } from '../../../server/src/lsp/engineHost.js';
import { TurnQueue } from '../../../server/src/lsp/turnQueue.js';
import { defaultSettings } from '../../../server/src/protocol.js';
import { createFakeEngine } from '../../lsp/fakeEngine.js';

/** Counts the turns of the event loop until it is stopped. */
function countTurns(): { now: number; stop(): void } {
  let going = true;
  const turns = { now: 0, stop: () => void (going = false) };
  const next = (): void => {
    turns.now++;
    if (going) setImmediate(next);
  };
  setImmediate(next);
  return turns;
}

const reports = [
  'TC de tórax.\nHallazgos: adenocarcinoma en lóbulo superior derecho.\nConclusión: adenocarcinoma.',
  'Chest CT.\nFindings: a carcinoma in the left lower lobe. No metastasis.\nImpression: carcinoma.',
];

describe('TurnQueue', () => {
  it('gives every step a turn of its own, the urgent ones first', async () => {
    const queue = new TurnQueue();
    const turns = countTurns();
    const done: [string, number][] = [];
    const step = async (name: string, urgent: boolean): Promise<void> => {
      await queue.next(urgent);
      done.push([name, turns.now]);
    };
    await Promise.all([step('a', false), step('b', false), step('typed', true), step('c', false)]);
    turns.stop();
    expect(done.map(([name]) => name)).toEqual(['typed', 'a', 'b', 'c']);
    expect(new Set(done.map(([, turn]) => turn)).size).toBe(4);
  });

  it('is there for a step that comes when others are through', async () => {
    const queue = new TurnQueue();
    await queue.next(false);
    await queue.next(true);
    await expect(queue.next(false)).resolves.toBeUndefined();
  });
});

describe('Analyser, with many documents opened at once', () => {
  async function analyse(count: number, edit: boolean): Promise<{ uri: string; turn: number }[]> {
    const engine = new EngineHost({
      createEngine: (options: EngineOptions) => createFakeEngine(options),
      shippedPackPath: 'delay=5',
      childPath: '',
      trusted: true,
    });
    await engine.configure(defaultSettings);
    const finals: { uri: string; turn: number }[] = [];
    const turns = countTurns();
    await new Promise<void>((resolve, reject) => {
      const analyser = new Analyser({
        engine,
        parseWorkerPath: '',
        settings: () => Promise.resolve(defaultSettings),
        folders: () => [],
        recalibration: () => new Map(),
        withLearned: (_uri, analysis) => analysis,
        onRules: () => undefined,
        onFinal: ({ uri }) => {
          finals.push({ uri, turn: turns.now });
          if (finals.length === count) resolve();
        },
        onFailure: reject,
      });
      const document = (i: number, version: number): TextDocument =>
        TextDocument.create(`file:///${i}.informe`, 'glosa-report', version, reports[i % 2] ?? '');
      for (let i = 0; i < count; i++) analyser.start(document(i, 1));
      if (edit) analyser.start(document(count - 1, 2));
    });
    turns.stop();
    await engine.dispose();
    return finals;
  }

  it('finishes at most one in a turn, though the engine answers for all of them at once', async () => {
    const finals = await analyse(40, false);
    expect(new Set(finals.map(({ turn }) => turn)).size).toBe(40);
  });

  it('lets the one that is being written go before the others', async () => {
    const finals = await analyse(40, true);
    expect(finals.findIndex(({ uri }) => uri === 'file:///39.informe')).toBeLessThan(5);
  });
});
