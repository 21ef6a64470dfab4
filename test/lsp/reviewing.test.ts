import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReviewLog } from '../../server/src/store/reviews/reviewLog.js';
import { agreementRequest, commands, conflictsRequest, learntRequest } from '../../server/src/protocol.js';
import { reviewQueueRequest } from '../../server/src/protocol.js';
import type {
  AgreementResult,
  AnalysisParams,
  ConflictsResult,
  LearntResult,
  ReviewQueueResult,
  WireLabel,
  WriteReviewsResult,
} from '../../server/src/protocol.js';
import { decided } from '../unit/store/reviews/samples.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

const report = 'TC CRANEAL\nHALLAZGOS:\nMasa cerebral de 20 mm. Sin derrame pleural.\n';

let server: Bundle;
let client: ScriptedClient;
let folder: string;
let uri: string;

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-lsp-reviewing-'));
  uri = pathToFileURL(join(folder, 'a.informe')).href;
  writeFileSync(join(folder, 'a.informe'), report);
  client = new ScriptedClient(server.script);
});
afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, '.glosa', 'reviews.jsonl');
const lines = (): Record<string, unknown>[] =>
  readFileSync(file(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function start(reviewer = 'ana', locale = 'en', more: object = {}): Promise<void> {
  client.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => ({ reviewer, ...more })),
  );
  await client.initialize(
    vscodeParams({
      engine: 'reader=on',
      folders: [pathToFileURL(folder).href],
      locale,
      initializationOptions: { asks: true },
    }),
  );
}

async function again(reviewer: string): Promise<void> {
  await client.stop();
  client = new ScriptedClient(server.script);
  await start(reviewer);
}

const run = <T>(command: string, argument: object): Promise<T> =>
  client.request<T>('workspace/executeCommand', { command, arguments: [argument] });

/** Opens the report and waits until its label is as wanted. */
async function open(wanted: (mass: WireLabel) => boolean = () => true): Promise<WireLabel> {
  client.open(uri, report);
  return label(wanted);
}
async function label(wanted: (mass: WireLabel) => boolean): Promise<WireLabel> {
  const { labels } = await client.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) => analysis.complete && analysis.uri === uri && wanted(massIn(analysis)),
  );
  return massIn({ labels });
}
const massIn = ({ labels }: Pick<AnalysisParams, 'labels'>): WireLabel =>
  labels.find(({ id }) => id === 'mass')!;
const subject = { kind: 'label', id: 'mass' } as const;

