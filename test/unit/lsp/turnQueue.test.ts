import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { TurnQueue } from '../../../server/src/lsp/turnQueue.js';
import { analyserOf } from './analyserFixture.js';

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
    const finals: { uri: string; turn: number }[] = [];
    const turns = countTurns();
    let finish = (): void => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const all = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]));
    const { analyser, engine } = await analyserOf('delay=5', {
      onFinal: ({ uri }) => {
        finals.push({ uri, turn: turns.now });
        if (finals.length === count) finish();
      },
      onFailure: fail,
    });
    const document = (i: number, version: number): TextDocument =>
      TextDocument.create(`file:///${i}.informe`, 'glosa-report', version, reports[i % 2] ?? '');
    for (let i = 0; i < count; i++) analyser.start(document(i, 1));
    if (edit) analyser.start(document(count - 1, 2));
    await all;
    turns.stop();
    analyser.dispose();
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
