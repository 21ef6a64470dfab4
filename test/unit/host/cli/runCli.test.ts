import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPack } from '../../../../server/src/engine/pack.js';
import { candidates } from '../../../../server/src/engine/providers.js';
import type { MachineFacts } from '../../../../server/src/engine/providers.js';
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
  const named = argv[0] === 'help' || argv[0] === 'frobnicate' ? '' : `${argv[0]} `;
  expect(err).toContain(`See "glosa ${named}--help".`);
});

it.each([
  [['doctor', 'de más'], 'no se admite el argumento «de más»', 'Véase «glosa doctor --help».'],
  [['export', '--nope'], 'opción desconocida o sin valor: --nope', 'Véase «glosa export --help».'],
  [['frobnicate'], 'orden desconocida: «frobnicate»', 'Véase «glosa --help».'],
])('%j is wrong usage in Spanish, with the help of its command', async (argv, message, help) => {
  const { code, err } = await glosa(argv, { locale: 'es' });
  expect(code).toBe(2);
  expect(err).toBe(`glosa: ${message}\n${help}\n`);
});

/** Real reasons of the engine, each from where it is made. */
async function engineReasons(): Promise<string[]> {
  const machine = { platform: 'linux', arch: 'x64', hasGpu: false, cudaLibrary: null, cudaPathProblem: null };
  const probes = candidates('auto', machine as unknown as MachineFacts).flatMap((one) =>
    one.probe ? [] : [one.reason],
  );
  const folder = mkdtempSync(join(tmpdir(), 'glosa-'));
  const problems: string[] = [];
  const tried = async (path: string): Promise<void> => {
    await loadPack(path).catch((error: unknown) => problems.push((error as Error).message));
  };
  await tried(join(folder, 'none'));
  await tried(folder);
  writeFileSync(join(folder, 'manifest.json'), '{');
  await tried(folder);
  writeFileSync(join(folder, 'manifest.json'), '{"schemaVersion": 99}');
  await tried(folder);
  rmSync(folder, { recursive: true });
  return [...probes, ...problems];
}

it('says in Spanish why the model or a provider is not used', async () => {
  const reasons = await engineReasons();
  expect(reasons).toHaveLength(6);
  for (const reason of reasons) {
    const said = messagesFor({ LANG: 'es_ES.UTF-8' }).reason(reason);
    expect(said).not.toBe(reason);
    expect(said).not.toMatch(/\b(?:the|is|not|of|has|no GPU found|does)\b/i);
    expect(messagesFor({ LANG: 'en' }).reason(reason)).toBe(reason);
  }
  expect(
    messagesFor({ LANG: 'es_ES.UTF-8' }).noModel(
      'cuda is not used: no GPU found; it happened 3 times in a row',
    ),
  ).toBe(
    'no hay un modelo utilizable: cuda no se usa: no se encuentra ninguna GPU; ocurrió 3 veces seguidas',
  );
});

it('says in Spanish, in doctor, what the engine says in English', async () => {
  const { out } = await glosa(['doctor', '--model', '/no/such'], { locale: 'es' });
  expect(out).toContain('la carpeta del paquete del modelo no existe: /no/such');
  const json = await glosa(['doctor', '--json', '--model', '/no/such'], { locale: 'es' });
  expect(json.out).toContain("The model pack's folder does not exist: /no/such");
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
