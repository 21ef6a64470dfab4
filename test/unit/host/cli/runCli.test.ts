import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { messagesFor } from '../../../../server/src/host/cli/messages.js';
import { FakeEngine } from './fakeEngine.js';
import { glosa } from './harness.js';

it.each([
  [['label'], 'name at least one report'],
  [['label', '/no/such'], 'no such file or folder: /no/such'],
  [['help', 'zzz'], 'unknown command "zzz"'],
  [['label', '.', '--nope'], 'unknown option or missing value: --nope'],
  [['label', '.', '--out'], 'unknown option or missing value: --out'],
  [['label', '.', '--jobs', '0'], '--jobs takes a whole number of 1 or more, not "0"'],
  [['label', '.', '--jobs', '1.5'], '--jobs takes a whole number'],
  [['label', '.', '--device', 'tpu'], '--device takes auto, cpu, webgpu, cuda, not "tpu"'],
  [['label', '.', '--format', 'xml'], '--format takes jsonl, csv, not "xml"'],
  [['label', '.', '--max-size', 'big'], '--max-size takes bytes'],
  [['label', '.', '--stdin'], '--stdin reads JSON lines'],
  [['label', '--stdin', '--out', 'f'], '--stdin reads JSON lines'],
  [['label', '--stdin', '--format', 'csv'], '--stdin reads JSON lines'],
  [['serve'], 'glosa serve --stdio'],
  [['frobnicate'], 'unknown command "frobnicate"'],
  [['doctor', 'extra'], 'extra'],
])('%j is wrong usage', async (argv, message) => {
  const { code, out, err } = await glosa(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
  expect(err).toContain('See "glosa --help".');
});

it('prints help and version, and serves', async () => {
  expect(await glosa(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
  for (const argv of [['--help'], [], ['help']])
    expect((await glosa(argv)).out).toContain('glosa label PATH');
  for (const argv of [
    ['help', 'label'],
    ['label', '--help'],
  ])
    expect((await glosa(argv)).out).toContain('--max-size SIZE');
  expect((await glosa(['help', 'doctor'], { locale: 'es' })).out).toContain('Código de salida 3');
  expect((await glosa(['serve', '--stdio', '--clientProcessId=1'])).code).toBe(0);
});

it('hands the options to the engine', async () => {
  const defaults = await glosa(['doctor']);
  expect(defaults.options).toMatchObject({
    packPath: '/nowhere/models/glosa-base',
    device: 'auto',
    processes: 1,
  });
  const { options } = await glosa(
    ['label', '--stdin', '--jobs', '3', '--device', 'cpu', '--model', 'm', '--cuda-path', 'c'],
    { cwd: '/w' },
  );
  expect(options).toMatchObject({
    packPath: '/w/m',
    device: 'cpu',
    cudaPath: '/w/c',
    processes: 3,
    threads: 1,
  });
  expect((await glosa(['label', '--stdin'])).options?.processes).toBe(availableParallelism());
});

it('chooses the language as POSIX orders the variables', () => {
  expect(messagesFor({ LANG: 'es_ES.UTF-8' }).locale).toBe('es');
  expect(messagesFor({ LANG: 'es' }).locale).toBe('es');
  expect(messagesFor({ LC_ALL: 'en_US.UTF-8', LANG: 'es_ES' }).locale).toBe('en');
  expect(messagesFor({ LC_ALL: '', LANG: 'es_MX' }).locale).toBe('es');
  expect(messagesFor({ LANG: 'est' }).locale).toBe('en');
  expect(messagesFor({}).locale).toBe('en');
});

it('doctor says what is wrong with the pack and exits with 3', async () => {
  const engine = new FakeEngine();
  engine.unavailable = 'weights.bin is altered';
  const person = await glosa(['doctor'], { engine });
  expect(person.code).toBe(3);
  expect(person.out).toContain('Glosa cannot read reports on this machine: weights.bin is altered');
  expect(person.out).not.toContain('Self-test');
  const machine = await glosa(['doctor', '--json'], { engine });
  expect(machine.code).toBe(3);
  expect(JSON.parse(machine.out)).toMatchObject({
    glosa: '1.2.3',
    onnxruntime: '1.30.0',
    pack: { whole: false },
    usable: false,
    reason: 'weights.bin is altered',
  });
});

it('doctor reads a sentence a language where the model works', async () => {
  const { code, out } = await glosa(['doctor', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(out) as { selfTest: unknown };
  expect(report.selfTest).toMatchObject([
    { language: 'es', detectedLanguage: 'es', topCode: '8010/3' },
    { language: 'en', detectedLanguage: 'en', topCode: '8010/3' },
  ]);
  expect((await glosa(['doctor'])).out).toContain('Self-test:\n  es: 8010/3 (0.810)');
});

it('tells the name and place of an unforeseen error, not its message', async () => {
  const engine = new FakeEngine();
  engine.read = () => Promise.reject(new RangeError('quotes the report'));
  const { code, err } = await glosa(['label', '--stdin'], { engine, stdin: '{"text": "Carcinoma."}\n' });
  expect(code).toBe(70);
  expect(err).toContain('internal error: RangeError');
  expect(err).not.toContain('quotes the report');
});
