/** The product beside the same model in Python, on the same reports in one run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseReport } from '../../server/src/core/report.js';
import { figure, percentile } from './figures.js';
import type { Figure } from './figures.js';
import { labelFolder, packFolder, writeReports } from './labelThroughput.js';
import type { BenchOptions } from './options.js';

/** Threads of each side: the product has as many processes of one thread. */
const threads = 2;
const script = resolve('test', 'bench', 'python', 'compare.py');
const requirements = join('test', 'bench', 'python', 'requirements.txt');

/** What `compare.py` prints. */
interface Compared {
  readonly reports: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly transformers: Side;
  readonly onnxruntime: Side;
  /** Part of the tags that both say alike: the weights are the same, one side is int8. */
  readonly sameTags: number;
}
interface Side {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Sentences a batch. */
  readonly batch: number;
}

/**
 * Reports per second of `glosa label FOLDER`, with those of `transformers` on PyTorch and of `onnxruntime` in Python,
 * and the ratios of the medians. Each run reads new reports with all three, one after the other.
 * @throws Error where Python or one of its packages is not there.
 */
export async function pythonComparison(options: BenchOptions): Promise<Figure> {
  const python = findPython();
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  const own: number[] = [];
  const runs: Compared[] = [];
  try {
    for (let run = 0; run < (options.n ?? 3); run++) {
      const reports = join(folder, `run-${run}`);
      writeReports(reports, options, run);
      const sentences = join(folder, `run-${run}.jsonl`);
      writeSentences(reports, sentences);
      const { seconds } = await labelFolder(reports, { ...options, jobs: threads });
      own.push(options.reports / seconds);
      runs.push(compare(python, packFolder(options), sentences));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const rate = (side: (compared: Compared) => Side): number =>
    percentile(
      runs.map((compared) => compared.reports / side(compared).seconds),
      0.5,
    );
  const transformers = rate((compared) => compared.transformers);
  const onnxruntime = rate((compared) => compared.onnxruntime);
  const median = percentile(own, 0.5);
  const last = runs[runs.length - 1];
  return figure('python-comparison', 'reports/s', own, {
    reports: options.reports,
    threads,
    transformers,
    onnxruntime,
    ratioToTransformers: median / transformers,
    ratioToOnnxruntime: median / onnxruntime,
    sameTags: last?.sameTags ?? 0,
    batches: `transformers ${last?.transformers.batch ?? 0}, onnxruntime ${last?.onnxruntime.batch ?? 0} sentences`,
    versions: Object.entries(last?.versions ?? {})
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  });
}

/** Every report's sentences as the reader cuts them. */
function writeSentences(reports: string, file: string): void {
  const lines = readdirSync(reports)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => {
      const { inputs } = parseReport(readFileSync(join(reports, name), 'utf8'));
      return JSON.stringify(inputs.map(({ words, caseTypes }) => ({ words, cases: caseTypes })));
    });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function findPython(): string {
  const own = resolve('build', 'bench', 'venv', 'bin', 'python');
  const python = process.env.GLOSA_PYTHON ?? (existsSync(own) ? own : 'python3');
  const names = ['torch', 'transformers', 'onnxruntime', 'onnx'];
  const probe = spawnSync(python, ['-c', `import ${names.join(', ')}`], { encoding: 'utf8' });
  if (probe.status === 0) return python;
  const what = probe.error === undefined ? `it has not all of ${names.join(', ')}` : 'it does not start';
  throw new Error(
    `python-comparison needs Python with the packages of ${requirements}; ${python}: ${what}. ` +
      `Make it with: python3 -m venv build/bench/venv && build/bench/venv/bin/pip install -r ${requirements}; ` +
      'or name one with GLOSA_PYTHON.',
  );
}

function compare(python: string, pack: string, sentences: string): Compared {
  const args = [script, '--pack', pack, '--reports', sentences, '--threads', String(threads)];
  const env = {
    ...process.env,
    OMP_NUM_THREADS: String(threads),
    TOKENIZERS_PARALLELISM: 'true',
    RAYON_NUM_THREADS: String(threads),
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    TRANSFORMERS_VERBOSITY: 'error',
  };
  const done = spawnSync(python, args, { encoding: 'utf8', env, maxBuffer: 1 << 24 });
  if (done.status !== 0) throw new Error(`${script} ended with ${done.status ?? 'no code'}\n${done.stderr}`);
  return JSON.parse(done.stdout.trim().split('\n').pop() ?? '') as Compared;
}
