import { describe, expect, it } from 'vitest';
import type { SentenceReading } from '../../../server/src/core/types.js';
import { Scheduler } from '../../../server/src/engine/scheduler.js';
import type { SentenceReader, Waiter } from '../../../server/src/engine/scheduler.js';

const nothing: SentenceReading = { mentions: [], entities: [], relations: [], report: null };

/** A reader that notes what it is told and answers on command. */
class FakeReader implements SentenceReader {
  readonly chunks: { id: number; urgent: boolean; sentences: readonly string[] }[] = [];
  readonly promoted: number[] = [];
  readonly cancelled: number[] = [];
  constructor(readonly scheduler: Scheduler) {}
  read(id: number, urgent: boolean, sentences: readonly string[]): void {
    this.chunks.push({ id, urgent, sentences });
  }
  promote(id: number): void {
    this.promoted.push(id);
  }
  cancel(id: number): void {
    this.cancelled.push(id);
  }
  /** Answers all sentences of a chunk, or the given ones, and ends it. */
  finish(number: number, indices?: number[]): void {
    const { id, sentences } = this.chunks[number]!;
    const readings = (indices ?? sentences.map((_, i) => i)).map((index) => ({ index, reading: nothing }));
    this.scheduler.finished(this, id, readings, true, null);
  }
}

class FakeWaiter implements Waiter {
  readonly read: string[] = [];
  readonly failed: string[] = [];
  onReading(key: string): void {
    this.read.push(key);
  }
  onFailure(key: string, reason: string): void {
    this.failed.push(`${key}: ${reason}`);
  }
}

function setUp(): {
  scheduler: Scheduler;
  seen: string[];
  deadly: string[];
  reader: FakeReader;
  waiter: FakeWaiter;
} {
  const seen: string[] = [];
  const deadly: string[] = [];
  const scheduler = new Scheduler({
    onReading: (key) => seen.push(key),
    onDeadly: (key) => deadly.push(key),
  });
  return { scheduler, seen, deadly, reader: new FakeReader(scheduler), waiter: new FakeWaiter() };
}