describe('two reviewers', () => {
  async function disagree(): Promise<ConflictsResult['conflicts'][number]> {
    await start('ana');
    await open();
    await run(commands.accept, { uri, subject });
    await label(({ review }) => review === 'accepted');
    await again('berto');
    await open(({ review }) => review === 'accepted');
    await run(commands.dismiss, { uri, id: 'flag-mass', subject });
    await label(({ review }) => review === 'dismissed');
    const { conflicts } = await client.request<ConflictsResult>(conflictsRequest, { uri });
    expect(conflicts).toHaveLength(1);
    return conflicts[0]!;
  }
  const codes = async (): Promise<string[]> => {
    const { items } = await client.request<{ items: { code: string; message: string }[] }>(
      'textDocument/diagnostic',
      { textDocument: { uri } },
    );
    return items.map(({ code }) => code);
  };
  interface Action {
    readonly title: string;
    readonly command: { readonly command: string; readonly arguments: [object] };
  }
  const fixes = async (conflict: ConflictsResult['conflicts'][number]): Promise<Action[]> => {
    const actions = await client.request<Action[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: conflict.range,
      context: { diagnostics: [] },
    });
    return actions.filter(({ command }) => command.command === commands.adjudicate);
  };

  it('are told apart on the evidence, and a quick fix settles it for flags and panel', async () => {
    const conflict = await disagree();
    expect(conflict.sides.map(({ who, verdict }) => [who, verdict])).toEqual([
      ['ana', 'accepted'],
      ['berto', 'dismissed'],
    ]);
    expect(await codes()).toContain('review-conflict');
    expect(await codes()).not.toContain('flag-mass');
    const lenses = await client.request<{ command: { title: string } }[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    expect(lenses.map(({ command }) => command.title)).toContain('Reviewers disagree on mass: adjudicate…');

    const actions = await fixes(conflict);
    expect(actions).toHaveLength(3);
    expect(actions[0]!.title).toMatch(/^Adjudicate mass: ana called it right on /u);
    await run(actions[0]!.command.command, actions[0]!.command.arguments[0]);
    await label(({ review }) => review === 'accepted');
    expect(await codes()).toContain('flag-mass');
    expect(await codes()).not.toContain('review-conflict');
    expect(lines().at(-1)).toMatchObject({
      decision: 'adjudicate',
      who: 'berto',
      subject,
      verdict: 'accepted',
      settles: [1, 2],
    });
    const whole = ReviewLog.of(folder);
    await whole.refresh();
    expect(whole.problem).toBeNull();
    // Who comes later finds nothing in dispute, and an old id settles nothing.
    await run(commands.adjudicate, { uri, conflict: conflict.id, take: 'berto' });
    expect(lines()).toHaveLength(3);
  });

  it('have a page with their agreement and links to what is in dispute', async () => {
    await disagree();
    const { markdown } = await client.request<AgreementResult>(agreementRequest, {});
    expect(markdown).toContain('### ana and berto');
    expect(markdown).toMatch(/\| mass \| 1 \| 0\.00 \| /u);
    expect(markdown).toContain(`[a.informe:3](</a.informe#L3>)`);
    expect(markdown).toContain('mass “Masa”');
    expect(markdown).toContain('berto called it wrong');
  });

  it('each have a queue of their own, headed by what is in dispute', async () => {
    await disagree();
    const ask = (more: object): Promise<ReviewQueueResult> =>
      client.request<ReviewQueueResult>(reviewQueueRequest, { offset: 0, limit: 10, ...more });
    const all = await ask({});
    expect(all.entries[0]).toMatchObject({ reason: 'conflict', subject, path: 'a.informe', words: 'Masa' });
    expect(all.reviewers).toEqual(['ana', 'berto']);
    expect((await ask({ kind: 'code' })).entries.every((entry) => entry.subject.kind === 'code')).toBe(true);
  });
});

/** Label file of reports that are not open: mass at the given probabilities. */
function storeRecords(probabilities: readonly number[], quality: readonly object[] = []): void {
  mkdirSync(join(folder, '.glosa'), { recursive: true });
  const records = probabilities.map((probability, index) => {
    const text = 'HALLAZGOS:\nMasa cerebral.\n';
    writeFileSync(join(folder, `r${index}.txt`), text);
    return JSON.stringify({
      path: `r${index}.txt`,
      textSha256: decided(text, []).textSha256,
      language: 'es',
      model: { name: 'fake', version: '1.0.0', sha256: 'f'.repeat(64) },
      offsets: 'unicode-code-points',
      labels: [
        {
          id: 'mass',
          probability,
          threshold: 0.5,
          sensitiveThreshold: 0.2,
          value: probability >= 0.5,
          applies: true,
          evidence: probability >= 0.5 ? [{ start: 11, end: 15, text: 'Masa' }] : [],
        },
      ],
      codes: [],
      entities: [],
      relations: [],
      quality,
      notAnalysed: [],
    });
  });
  writeFileSync(join(folder, '.glosa', 'labels.jsonl'), records.map((record) => `${record}\n`).join(''));
}

