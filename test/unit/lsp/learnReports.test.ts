/** *Learn codes* from what people decided: accepted, rejected and corrected codes of a folder's reports. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TooFewReports } from '../../../server/src/core/learn/learn.js';
import { LearnedReader } from '../../../server/src/core/learn/suggest.js';
import { parseReport } from '../../../server/src/core/report.js';
import { learnMessages } from '../../../server/src/lsp/learnMessages.js';
import { learnReports } from '../../../server/src/lsp/learnReports.js';
import type { LearnOutcome } from '../../../server/src/lsp/learnReports.js';
import { decidedReports } from '../../../server/src/store/codeDecisions.js';
import type { Decided } from '../../../server/src/store/reviews/reviewLine.js';
import { ReviewLog } from '../../../server/src/store/reviews/reviewLog.js';
import { NoTrainingReports } from '../../../server/src/store/trainingReports.js';
import { toyReport } from '../core/learn/toy.js';
import { FakeEngine } from '../host/cli/fakeEngine.js';
import { decided } from '../store/reviews/samples.js';

const list = 'Hospital';
const maxBytes = 1 << 20;
const titles = { TX1: 'TÓRAX', TC4: 'CRÁNEO', US2: 'ABDOMINAL' } as const;
type Toy = keyof typeof titles;

let root: string;
let log: ReviewLog;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glosa-learn-reviews-'));
  log = ReviewLog.of(root);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const subject = (code: string, system = list) => ({ kind: 'code', system, code }) as const;
/** A report in the folder, and a decision on it. */
async function decide(path: string, toy: Toy, index: number, change: Partial<Decided>): Promise<void> {
  const text = toyReport(toy, index);
  writeFileSync(join(root, path), text);
  await log.record(decided(text, [titles[toy]], { path, ...change }));
}
function table(rows: readonly (readonly [code: string, text: string])[]): string {
  const path = join(root, 'table.csv');
  writeFileSync(path, `code,text\n${rows.map(([code, text]) => `${code},"${text}"`).join('\n')}\n`);
  return path;
}
const toys = (count: number): [Toy, string][] =>
  (Object.keys(titles) as Toy[]).flatMap((code) =>
    Array.from({ length: count }, (_, index): [Toy, string] => [code, toyReport(code, index)]),
  );
const learn = (source: string | null): Promise<LearnOutcome> =>
  learnReports(
    source,
    list,
    { root, log },
    {
      engine: new FakeEngine(),
      signal: new AbortController().signal,
      today: '2026-11-26',
      maxBytes,
      onProgress: () => undefined,
    },
  );
const counts = ({ pack: { head } }: LearnOutcome): Record<string, number> =>
  Object.fromEntries([...head.codes, ...head.rare].map(({ code, reports }) => [code, reports]));

describe('decisions on codes', () => {
  const codes = async (): Promise<string[]> =>
    (await decidedReports(log, root, maxBytes)).flatMap(({ path, codes: own }) =>
      own.map(({ code, accepted }) => `${path} ${accepted ? '+' : '-'}${code}`),
    );

  it('are the last words that count, of reports at their newest path', async () => {
    await decide('a.txt', 'TX1', 0, { subject: subject('TX1') });
    await decide('a.txt', 'TX1', 0, { subject: subject('TC4'), decision: 'dismiss' });
    await decide('b.txt', 'TX1', 1, { subject: subject('US2') });
    await log.record(
      decided('', [], { decision: 'undo', path: 'b.txt', subject: null }),
      log.undoable('b.txt', null),
    );
    await decide('gone.txt', 'TX1', 2, { subject: subject('TX1') });
    rmSync(join(root, 'gone.txt'));
    expect(await codes()).toEqual(['a.txt +TX1', 'a.txt -TC4']);
    await decide('a.txt', 'TX1', 0, { subject: subject('TX1'), decision: 'dismiss' });
    expect(await codes()).toEqual(['a.txt -TC4', 'a.txt -TX1']);
  });

  it('reject what was corrected, and accept what is right instead', async () => {
    const correction = { kind: 'code', system: list, code: 'TX1' } as const;
    await decide('a.txt', 'TX1', 0, { subject: subject('TC4'), decision: 'correct', correction });
    expect(await codes()).toEqual(['a.txt -TC4', 'a.txt +TX1']);
  });

  it('end when the report no longer has their words, and never leave the folder', async () => {
    await decide('a.txt', 'TX1', 0, { subject: subject('TX1') });
    await decide('b.txt', 'TC4', 0, { subject: subject('TX1'), decision: 'dismiss' });
    writeFileSync(join(root, 'a.txt'), toyReport('US2', 0));
    writeFileSync(join(root, 'b.txt'), toyReport('US2', 1));
    await log.record(decided(toyReport('US2', 0), [], { path: '../x.txt', subject: subject('TX1') }));
    expect(await codes()).toEqual([]);
  });
});

