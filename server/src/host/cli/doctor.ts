import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { loadPack } from '../../engine/pack.js';
import { readReport } from '../../engine/readReport.js';
import type { Engine, EngineStatus, ProviderProbe } from '../../engine/types.js';
import type { DoctorArguments } from './argumentTypes.js';
import { cpuFacts } from './cpu.js';
import type { CpuFacts } from './cpu.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { exitCodes } from './exitCodes.js';
import { orAborted } from '../../lsp/labelling/interrupt.js';
import { engineFor } from './model.js';

/** One sentence a language: enough to see that words go in and a code comes out. */
const selfTestReports = {
  es: 'Se observa un carcinoma ductal infiltrante en la mama izquierda.',
  en: 'There is an invasive ductal carcinoma in the left breast.',
} as const;

interface SelfTest {
  readonly language: 'es' | 'en';
  readonly detectedLanguage: string;
  readonly topCode: string | null;
  readonly topProbability: number | null;
  readonly ms: number;
}

interface PackCheck {
  readonly path: string;
  /** Every file has been hashed and matches. */
  readonly whole: boolean;
  readonly name: string | null;
  readonly version: string | null;
  readonly sha256: string | null;
  readonly files: number | null;
  readonly problem: string | null;
}

/** What `doctor --json` prints. */
interface DoctorReport {
  readonly glosa: string;
  readonly node: string;
  readonly onnxruntime: string | null;
  readonly platform: string;
  readonly cpu: CpuFacts;
  readonly pack: PackCheck;
  readonly provider: string | null;
  /** What runs the model on that provider. */
  readonly runtime: string | null;
  readonly probes: readonly ProviderProbe[];
  readonly selfTest: readonly SelfTest[];
  readonly usable: boolean;
  readonly reason: string | null;
}

/** `glosa doctor`: returns 0 where the model reads, else 3. */
export async function doctorCommand(args: DoctorArguments, environment: CliEnvironment): Promise<number> {
  const pack = await checkPack(
    args.model === null ? environment.defaultPackPath : resolve(environment.cwd, args.model),
  );
  const engine = engineFor(args, 1, environment);
  try {
    const status = await orAborted(engine.ready(), environment.signal);
    const tests = status.state === 'ready' ? await selfTest(engine, environment.signal) : [];
    const report = diagnose(environment, pack, status, tests);
    const text = args.json ? `${JSON.stringify(report)}\n` : forPerson(report, environment);
    await writeTo(environment.stdout, text);
    return report.usable ? exitCodes.ok : exitCodes.noModel;
  } finally {
    await engine.dispose();
  }
}

async function checkPack(path: string): Promise<PackCheck> {
  try {
    const { manifest, sha256 } = await loadPack(path);
    const { name, version, files } = manifest;
    return { path, whole: true, name, version, sha256, files: Object.keys(files).length, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { path, whole: false, name: null, version: null, sha256: null, files: null, problem };
  }
}

async function selfTest(engine: Engine, signal: AbortSignal): Promise<SelfTest[]> {
  const tests: SelfTest[] = [];
  for (const language of ['es', 'en'] as const) {
    const started = performance.now();
    const analysis = await readReport(engine, selfTestReports[language], { priority: 'batch', signal });
    const top = analysis.codes.find(({ system }) => system === 'ICD-O-3');
    tests.push({
      language,
      detectedLanguage: analysis.language,
      topCode: top?.code ?? null,
      topProbability: top?.probability ?? null,
      ms: performance.now() - started,
    });
  }
  return tests;
}

function diagnose(
  { version }: CliEnvironment,
  pack: PackCheck,
  status: EngineStatus,
  tests: readonly SelfTest[],
): DoctorReport {
  const usable = status.state === 'ready' && tests.length > 0;
  return {
    glosa: version,
    node: process.versions.node,
    onnxruntime: onnxruntimeVersion(),
    platform: `${process.platform}-${process.arch}`,
    cpu: cpuFacts(),
    pack,
    provider: status.provider,
    runtime: status.runtime ?? null,
    probes: status.probes,
    selfTest: tests,
    usable,
    reason: usable ? null : (status.reason ?? pack.problem ?? status.state),
  };
}

function onnxruntimeVersion(): string | null {
  try {
    const found = createRequire(__filename)('onnxruntime-node/package.json') as { version?: unknown };
    return typeof found.version === 'string' ? found.version : null;
  } catch {
    return null;
  }
}

/** The probes, and the provider in use where it needed none (CPU is what the others are compared with). */
function providersOf({
  probes,
  provider,
}: DoctorReport): readonly { provider: string; ok: boolean; maxDifference?: number; reason?: string }[] {
  if (provider === null || probes.some((probe) => probe.provider === provider)) return probes;
  return [...probes, { provider, ok: true }];
}

function forPerson(report: DoctorReport, { messages }: CliEnvironment): string {
  const { cpu, pack } = report;
  const { doctor } = messages;
  const providers = providersOf(report);
  const lines = [
    `glosa ${report.glosa}, node ${report.node}, onnxruntime-node ${report.onnxruntime ?? '?'}, ${report.platform}`,
    `CPU: ${cpu.model}, ${cpu.processors} × (${cpu.flags?.join(' ') ?? '?'})`,
    `${doctor.model}: ${pack.path}`,
    pack.whole
      ? `  ${pack.name ?? ''} ${pack.version ?? ''}, sha256 ${pack.sha256 ?? ''}, ${pack.files ?? 0} × sha256 ✓`
      : `  ${messages.reason(pack.problem ?? '')}`,
    ...(providers.length === 0 ? [] : [`${doctor.providers}:`]),
    ...providers.map(
      (probe) =>
        `  ${probe.provider}: ${probe.ok ? doctor.ok : doctor.no}` +
        (probe.maxDifference === undefined ? '' : `, |Δ| ≤ ${probe.maxDifference.toPrecision(2)}`) +
        (probe.reason === undefined ? '' : ` (${messages.reason(probe.reason)})`) +
        (probe.provider === report.provider ? ' ←' : ''),
    ),
    ...(report.runtime === null ? [] : [`${doctor.runtime}: ${report.runtime}`]),
    ...(report.selfTest.length === 0 ? [] : [`${doctor.selfTest}:`]),
    ...report.selfTest.map(
      (test) =>
        `  ${test.language}: ${test.topCode ?? doctor.noCode}` +
        `${test.topProbability === null ? '' : ` (${test.topProbability.toFixed(3)})`}, ${test.ms.toFixed(1)} ms`,
    ),
    report.usable ? doctor.usable : doctor.notUsable(report.reason ?? ''),
  ];
  return `${lines.join('\n')}\n`;
}
