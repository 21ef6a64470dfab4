import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReviewFile } from '../../server/src/store/reviews/reviewFile.js';
import { ReviewLog } from '../../server/src/store/reviews/reviewLog.js';
import { bundleAppender, startAppender } from '../unit/store/reviews/appenders.js';
import { decided } from '../unit/store/reviews/samples.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-fuzz-reviews-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = 'Un adenocarcinoma de colon.';

it('holds the chain through torn tails, junk and several windows', async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('decide' as const),
        window: fc.nat(2),
        note: fc.string({ unit: 'grapheme' }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('undo' as const), window: fc.nat(2), note: fc.constant('') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('reopen' as const),
        window: fc.nat(2),
        note: fc.constant(''),
      }),
    },
    // A writer that died: part of a line, without its end.
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('tear' as const),
        window: fc.nat(2),
        note: fc.string().map((junk) => junk.replace(/\n/gu, ' ')),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const root = await mkdtemp(join(folder, 'w-'));
      const path = join(root, '.glosa', 'reviews.jsonl');
      const windows = [ReviewLog.of(root), ReviewLog.of(root), ReviewLog.of(root)];
      const notes: string[] = [];
      let kept = '';
      for (const { kind, window, note } of steps) {
        const log = windows[window]!;
        if (kind === 'reopen') windows[window] = ReviewLog.of(root);
        else if (kind === 'tear') {
          if (existsSync(path)) appendFileSync(path, note);
          continue;
        } else if (kind === 'undo') {
          await log.refresh();
          const entry = log.undoable('a.report', null);
          if (entry === null) continue;
          await log.record(decided(text, [], { decision: 'undo', subject: null }), entry);
          notes.push('');
        } else {
          await log.record(decided(text, ['adenocarcinoma'], { decision: 'note', note }));
          notes.push(note);
        }
        expect(log.problem).toBeNull();
        if (!existsSync(path)) continue;
        // What was whole stays, byte by byte.
        const now = readFileSync(path, 'utf8');
        expect(now.startsWith(kept)).toBe(true);
        kept = now.slice(0, now.lastIndexOf('\n') + 1);
      }
      const file = new ReviewFile(root);
      const { lines } = await file.read();
      expect(file.broken).toBeNull();
      expect(lines.map((line) => line.note ?? '')).toEqual(notes);
      await rm(root, { recursive: true });
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('finds every change of a byte, and names the line', async () => {
  const root = await mkdtemp(join(folder, 'b-'));
  const log = ReviewLog.of(root);
  for (let index = 0; index < 4; index++) await log.record(decided(text, ['adenocarcinoma']));
  const path = join(root, '.glosa', 'reviews.jsonl');
  const bytes = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const altered = Buffer.from(bytes);
      altered[at] = altered[at]! ^ change;
      truncateSync(path);
      appendFileSync(path, altered);
      const file = new ReviewFile(root);
      await file.read();
      const line = bytes.subarray(0, at).toString('latin1').split('\n').length;
      // A line feed that goes from the last line leaves a torn one; one that comes splits the line.
      if (file.torn && file.broken === null) expect(line).toBe(4);
      else expect(file.broken?.line).toBe(line);
    }),
    { numRuns: 300 },
  );
});

it('survives SIGKILL at any moment', async () => {
  const script = await bundleAppender(folder);
  const root = await mkdtemp(join(folder, 'k-'));
  let seen = 0;
  for (let round = 0; round < 8; round++) {
    const appender = startAppender(script, root, `r${round}`, 100_000);
    await appender.ready;
    await sleep(60 + Math.random() * 120);
    appender.process.kill('SIGKILL');
    await appender.ended;
    const file = new ReviewFile(root);
    const { lines } = await file.read();
    expect(file.broken).toBeNull();
    expect(lines.length).toBeGreaterThanOrEqual(seen);
    seen = lines.length;
  }
  expect(seen).toBeGreaterThan(0);
  const log = ReviewLog.of(root);
  await log.record(decided(text, ['adenocarcinoma']));
  expect(log.problem).toBeNull();
  expect(log.entries()).toHaveLength(seen + 1);
}, 120_000);
