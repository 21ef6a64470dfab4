import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredRecord } from '../../../../server/src/store/labelRecord.js';
import { candidatesOf } from '../../../../server/src/store/queue/candidates.js';
import type { Candidate } from '../../../../server/src/store/queue/candidates.js';
import { Decisions } from '../../../../server/src/store/queue/decided.js';
import { QueueIndex } from '../../../../server/src/store/queue/queueIndex.js';
import { FolderReviews } from '../../../../server/src/lsp/queueReviews.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import type { Decided } from '../../../../server/src/store/reviews/reviewLine.js';
import { decided } from '../reviews/samples.js';

const text = 'HALLAZGOS:\nSin masa cerebral. Nódulo hepático.\n';
const empty: StoredRecord = {
  path: 'a.txt',
  textSha256: decided(text, []).textSha256!,
  language: 'es',
  model: { name: 'fake', version: '1', sha256: 'f'.repeat(64) },
  offsets: 'unicode-code-points',
  labels: [],
  codes: [],
  entities: [],
  relations: [],
  quality: [],
  notAnalysed: [],
};
const at = (words: string): { start: number; end: number; text: string } => {
  const start = text.indexOf(words);
  return { start, end: start + words.length, text: words };
};
type Label = StoredRecord['labels'][number];
const label = (id: string, probability: number, more: Partial<Label> = {}): Label => ({
  id,
  probability,
  threshold: 0.6,
  sensitiveThreshold: 0.3,
  value: probability >= 0.6,
  applies: true,
  evidence: probability >= 0.6 ? [at('Nódulo')] : [],
  ...more,
});
type Entity = StoredRecord['entities'][number];
const finding = (words: string, assertion: string): Entity => ({
  id: words,
  type: 'Finding',
  ...at(words),
  score: 0.9,
  assertion,
  subtype: null,
  snomed: null,
  side: null,
  trend: null,
});
type Code = StoredRecord['codes'][number];
const code = (name: string, probability: number, value: boolean, more: Partial<Code> = {}): Code => ({
  system: 'ICD-O-3',
  code: name,
  description: 'Neoplasia',
  probability,
  rank: 1,
  value,
  assertion: 'present',
  experiencer: 'patient',
  evidence: [at('Nódulo')],
  ...more,
});
const named = (record: Partial<StoredRecord>): string[] =>
  candidatesOf({ ...empty, ...record }).map(({ subject, reason }) => {
    const id = subject.kind === 'code' ? subject.code : subject.id;
    return `${id} ${reason}`;
  });

describe('candidates of a record', () => {
  it('are labels near their threshold; sure ones, and those that do not apply, are none', () => {
    const labels = [label('abnormal', 0.99), label('mass', 0.55), label('atrophy', 0.05)];
    expect(named({ labels })).toEqual(['mass doubtful']);
    expect(named({ labels: [label('mass', 0.55, { applies: false })] })).toEqual([]);
  });

  it('are doubtful from the sensitive threshold up to a little above the other', () => {
    const doubtful = (threshold: number, sensitiveThreshold: number): number[] =>
      [0.12, 0.31, 0.5, 0.69, 0.72, 0.86, 0.98].filter(
        (probability) =>
          named({
            labels: [
              label('mass', probability, { threshold, sensitiveThreshold, value: probability >= threshold }),
            ],
          }).length > 0,
      );
    expect(doubtful(0.6, 0.3)).toEqual([0.31, 0.5, 0.69]);
    expect(doubtful(0.78, 0.39)).toEqual([0.5, 0.69, 0.72, 0.86]);
    expect(doubtful(0.34, 0.3)).toEqual([0.31, 0.5, 0.69]);
  });

  it('are labels that contradict their evidence or each other', () => {
    const denied = label('mass', 0.99, { evidence: [at('Sin masa cerebral.')] });
    expect(named({ labels: [denied], entities: [finding('masa', 'absent')] })).toEqual(['mass mislabel']);
    expect(named({ labels: [denied], entities: [finding('masa', 'present')] })).toEqual([]);
    expect(named({ labels: [label('abnormal', 0.01), label('mass', 0.99)] })).toEqual(['abnormal mislabel']);
  });

  it('are codes that are offered, and every check', () => {
    const codes = [
      code('8140/3', 0.6, true),
      code('8000/3', 0.9, true, { assertion: 'absent' }),
      code('8500/3', 0.4, false),
      code('8010/3', 0.3, false),
    ];
    expect(named({ codes })).toEqual(['8140/3 doubtful', '8500/3 doubtful']);
    const quality = [{ id: 'sex-mismatch', severity: 'warning' as const, message: 'x', evidence: [] }];
    expect(named({ quality })).toEqual(['sex-mismatch check']);
  });
});