describe('learning codes from decisions', () => {
  it('puts decisions before the table’s code for the same text, whichever file it is in', async () => {
    const wrong = toys(6).map(([code, text], index): [string, string] => [index === 0 ? 'TC4' : code, text]);
    const source = table(wrong);
    expect(counts(await learn(source))).toEqual({ TX1: 5, TC4: 7, US2: 6 });
    const correction = { kind: 'code', system: list, code: 'TX1' } as const;
    await decide('a.txt', 'TX1', 0, { subject: subject('TC4'), decision: 'correct', correction });
    await decide('b.txt', 'US2', 0, { subject: subject('US2'), decision: 'dismiss' });
    const outcome = await learn(source);
    expect(counts(outcome)).toEqual({ TX1: 6, TC4: 6, US2: 5 });
    expect(outcome.pack.reviewed).toEqual({ accepted: 1, rejected: 1 });
    const [en, es] = (['en', 'es'] as const).map((locale) => learnMessages[locale].page(outcome.pack, 0));
    expect(en).toContain('Learnt from reviews: 1 report with an accepted code, 1 with rejected codes alone.');
    expect(es).toContain('1 informe con un código aceptado, 1 solo con códigos rechazados.');
  });

  it('adds reviewed reports that the table has not, and exam codes that it has', async () => {
    const source = table(toys(5));
    await decide('a.txt', 'TX1', 6, { subject: subject('TX1', 'ICD-10-PCS') });
    await decide('b.txt', 'TC4', 6, { subject: subject('B020ZZZ', 'ICD-10-PCS') });
    await decide('c.txt', 'US2', 6, { subject: subject('US2') });
    await decide('d.txt', 'US2', 7, { subject: subject('8140/3', 'ICD-O-3') });
    const outcome = await learn(source);
    expect(counts(outcome)).toEqual({ TX1: 6, TC4: 5, US2: 6 });
    expect(outcome.pack.reviewed).toEqual({ accepted: 2, rejected: 0 });
  });

  it('learns from reviews alone: accepted exam codes, each report once', async () => {
    for (let index = 0; index < 5; index++) {
      await decide(`x${index}.txt`, 'TX1', index, { subject: subject('BW03ZZZ', 'ICD-10-PCS') });
      // The same report in two files is two reports.
      await decide(`c${index}.txt`, 'TC4', Math.min(index, 3), { subject: subject('B020ZZZ', 'ICD-10-PCS') });
    }
    const outcome = await learn(null);
    expect(counts(outcome)).toEqual({ BW03ZZZ: 5, B020ZZZ: 5 });
    expect(outcome.pack.reviewed).toEqual({ accepted: 10, rejected: 0 });
    const reader = new LearnedReader(outcome.pack);
    const [best] = reader.suggest(parseReport(toyReport('TX1', 6)), null, () => null);
    expect([best?.code, best?.value]).toEqual(['BW03ZZZ', true]);
  });

  it('takes the list’s own codes alone where reviews accepted any', async () => {
    for (let index = 0; index < 4; index++) {
      await decide(`x${index}.txt`, 'TX1', index, { subject: subject('TX1') });
      await decide(`u${index}.txt`, 'US2', index, { subject: subject('US2') });
      await decide(`u${index}.txt`, 'US2', index, { subject: subject('BW40ZZZ', 'ICD-10-PCS') });
    }
    expect(counts(await learn(null))).toEqual({ TX1: 4, US2: 4 });
  });

  it('says where there is nothing or too little to learn from', async () => {
    await expect(learn(null)).rejects.toThrow(NoTrainingReports);
    await decide('a.txt', 'TX1', 0, { subject: subject('TX1') });
    await expect(learn(null)).rejects.toThrow(TooFewReports);
  });
});