describe('the review queue', () => {
  const ask = (more: object = {}): Promise<ReviewQueueResult> =>
    client.request<ReviewQueueResult>(reviewQueueRequest, { offset: 0, limit: 2, kind: 'label', ...more });

  it('has the most doubtful first, in pages, with places, and counts what was reviewed', async () => {
    storeRecords([0.99, 0.7, 0.52, 0.3, 0.05]);
    await start();
    const first = await ask();
    expect(first.entries.map(({ path, probability }) => [path, probability])).toEqual([
      ['r2.txt', 0.52],
      ['r1.txt', 0.7],
    ]);
    expect(first.entries[0]).toMatchObject({
      reason: 'doubtful',
      name: 'mass',
      words: 'Masa',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      uri: pathToFileURL(join(folder, 'r2.txt')).href,
    });
    expect([first.open, first.reviewed]).toEqual([3, 0]);
    expect((await ask({ offset: 2 })).entries.map(({ path }) => path)).toEqual(['r3.txt']);

    // Decided elsewhere, on the words; then the file is labelled anew, and the decision is found again.
    const log = ReviewLog.of(folder);
    const text = 'HALLAZGOS:\nMasa cerebral.\n';
    await log.record(decided(text, ['Masa'], { path: 'r2.txt', subject, decision: 'dismiss' }));
    client.open(uri, report);
    await client.notification('glosa/analysis', ({ complete }: AnalysisParams) => complete);
    const reviewed = (): Promise<number> => ask().then((answer) => answer.reviewed);
    await expect.poll(reviewed).toBe(1);
    storeRecords([0.99, 0.51, 0.52]);
    const later = await ask({ limit: 50 });
    expect(later.entries.filter(({ path }) => path.startsWith('r')).map(({ path }) => path)).toEqual([
      'r1.txt',
    ]);
    expect((await ask({ limit: 50, reviewer: 'berto' })).entries.map(({ path }) => path)).toContain('r2.txt');
    expect((await ask({ folder, paths: ['r1.txt'] })).open).toBe(1);
    expect((await ask({ folder: '/elsewhere' })).open).toBe(0);
    expect((await ask({ label: 'atrophy' })).entries.filter(({ path }) => path.startsWith('r'))).toEqual([]);
  });
});

describe('checks in the review queue', () => {
  const check = (id: string): object => ({
    id,
    severity: 'warning',
    message: id,
    evidence: [{ start: 0, end: 9, text: 'HALLAZGOS' }],
  });

  it('are those that the settings have on, in the label file and in open reports', async () => {
    storeRecords([0.99], [check('missing-impression'), check('unfilled-field')]);
    const open = `${report}Hígado: {{hígado}}.\n`;
    writeFileSync(join(folder, 'a.informe'), open);
    const ids = async (): Promise<string[]> => {
      client.open(uri, open);
      await client.notification('glosa/analysis', ({ complete }: AnalysisParams) => complete);
      const asked = { offset: 0, limit: 50, kind: 'quality' };
      const { entries } = await client.request<ReviewQueueResult>(reviewQueueRequest, asked);
      return entries.map(({ path, subject: of }) => `${path} ${'id' in of ? of.id : ''}`);
    };
    await start();
    expect(await ids()).toEqual(
      expect.arrayContaining([
        'a.informe unfilled-field',
        'r0.txt missing-impression',
        'r0.txt unfilled-field',
      ]),
    );
    await client.stop();
    client = new ScriptedClient(server.script);
    await start('ana', 'en', { quality: { 'unfilled-field': 'off' } });
    const left = await ids();
    expect(left).toContain('r0.txt missing-impression');
    expect(left.filter((id) => id.endsWith('unfilled-field'))).toEqual([]);
  });
});

