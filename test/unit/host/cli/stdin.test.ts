import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { FakeEngine } from './fakeEngine.js';
import { Sink, glosa, jsonLines } from './harness.js';

const argv = ['label', '--stdin'];

const expected = 'expected {"id"?: string or number up to 2^53, "path"?: string, "text": string}';

it('answers no line under another id than its own', async () => {
  // JavaScript reads the first as …992.
  const lines = ['{"id": 9007199254740993, "text": "Mass."}', '{"id": 9007199254740991, "text": "Mass."}'];
  const { code, out } = await glosa(argv, { stdin: lines.join('\n') });
  expect(code).toBe(1);
  expect(jsonLines(out).map(({ id, error }) => ({ id, error }))).toEqual([
    { id: undefined, error: { line: 1, message: expected } },
    { id: 9007199254740991, error: undefined },
  ]);
});

it('answers every line in order, the bad ones with an error', async () => {
  const lines = [
    '\ufeff{"id": 7, "path": "x/y.txt", "text": "Carcinoma."}',
    'not JSON',
    '',
    '{"id": "n", "text": 5}',
    '{"text": "Mass.", "unknown": true}\r',
    `{"id": "big", "text": "${'x'.repeat(200)}"}`,
    '{"id": "last", "text": ""}',
  ];
  const { code, out, err } = await glosa([...argv, '--max-size', '100'], { stdin: lines.join('\n') });
  expect([code, err]).toEqual([1, '']);
  const answers = jsonLines(out);
  expect(answers.map(({ id, path, error }) => ({ id, path, error }))).toEqual([
    { id: 7, path: 'x/y.txt', error: undefined },
    { id: undefined, path: undefined, error: { line: 2, message: 'not a JSON object in UTF-8' } },
    {
      id: 'n',
      path: undefined,
      error: { line: 4, message: expected },
    },
    { id: undefined, path: '5', error: undefined },
    {
      id: 'big',
      path: undefined,
      error: { line: 6, message: 'the report is larger than 100 bytes (--max-size)' },
    },
    { id: 'last', path: 'last', error: undefined },
  ]);
  expect(answers[0]).toMatchObject({ codes: [{ code: '8010/3' }, { code: '8140/3' }] });
  expect(answers[5]).toMatchObject({ notAnalysed: ['empty'] });
});

it('skips a line that is far too long without keeping it', async () => {
  const stdin = `{"text": "${'x'.repeat(100_000)}"}\n{"text": "Carcinoma."}\n`;
  const { out } = await glosa([...argv, '--max-size', '100'], { stdin });
  expect(jsonLines(out)).toMatchObject([{ error: { line: 1 } }, { path: '2' }]);
});

it('answers one line before the next is sent', async () => {
  const stdin = new PassThrough();
  const stdout = new Sink();
  const run = glosa(argv, { stdin, stdout });
  for (let i = 1; i <= 3; i++) {
    stdin.write(`{"text": "Carcinoma ${i}."}\n`);
    while (jsonLines(stdout.text).length < i) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  stdin.end();
  expect((await run).code).toBe(0);
});

it('does not read ahead of a consumer that is slow', async () => {
  let produced = 0;
  const text = 'Carcinoma. '.repeat(200);
  const stdin = new PassThrough({ highWaterMark: 1024 });
  const feed = async (): Promise<void> => {
    for (let i = 0; i < 400; i++) {
      produced = i;
      if (!stdin.write(`${JSON.stringify({ text })}\n`))
        await new Promise((resolve) => stdin.once('drain', resolve));
    }
    stdin.end();
  };
  let letGo: (() => void) | undefined;
  const stdout = new Sink();
  const write = stdout._write.bind(stdout);
  stdout._write = (chunk: Buffer, encoding, done) => {
    if (letGo !== undefined) write(chunk, encoding, done);
    else
      letGo = () => {
        write(chunk, encoding, done);
      };
  };
  const run = glosa([...argv, '--jobs', '1'], { stdin, stdout });
  void feed();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(produced).toBeLessThan(50);
  letGo?.();
  expect((await run).code).toBe(0);
  expect(jsonLines(stdout.text)).toHaveLength(400);
});

it('ends with 3 without a model', async () => {
  const engine = new FakeEngine();
  engine.unavailable = 'no pack';
  const { code, out } = await glosa(argv, { engine, stdin: '{"text": "x"}\n' });
  expect([code, out]).toEqual([3, '']);
});
