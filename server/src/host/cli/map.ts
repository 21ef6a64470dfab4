/** `glosa map`: the map of a label file's reports as a table. */
import { stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Step } from '../../core/map/step.js';
import { Interrupted } from '../../lsp/labelling/interrupt.js';
import { makeMap, mapTask, placeAt } from '../../lsp/map/mapJob.js';
import type { MapOutcome } from '../../lsp/map/mapJob.js';
import { toCsvRow } from '../../store/csv.js';
import { errorCode } from '../../store/walkReports.js';
import type { MapArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';

/** Work done between two looks at the signal. */
const turnMs = 50;
const redrawMs = 200;

type Made = Extract<MapOutcome, { readonly kind: 'map' }>;

/** Returns the exit code. @throws CliError, Interrupted. */
export async function mapCommand(args: MapArguments, environment: CliEnvironment): Promise<number> {
  const { cwd, messages, stdout, stderr } = environment;
  const labels = resolve(cwd, args.labels);
  const out = args.out === '-' ? null : resolve(cwd, args.out);
  // A report, or a file that was not made as a table, is not written over.
  const found = await stat(labels).catch(() => null);
  if (found === null) throw new CliError(exitCodes.usage, messages.usage.noSuchPath(args.labels));
  const outcome = await made(args, labels, environment);
  if (outcome.kind === 'none') throw new CliError(exitCodes.usage, messages.map.none[outcome.why]);
  const text = args.format === 'csv' ? csvOf(outcome) : jsonOf(outcome, args.seed);
  if (out === null) await writeTo(stdout, text);
  else {
    await writeFile(out, text).catch((error: unknown) => {
      throw new CliError(exitCodes.cannotWrite, messages.cannotWrite(args.out, errorCode(error)));
    });
  }
  const { reports, missing, cached } = outcome;
  await writeTo(
    out === null ? stderr : stdout,
    `${messages.map.made(reports.length, missing, cached, args.out)}\n`,
  );
  return exitCodes.ok;
}

async function made(args: MapArguments, labels: string, environment: CliEnvironment): Promise<MapOutcome> {
  const { messages, signal, stderr, interactive } = environment;
  let turnStart = performance.now();
  let drawn = 0;
  const onStep = async ({ phase, part }: Step): Promise<void> => {
    const now = performance.now();
    if (now - turnStart < turnMs) return;
    if (interactive && now - drawn >= redrawMs) {
      drawn = now;
      stderr.write(`\r\u001b[2K${messages.map.step(phase, part)}`);
    }
    await nextTurn();
    if (signal.aborted) throw new Interrupted();
    turnStart = performance.now();
  };
  try {
    return await makeMap(mapTask(labels, args.seed, args.perplexity), onStep);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const reason = messages.failure.unreadable(errorCode(error));
    throw new CliError(exitCodes.usage, messages.failed(args.labels, reason));
  } finally {
    if (drawn > 0) stderr.write('\r\u001b[2K');
  }
}

/** Values joined by `;`, as in the label file's own CSV. */
function csvOf({ reports, places }: Made): string {
  const rows = reports.map(({ path, labels, codes, exam, language }, i) => [
    path,
    placeAt(places, i).toFixed(4),
    placeAt(places, reports.length + i).toFixed(4),
    labels.join(';'),
    codes.map(({ code }) => code).join(';'),
    exam?.code ?? '',
    language,
  ]);
  return [['path', 'x', 'y', 'labels', 'codes', 'exam', 'language'], ...rows].map(toCsvRow).join('');
}

function jsonOf({ reports, places, perplexity, missing }: Made, seed: number): string {
  const points = reports.map(({ path, labels, codes, exam, language }, i) => ({
    path,
    x: placeAt(places, i),
    y: placeAt(places, reports.length + i),
    labels,
    codes: codes.map(({ code }) => code),
    exam: exam?.code ?? null,
    language,
  }));
  return `${JSON.stringify({ seed, perplexity, missing, reports: points }, null, 1)}\n`;
}