describe('a candidate', () => {
  const candidate = candidatesOf({ ...empty, labels: [label('mass', 0.62)] })[0]!;
  const subject = { kind: 'label', id: 'mass' } as const;
  const standing = (
    change: Partial<Decided>,
    words: string[],
    who: string | null = null,
    one = candidate,
  ): string => {
    const made = decided(text, words, { subject, ...change });
    const entries = [{ decided: made, seq: 1, undone: null }];
    return new Decisions(entries, who, new Set(), []).on(one, empty.textSha256);
  };

  it('is decided on by its words or as a whole, by the person who is asked for', () => {
    expect(standing({}, ['Nódulo'])).toBe('decided');
    expect(standing({}, [])).toBe('decided');
    expect(standing({ who: 'ana' }, ['Nódulo'], 'berto')).toBe('open');
    expect(standing({ decision: 'note' }, ['Nódulo'])).toBe('open');
    expect(standing({ decision: 'mark-normal' }, ['Nódulo'])).toBe('decided');
    // Without the words, by the place in the same text.
    const bare: Candidate = {
      ...candidate,
      evidence: candidate.evidence.map(({ start, end }) => ({ start, end })),
    };
    expect(standing({}, ['Nódulo'], null, bare)).toBe('decided');
    expect(standing({ textSha256: 'e'.repeat(64) }, ['Nódulo'], null, bare)).toBe('open');
  });

  it('is suspected where it states again what was dismissed for other words', () => {
    expect(standing({ decision: 'dismiss' }, ['masa'])).toBe('against');
  });
});