describe('Scheduler', () => {
  it('reads a sentence once for all who wait for it', () => {
    const { scheduler, seen, reader, waiter } = setUp();
    const other = new FakeWaiter();
    scheduler.add('0 a', false, waiter);
    scheduler.add('0 a', false, other);
    scheduler.join(reader);
    scheduler.add('0 a', false, other);
    scheduler.dispatch();
    expect(reader.chunks.map((c) => c.sentences)).toEqual([['0 a']]);
    reader.finish(0);
    expect([waiter.read, other.read, seen]).toEqual([['0 a'], ['0 a'], ['0 a']]);
    expect(scheduler.pending).toBe(0);
  });

  it('lets urgent sentences overtake those that wait, also past a full reader', () => {
    const { scheduler, reader, waiter } = setUp();
    scheduler.join(reader);
    for (const key of ['0 a', '0 b', '0 c']) {
      scheduler.add(key, false, waiter);
      scheduler.dispatch();
    }
    expect(reader.chunks).toHaveLength(2);
    scheduler.add('0 u', true, waiter);
    scheduler.dispatch();
    expect(reader.chunks[2]).toMatchObject({ urgent: true, sentences: ['0 u'] });
    reader.finish(2);
    reader.finish(0);
    expect(reader.chunks[3]?.sentences).toEqual(['0 c']);
  });

  it('promotes what is at work already when it becomes urgent', () => {
    const { scheduler, reader, waiter } = setUp();
    scheduler.join(reader);
    scheduler.add('0 a', false, waiter);
    scheduler.dispatch();
    scheduler.add('0 a', true, new FakeWaiter());
    expect(reader.promoted).toEqual([reader.chunks[0]?.id]);
  });

  it('drops what nobody waits for, and cancels a chunk only where all of it is unwanted', () => {
    const { scheduler, seen, reader, waiter } = setUp();
    scheduler.add('0 a', false, waiter);
    scheduler.add('0 b', false, waiter);
    scheduler.join(reader);
    scheduler.add('0 c', false, waiter);
    scheduler.remove('0 c', waiter);
    scheduler.remove('0 a', waiter);
    expect(reader.cancelled).toEqual([]);
    scheduler.remove('0 b', waiter);
    expect(reader.cancelled).toEqual([reader.chunks[0]?.id]);
    // One was read before the cancel came through; the other is forgotten.
    reader.finish(0, [0]);
    expect(seen).toEqual(['0 a']);
    expect(waiter.read).toEqual([]);
    expect(scheduler.pending).toBe(0);
    expect(reader.chunks).toHaveLength(1);
  });

  it('reads again what a cancelled chunk left unread and someone wants by now', () => {
    const { scheduler, reader, waiter } = setUp();
    scheduler.add('0 a', false, waiter);
    scheduler.join(reader);
    scheduler.remove('0 a', waiter);
    scheduler.add('0 a', false, waiter);
    reader.finish(0, []);
    expect(reader.chunks).toHaveLength(2);
    reader.finish(1);
    expect(waiter.read).toEqual(['0 a']);
  });

  it('shares the work among readers', () => {
    const { scheduler, reader, waiter } = setUp();
    const other = new FakeReader(scheduler);
    scheduler.join(reader);
    scheduler.join(other);
    for (let i = 0; i < 10; i++) scheduler.add(`0 s${i}`, false, waiter);
    scheduler.dispatch();
    expect(reader.chunks[0]?.sentences).toHaveLength(5);
    expect([...reader.chunks, ...other.chunks].flatMap((c) => c.sentences).sort()).toEqual(
      Array.from({ length: 10 }, (_, i) => `0 s${i}`),
    );
  });

  it('reads what a lost reader left once more, alone, and fails only what loses a second one', () => {
    const { scheduler, deadly, reader, waiter } = setUp();
    for (const key of ['0 a', '0 bad', '0 c']) scheduler.add(key, false, waiter);
    scheduler.join(reader);
    expect(reader.chunks[0]?.sentences).toHaveLength(3);
    scheduler.leave(reader, 'crashed');
    expect(waiter.failed).toEqual([]);
    const second = new FakeReader(scheduler);
    scheduler.join(second);
    expect(second.chunks.map((c) => c.sentences)).toEqual([['0 a']]);
    second.finish(0);
    expect(second.chunks[1]?.sentences).toEqual(['0 bad']);
    scheduler.leave(second, 'crashed again');
    expect(waiter.failed).toEqual(['0 bad: crashed again']);
    expect(deadly).toEqual(['0 bad']);
    const third = new FakeReader(scheduler);
    scheduler.join(third);
    third.finish(0);
    expect(waiter.read).toEqual(['0 a', '0 c']);
    expect(scheduler.pending).toBe(0);
  });

  it('does not blame sentences for a reader that was taken away on purpose', () => {
    const { scheduler, reader, waiter } = setUp();
    scheduler.add('0 a', false, waiter);
    for (let i = 0; i < 5; i++) {
      const next = new FakeReader(scheduler);
      scheduler.join(next);
      expect(next.chunks).toHaveLength(1);
      scheduler.leave(next, null);
    }
    scheduler.join(reader);
    reader.finish(0);
    expect(waiter).toMatchObject({ read: ['0 a'], failed: [] });
  });

  it('ignores answers of a reader that is gone', () => {
    const { scheduler, seen, reader, waiter } = setUp();
    scheduler.add('0 a', false, waiter);
    scheduler.join(reader);
    scheduler.leave(reader, 'crashed');
    reader.finish(0);
    expect(seen).toEqual([]);
    expect(scheduler.pending).toBe(1);
  });

  it('fails everything when there is no hope', () => {
    const { scheduler, deadly, reader, waiter } = setUp();
    scheduler.add('0 a', false, waiter);
    scheduler.join(reader);
    scheduler.add('0 b', true, waiter);
    scheduler.failAll('no model');
    expect(waiter.failed.sort()).toEqual(['0 a: no model', '0 b: no model']);
    expect(deadly).toEqual([]);
    expect(scheduler.pending).toBe(0);
  });
});
