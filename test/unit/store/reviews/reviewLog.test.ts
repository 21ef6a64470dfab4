import { appendFileSync, chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../server/src/store/reviews/chain.js';
import { ReviewFile } from '../../../../server/src/store/reviews/reviewFile.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import type { ReviewLine } from '../../../../server/src/store/reviews/reviewLine.js';
import { adenocarcinoma, decided, spanOf } from './samples.js';

const text = 'Biopsia de colon con adenocarcinoma moderadamente diferenciado. Varias metástasis hepáticas.';
const at = (source = text) => [spanOf(source, 'adenocarcinoma')];

let root: string;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-reviews-'));
  path = join(root, '.glosa', 'reviews.jsonl');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const lines = (): ReviewLine[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReviewLine);
async function reopened(): Promise<ReviewLog> {
  const log = ReviewLog.of(root);
  await log.refresh();
  return log;
}

describe('a log', () => {
  it('writes chained lines and reads them back', async () => {
    const log = ReviewLog.of(root);
    await log.record(decided(text, ['adenocarcinoma']));
    await log.record(decided(text, ['metástasis'], { decision: 'dismiss' }));
    const [first, second] = lines();
    expect(first).toMatchObject({ seq: 1, previous: '0'.repeat(64), decision: 'accept', who: 'ana' });
    expect(second).toMatchObject({ seq: 2, previous: first!.hash });
    expect(readFileSync(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    expect(readdirSync(join(root, '.glosa')).sort()).toEqual(['.gitignore', 'reviews.jsonl']);
    expect((await reopened()).report('a.report', text).state(adenocarcinoma, at())).toBe('accepted');
    expect(readFileSync(path, 'utf8').split('\n')[0]).toBe(canonicalJson(first));
  });

  it('leaves the words out where it is told to, and still knows them', async () => {
    await ReviewLog.of(root).record(decided(text, ['adenocarcinoma'], {}, false));
    expect(readFileSync(path, 'utf8')).not.toContain('adenocarcinoma');
    const log = await reopened();
    expect(log.report('a.report', `Texto. ${text}`).state(adenocarcinoma, [])).toBe('accepted');
    expect(
      log.report('a.report', text.replace('adenocarcinoma', 'carcinoma')).state(adenocarcinoma, []),
    ).toBe('stale');
  });

  it('drops a torn last line with the next decision, and nothing else', async () => {
    await ReviewLog.of(root).record(decided(text, ['adenocarcinoma']));
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, `{"seq":2,"who":"${'an'.repeat(2000)}`);
    const log = await reopened();
    expect(log.problem).toBeNull();
    await log.record(decided(text, ['metástasis']));
    expect(readFileSync(path, 'utf8').startsWith(whole)).toBe(true);
    expect(lines().map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it.each([
    ['hash', (line: string) => line.replace('"ana"', '"eva"'), 2],
    ['notALine', () => '<<<<<<< HEAD', 2],
    ['sequence', (line: string) => line.replace('"seq":2', '"seq":7'), 2],
  ] as const)(
    'reports a chain broken by %s with its line, and writes nothing',
    async (fault, change, line) => {
      const log = ReviewLog.of(root);
      for (let index = 0; index < 3; index++) await log.record(decided(text, ['adenocarcinoma']));
      const all = readFileSync(path, 'utf8').split('\n');
      all[line - 1] = change(all[line - 1]!);
      const broken = all.join('\n');
      writeFileSync(path, broken);
      const again = await reopened();
      expect(again.problem).toMatchObject({ kind: 'broken', at: { line, fault } });
      await again.record(decided(text, ['metástasis'], { subject: { kind: 'label', id: 'mass' } }));
      expect(readFileSync(path, 'utf8')).toBe(broken);
      expect(again.waiting).toBe(1);
      // What was decided counts, and is written once the file is whole.
      writeFileSync(path, `${all[0]!}\n`);
      await again.refresh();
      expect(lines().map(({ seq, subject }) => [seq, subject?.kind])).toEqual([
        [1, 'code'],
        [2, 'label'],
      ]);
    },
  );

  it('reports a removed line', async () => {
    const log = ReviewLog.of(root);
    for (let index = 0; index < 3; index++) await log.record(decided(text, ['adenocarcinoma']));
    const all = readFileSync(path, 'utf8').split('\n');
    const last = JSON.parse(all[2]!) as ReviewLine;
    writeFileSync(path, `${all[0]!}\n${canonicalJson({ ...last, seq: 2 })}\n`);
    expect((await reopened()).problem).toMatchObject({ kind: 'broken', at: { line: 2, fault: 'previous' } });
  });

  it.skipIf(process.getuid?.() === 0)('keeps decisions in memory where the folder is read-only', async () => {
    chmodSync(root, 0o555);
    const log = ReviewLog.of(root);
    await log.record(decided(text, ['adenocarcinoma']));
    expect(log.problem).toMatchObject({ kind: 'system', code: 'EACCES' });
    expect(log.report('a.report', text).state(adenocarcinoma, at())).toBe('accepted');
    chmodSync(root, 0o755);
    await log.record(decided(text, ['metástasis']));
    expect(log.problem).toBeNull();
    expect(lines()).toHaveLength(2);
  });

  it('keeps decisions in memory where something else has the name of the folder', async () => {
    writeFileSync(join(root, '.glosa'), 'not a folder');
    const log = ReviewLog.of(root);
    await log.record(decided(text, ['adenocarcinoma']));
    expect(log.problem).toMatchObject({ kind: 'system' });
    expect(log.waiting).toBe(1);
    expect(log.report('a.report', text).state(adenocarcinoma, at())).toBe('accepted');
    rmSync(join(root, '.glosa'));
    await log.refresh();
    expect(lines()).toHaveLength(1);
  });

  it('takes in what another process wrote, before its own', async () => {
    const [mine, theirs] = [await reopened(), await reopened()];
    await theirs.record(decided(text, ['adenocarcinoma'], { who: 'eva' }));
    await mine.record(decided(text, ['adenocarcinoma'], { decision: 'dismiss' }));
    expect(lines().map(({ who }) => who)).toEqual(['eva', 'ana']);
    expect(mine.report('a.report', text).state(adenocarcinoma, at())).toBe('dismissed');
    expect(theirs.report('a.report', text).state(adenocarcinoma, at())).toBe('accepted');
    expect(await theirs.refresh()).toBe(true);
    expect(theirs.report('a.report', text).state(adenocarcinoma, at())).toBe('dismissed');
    expect(await theirs.refresh()).toBe(false);
  });

  it('starts anew where the file was replaced', async () => {
    const log = ReviewLog.of(root);
    await log.record(decided(text, ['adenocarcinoma']));
    rmSync(path);
    await log.refresh();
    expect(log.report('a.report', text).state(adenocarcinoma, at())).toBe('none');
    await log.record(decided(text, ['adenocarcinoma']));
    expect(lines().map(({ seq }) => seq)).toEqual([1]);
  });
});

describe('undo', () => {
  it('takes back by number, and an undo too', async () => {
    const log = ReviewLog.of(root);
    const take = async (seq: number | null): Promise<void> => {
      const entry = log.undoable('a.report', seq);
      await log.record(decided(text, [], { decision: 'undo', subject: null }), entry);
    };
    await log.record(decided(text, ['adenocarcinoma']));
    await log.record(decided(text, ['adenocarcinoma'], { decision: 'dismiss' }));
    await take(null);
    expect(lines()[2]).toMatchObject({ decision: 'undo', undoes: 2 });
    const again = await reopened();
    expect(again.report('a.report', text).state(adenocarcinoma, at())).toBe('accepted');
    await take(1);
    expect(log.report('a.report', text).state(adenocarcinoma, at())).toBe('none');
    expect(log.undoable('a.report', 2)).toBeNull();
    // The undo of line 2 is taken back: the dismissal counts again.
    await log.record(decided(text, [], { decision: 'undo', subject: null }), log.entries()[2]);
    expect((await reopened()).report('a.report', text).state(adenocarcinoma, at())).toBe('dismissed');
  });

  it('names the number that a decision in the same write gets', async () => {
    const log = ReviewLog.of(root);
    const first = log.record(decided(text, ['adenocarcinoma']));
    const second = log.record(decided(text, [], { decision: 'undo', subject: null }), log.entries()[0]);
    await Promise.all([first, second]);
    expect(lines()[1]).toMatchObject({ undoes: 1 });
  });
});

describe('a report that was renamed', () => {
  const long = `${text} ${Array.from({ length: 40 }, (_, index) => `Frase número ${index} del informe.`).join(' ')}`;

  it('keeps its decisions after an edit, where the old file is gone', async () => {
    const log = ReviewLog.of(root);
    await log.record(decided(long, ['adenocarcinoma']));
    const edited = `Nota nueva. ${long}`;
    await mkdir(join(root, 'b'));
    writeFileSync(join(root, 'b', 'c.report'), edited);
    expect(await log.foundElsewhere('b/c.report', edited)).toBe('a.report');
    await log.record(
      decided('', [], { decision: 'move', path: 'b/c.report', from: 'a.report', subject: null }),
    );
    const again = await reopened();
    expect(again.report('b/c.report', edited).state(adenocarcinoma, at(edited))).toBe('accepted');
    expect(again.report('a.report', long).state(adenocarcinoma, at(long))).toBe('none');
  });

  it('is not taken for a copy, nor another report for it', async () => {
    const log = ReviewLog.of(root);
    await log.record(decided(long, ['adenocarcinoma']));
    writeFileSync(join(root, 'a.report'), long);
    expect(await log.foundElsewhere('copy.report', long)).toBeNull();
    await rename(join(root, 'a.report'), join(root, 'moved.report'));
    expect(await log.foundElsewhere('other.report', 'Gastrectomía: adenocarcinoma tubular.')).toBeNull();
    expect(await log.foundElsewhere('moved.report', long)).toBe('a.report');
  });
});

describe('what a decision means', () => {
  const whole = (log: ReviewLog, source = text) => log.report('a.report', source);

  it('goes stale when the accepted words change, and not by edits elsewhere', async () => {
    const log = ReviewLog.inMemory();
    await log.record(decided(text, ['adenocarcinoma']));
    const elsewhere = `🧠 Línea nueva.\n${text.toUpperCase()}`;
    expect(whole(log, elsewhere).state(adenocarcinoma, [spanOf(elsewhere, 'ADENOCARCINOMA')])).toBe(
      'accepted',
    );
    const changed = text.replace('adenocarcinoma', 'tumor');
    expect(whole(log, changed).state(adenocarcinoma, [])).toBe('stale');
    expect(whole(log, changed).staleCodes()).toEqual([adenocarcinoma]);
    expect(whole(log).staleCodes()).toEqual([]);
  });

  it('counts a phrase by its number among equals', async () => {
    const twice = 'Adenocarcinoma de colon. Adenocarcinoma de recto.';
    const log = ReviewLog.inMemory();
    await log.record(decided(twice, ['Adenocarcinoma'], { decision: 'dismiss' }));
    const [first, second] = [spanOf(twice, 'Adenocarcinoma'), spanOf(twice, 'Adenocarcinoma', 1)];
    expect(whole(log, twice).on(adenocarcinoma, first)).toBe('dismissed');
    expect(whole(log, twice).on(adenocarcinoma, second)).toBe('none');
    expect(whole(log, twice).state(adenocarcinoma, [first, second])).toBe('none');
  });

  it('follows corrections of code, span and label', async () => {
    const log = ReviewLog.inMemory();
    const other = { ...adenocarcinoma, code: '8010/3' };
    await log.record(decided(text, ['adenocarcinoma'], { decision: 'correct', correction: { ...other } }));
    expect(whole(log).state(adenocarcinoma, at())).toBe('dismissed');
    expect(whole(log).state(other, at())).toBe('accepted');
    const { evidence } = decided(text, ['adenocarcinoma moderadamente diferenciado']);
    await log.record(
      decided(text, ['adenocarcinoma'], {
        decision: 'correct',
        correction: { kind: 'span', phrase: evidence[0]! },
      }),
    );
    expect(whole(log).on(adenocarcinoma, at()[0]!)).toBe('dismissed');
    expect(whole(log).state(adenocarcinoma, at())).toBe('dismissed');
    expect(whole(log).state(adenocarcinoma, [])).toBe('accepted');
    const mass = { kind: 'label', id: 'mass' } as const;
    const correction = { kind: 'label', id: 'mass', value: false } as const;
    await log.record(decided(text, ['metástasis'], { decision: 'correct', subject: mass, correction }));
    expect(whole(log).state(mass, [spanOf(text, 'metástasis')])).toBe('dismissed');
  });

  it('marks every label as not stated until the report says something new', async () => {
    const log = ReviewLog.inMemory();
    const subject = { kind: 'label', id: 'abnormal' } as const;
    await log.record(decided(text, ['metástasis'], { decision: 'mark-normal', subject }));
    const mass = { kind: 'label', id: 'mass' } as const;
    expect(whole(log).state(mass, [spanOf(text, 'metástasis')])).toBe('dismissed');
    expect(whole(log).state(mass, [spanOf(text, 'metástasis'), ...at()])).toBe('none');
  });

  it('ignores a check once, in a report and everywhere, and takes it back', async () => {
    const log = ReviewLog.of(root);
    const subject = { kind: 'quality', id: 'side-discrepancy' } as const;
    const ignore = { decision: 'ignore', subject } as const;
    const check = (file: string): boolean => log.report(file, text).isIgnored('side-discrepancy', at()[0]!);
    const { text: now } = log.report('a.report', text);
    const once = { phrase: now.phrase(at()[0]!, false), textSha256: now.sha256 };
    log.ignoreOnce('a.report', { id: 'side-discrepancy', ...once });
    expect([check('a.report'), check('b.report')]).toEqual([true, false]);
    await log.record(decided(text, ['colon'], { ...ignore, path: 'b.report', scope: 'file' }));
    expect([check('b.report'), check('c.report')]).toEqual([true, false]);
    await log.record(decided(text, ['colon'], { ...ignore, path: 'b.report', scope: 'workspace' }));
    expect(check('c.report')).toBe(true);
    await log.record(
      decided(text, [], { decision: 'undo', subject: null, path: 'b.report' }),
      log.undoable('b.report', 2),
    );
    expect([check('c.report'), check('b.report')]).toEqual([false, true]);
    expect(lines()).toHaveLength(3);
  });
});

it('a file that is not there has no lines', async () => {
  const file = new ReviewFile(root);
  expect(await file.read()).toEqual({ reset: false, lines: [] });
  expect(file.broken).toBeNull();
});