describe('a finding of a check that was ignored once', () => {
  const check = (words: string, id = 'side-discrepancy', withText = true): Candidate => {
    const { text: said, ...place } = at(words);
    const evidence = [withText ? { ...place, text: said } : place];
    return candidatesOf({ ...empty, quality: [{ id, severity: 'warning', message: 'x', evidence }] })[0]!;
  };
  const phrase = decided(text, ['Nódulo']).evidence[0]!;
  const once = { id: 'side-discrepancy', phrase, textSha256: empty.textSha256 };
  const standing = (one: Candidate, textSha256 = empty.textSha256): string =>
    new Decisions([], null, new Set(), [once]).on(one, textSha256);

  it('leaves the queue until its words are others', () => {
    expect(standing(check('Nódulo'))).toBe('decided');
    expect(standing(check('Nódulo', 'side-discrepancy', false))).toBe('decided');
    // The report was edited elsewhere: its words are the same.
    expect(standing(check('Nódulo'), 'e'.repeat(64))).toBe('decided');
    expect(standing(check('Nódulo hepático'), 'e'.repeat(64))).toBe('open');
    expect(standing(check('masa'))).toBe('open');
    expect(standing(check('Nódulo', 'sex-mismatch'))).toBe('open');
  });

  it('is told of a label file too, and comes back when it is labelled with other words', async () => {
    const root = await mkdtemp(join(tmpdir(), 'glosa-once-'));
    try {
      mkdirSync(join(root, '.glosa'));
      const write = (words: string, textSha256: string): void => {
        const quality = [
          { id: 'side-discrepancy', severity: 'warning' as const, message: 'x', evidence: [at(words)] },
        ];
        const line = JSON.stringify({ ...empty, textSha256, quality });
        writeFileSync(join(root, '.glosa', 'labels.jsonl'), `${line}\n`);
      };
      const index = new QueueIndex(root, () => null);
      const reviews = new FolderReviews(index);
      const log = ReviewLog.of(root);
      const never = new AbortController().signal;
      const standings = async (): Promise<string[]> => {
        await index.follow(never);
        const of = await reviews.standings(log, null, never);
        return (await index.ordered(never)).map(of);
      };
      write('Nódulo', empty.textSha256);
      expect(await standings()).toEqual(['open']);
      log.ignoreOnce('a.txt', once);
      expect(await standings()).toEqual(['decided']);
      write('Nódulo hepático', 'e'.repeat(64));
      expect(await standings()).toEqual(['open']);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

describe('the index of a label file', () => {
  let root: string;
  let path: string;
  const never = new AbortController().signal;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'glosa-queue-'));
    mkdirSync(join(root, '.glosa'));
    path = join(root, '.glosa', 'labels.jsonl');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const line = (name: string, probability: number, more: Partial<StoredRecord> = {}): string =>
    `${JSON.stringify({ ...empty, path: name, labels: [label('mass', probability)], ...more })}\n`;
  const index = (): QueueIndex => new QueueIndex(root, () => null);
  async function order(of: QueueIndex): Promise<string[]> {
    await of.follow(never);
    return (await of.ordered(never)).map(({ record, subject }) => {
      const id = subject.kind === 'code' ? subject.code : subject.id;
      return `${of.path(record)} ${id}`;
    });
  }

  it('is empty without a file, and passes over what is no record', async () => {
    expect(await order(index())).toEqual([]);
    writeFileSync(path, `not a record\n${line('a', 0.5)}{"path":"torn`);
    expect(await order(index())).toEqual(['a mass']);
  });

  it('is in the order of doubt, with the last record of a path, and follows the file', async () => {
    const of = index();
    writeFileSync(path, line('a', 0.45) + line('b', 0.61) + line('c', 0.7));
    expect(await order(of)).toEqual(['b mass', 'c mass', 'a mass']);
    const before = of.generation;
    await of.follow(never);
    expect(of.generation).toBe(before);
    appendFileSync(path, line('b', 0.4) + line('d', 0.6));
    expect(await order(of)).toEqual(['d mass', 'c mass', 'a mass', 'b mass']);
    writeFileSync(`${path}.new`, line('e', 0.65));
    renameSync(`${path}.new`, path);
    expect(await order(of)).toEqual(['e mass']);
  });

  it('takes the least stated code for the threshold of a system that nobody knows', async () => {
    const codes = [code('8140/3', 0.5, true), code('8500/3', 0.35, false), code('8000/3', 0.95, true)];
    writeFileSync(path, line('a', 0.01, { codes }));
    expect(await order(index())).toEqual(['a 8140/3', 'a 8500/3']);
    expect(await order(new QueueIndex(root, () => 0.9))).toEqual(['a 8000/3']);
  });

  it('counts records of a model that were labelled before what has been taught', async () => {
    const of = index();
    const sha = 'f'.repeat(64);
    const [before, now] = ['c', 'd'].map((digit) => digit.repeat(64));
    const taught = (sha256: string): Partial<StoredRecord> => ({ calibration: { decisions: 8, sha256 } });
    writeFileSync(path, line('a', 0.5) + line('b', 0.5, taught(before!)) + line('c', 0.5, taught(now!)));
    await of.follow(never);
    expect([of.otherwiseTaught(sha, now!), of.otherwiseTaught(sha, null)]).toEqual([2, 2]);
    expect(of.otherwiseTaught('e'.repeat(64), now!)).toBe(0);
    appendFileSync(path, line('a', 0.5, taught(now!)));
    await of.follow(never);
    expect(of.otherwiseTaught(sha, now!)).toBe(1);
    writeFileSync(`${path}.new`, line('e', 0.5, taught(now!)));
    renameSync(`${path}.new`, path);
    await of.follow(never);
    expect(of.otherwiseTaught(sha, now!)).toBe(0);
  });

  it('reads records again by their place', async () => {
    const of = index();
    writeFileSync(path, line('a', 0.45) + line('ñandú 🧠', 0.61));
    await of.follow(never);
    const read = await of.read([of.recordOf('ñandú 🧠')!]);
    expect([...read.values()].map(({ record }) => record.path)).toEqual(['ñandú 🧠']);
  });

  it('can be stopped', async () => {
    const controller = new AbortController();
    writeFileSync(path, Array.from({ length: 3_000 }, (_, i) => line(`r${i}`, 0.5)).join(''));
    const following = index().follow(controller.signal);
    controller.abort();
    await expect(following).rejects.toThrow('aborted');
  });
});