describe('decisions on labels', () => {
  it('teach the folder from the eighth on, and are forgotten on request without going', async () => {
    await start();
    const before = await open();
    const log = ReviewLog.of(folder);
    for (let index = 0; index < 8; index++) {
      const shown = [{ subject, probability: 0.8, ofModel: 0.8 }];
      const other = { path: `${index}.txt`, subject, decision: 'dismiss' as const, shown };
      await log.record(decided(report, ['Masa'], other));
    }
    await again('ana');
    const after = await open(({ probability }) => probability < before.probability);
    expect(after.probability).toBeLessThan(before.probability - 0.01);
    const learnt = await client.request<LearntResult>(learntRequest, {});
    expect(learnt.folders).toMatchObject([
      { folder, labels: [{ id: 'mass', decisions: 8, needed: 8, shift: 'lowered', before: 0.8 }], lists: [] },
    ]);

    await run(commands.accept, { uri, subject });
    const line = lines().at(-1) as { shown: { probability: number; ofModel: number }[] };
    expect(line.shown[0]!.probability).toBeCloseTo(after.probability, 6);
    expect(line.shown[0]!.ofModel).toBeCloseTo(before.probability, 4);

    await run(commands.forgetCorrections, { folder, label: 'mass' });
    await label(({ probability }) => Math.abs(probability - before.probability) < 1e-9);
    expect(lines().map(({ decision }) => decision)).toEqual([
      ...Array<string>(8).fill('dismiss'),
      'accept',
      'forget',
    ]);
    expect((await client.request<LearntResult>(learntRequest, {})).folders).toEqual([]);
  });
});

describe('a disk that takes no decision', () => {
  it('loses nothing: a button and a command try again', async () => {
    writeFileSync(join(folder, '.glosa'), 'in the way');
    const asked: string[] = [];
    let answer: unknown = null;
    client.respond('window/showMessageRequest', (params) => {
      asked.push((params as { message: string }).message);
      return answer;
    });
    await start();
    await open();
    await run(commands.accept, { uri, subject });
    await label(({ review }) => review === 'accepted');
    await expect.poll(() => asked.length).toBe(1);
    expect(asked[0]).toContain('reviews.jsonl cannot be written');
    const still = await run<WriteReviewsResult>(commands.writeReviews, {});
    expect(still.waiting).toBe(1);
    expect(still.problem).toContain('cannot be written');

    rmSync(join(folder, '.glosa'));
    answer = { title: 'Try Again' };
    expect(await run<WriteReviewsResult>(commands.writeReviews, {})).toEqual({ waiting: 0, problem: null });
    expect(lines()).toMatchObject([{ decision: 'accept', subject }]);
  });

  const disk = (): string => join(folder, 'disk');
  const mounted = process.getuid?.() === 0 && canMount();

  it.skipIf(!mounted)('is full: what waits is written once there is room', async () => {
    mkdirSync(disk());
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk()]);
    try {
      writeFileSync(join(disk(), 'a.informe'), report);
      const full = join(disk(), 'full');
      try {
        writeFileSync(full, Buffer.alloc(128 * 1024));
      } catch {
        // As meant: nothing fits any more.
      }
      uri = pathToFileURL(join(disk(), 'a.informe')).href;
      const log = ReviewLog.of(disk());
      const decision = decided(report, ['Masa'], { subject });
      await log.record(decision);
      expect(log.problem).toMatchObject({ kind: 'system', code: 'ENOSPC' });
      expect(log.waiting).toBe(1);
      expect(log.report('a.report', report).empty).toBe(false);
      rmSync(full);
      await log.record(decided(report, ['Masa'], { subject, who: 'berto' }));
      expect([log.problem, log.waiting]).toEqual([null, 0]);
      expect(readFileSync(join(disk(), '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
      const other = ReviewLog.of(disk());
      await other.refresh();
      expect(other.entries().map(({ decided: { who } }) => who)).toEqual(['ana', 'berto']);
    } finally {
      execFileSync('umount', [disk()]);
    }
  });
});

/** Whether this machine lets the test make a small disk. */
function canMount(): boolean {
  const probe = join(tmpdir(), `glosa-mount-${process.pid}`);
  mkdirSync(probe, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    if (existsSync(probe)) rmSync(probe, { recursive: true, force: true });
  }
}
