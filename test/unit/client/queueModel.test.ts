import { describe, expect, it, vi } from 'vitest';
import { QueueModel } from '../../../client/src/queue/queueModel.js';
import type { ReviewQueueParams, ReviewQueueResult, WireQueueEntry } from '../../../server/src/protocol.js';

vi.mock('vscode', () => ({}));

const entry = (id: string): WireQueueEntry => ({
  id,
  uri: `file:///w/${id}.txt`,
  path: `${id}.txt`,
  subject: { kind: 'label', id: 'mass' },
  reason: 'doubtful',
  name: 'masa',
  probability: 0.5,
  threshold: 0.5,
  value: true,
  range: null,
  words: '',
});

/** A server with these entries; `decide` takes one off. */
class Folder {
  readonly asked: ReviewQueueParams[] = [];
  reviewed = 0;

  constructor(public ids: string[]) {}

  decide(id: string): void {
    this.ids = this.ids.filter((one) => one !== id);
    this.reviewed++;
  }

  request<Result>(_method: string, params: object): Promise<Result> {
    const { offset, limit } = params as ReviewQueueParams;
    this.asked.push(params as ReviewQueueParams);
    const result: ReviewQueueResult = {
      entries: this.ids.slice(offset, offset + limit).map(entry),
      open: this.ids.length,
      reviewed: this.reviewed,
      leftOut: 0,
      otherwiseTaught: 0,
      reviewers: [],
      labelled: true,
    };
    return Promise.resolve(result as Result);
  }
}

describe('going through the review queue', () => {
  it('goes round in both directions, from the first or the last', async () => {
    const model = new QueueModel(new Folder(['a', 'b', 'c']));
    await model.refresh();
    expect(model.neighbour(1)?.id).toBe('a');
    expect(model.neighbour(-1)?.id).toBe('c');
    model.setCurrent('c');
    expect(model.neighbour(1)?.id).toBe('a');
    expect(model.neighbour(-1)?.id).toBe('b');
  });

  it('leads to the one that follows a decided entry, and nowhere after an edit', async () => {
    const folder = new Folder(['a', 'b', 'c']);
    const model = new QueueModel(folder);
    await model.refresh();
    model.setCurrent('b');
    // An edit took it off the queue; nobody has decided.
    folder.ids = ['a', 'c'];
    expect(await model.refresh()).toBeNull();
    folder.ids = ['a', 'b', 'c'];
    await model.refresh();
    folder.decide('a');
    expect(await model.refresh()).toBeNull();
    folder.decide('b');
    expect((await model.refresh())?.id).toBe('c');
    model.setCurrent('c');
    folder.decide('c');
    expect(await model.refresh()).toBeNull();
  });

  it('keeps the open entry until it is decided on, though a newer reading of the report no longer doubts it', async () => {
    const folder = new Folder(['a', 'b', 'c']);
    const model = new QueueModel(folder);
    await model.refresh();
    model.setCurrent('b');
    folder.ids = ['a', 'c', 'd'];
    for (let times = 0; times < 2; times++) {
      expect(await model.refresh()).toBeNull();
      expect(model.current?.id).toBe('b');
      expect(model.entries.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    }
    // The server does not count a decision on what its queue does not hold.
    model.setDecided();
    expect((await model.refresh())?.id).toBe('c');
    expect(model.entries.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
    model.setCurrent('c');
    const { entries } = model;
    await model.refresh();
    expect(model.current?.id).toBe('c');
    expect(model.entries).toBe(entries);
    // Another entry that is opened lets go of the one that was kept.
    folder.ids = ['a', 'd'];
    await model.refresh();
    model.setCurrent('a');
    await model.refresh();
    expect(model.entries.map(({ id }) => id)).toEqual(['a', 'd']);
  });

  it('loads further pages on request, under its filter', async () => {
    const folder = new Folder(Array.from({ length: 250 }, (_, i) => `r${i}`));
    const model = new QueueModel(folder);
    model.setFilter({ kind: 'label', reviewer: 'ana' });
    await model.refresh();
    expect([model.entries.length, model.more]).toEqual([100, true]);
    model.wantMore();
    model.wantMore();
    await model.refresh();
    expect([model.entries.length, model.more]).toEqual([250, false]);
    expect(folder.asked.every(({ kind, reviewer }) => kind === 'label' && reviewer === 'ana')).toBe(true);
    expect(new Set(model.entries.map(({ id }) => id)).size).toBe(250);
  });
});
