/** `glosa diff OLD.jsonl NEW.jsonl`: what two label files say otherwise. */
import { resolve } from 'node:path';
import { differenceOf, NoRecords } from '../../lsp/workspace/labelDiff.js';
import type { LabelDifference, ReportDifference } from '../../protocol.js';
import { errorCode } from '../../store/walkReports.js';
import type { DiffArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { Interrupted } from '../../lsp/labelling/interrupt.js';

/** Lines of each list; `--json` has them all. */
const listed = 20;

/** Returns the exit code: 0 whether or not they differ. @throws CliError, Interrupted. */
export async function diffCommand(args: DiffArguments, environment: CliEnvironment): Promise<number> {
  const { cwd, messages, signal, stdout } = environment;
  const [before, after] = [resolve(cwd, args.before), resolve(cwd, args.after)];
  let found: LabelDifference;
  try {
    found = await differenceOf(before, after, undefined, signal);
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    if (error instanceof NoRecords)
      throw new CliError(
        exitCodes.usage,
        messages.usage.noRecords(error.path === before ? args.before : args.after),
      );
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const named = (error as NodeJS.ErrnoException).path === before ? args.before : args.after;
    throw new CliError(
      exitCodes.usage,
      messages.failed(named, messages.failure.unreadable(errorCode(error))),
    );
  }
  await writeTo(stdout, args.json ? `${JSON.stringify(found, null, 2)}\n` : pageOf(found, environment));
  return exitCodes.ok;
}

function pageOf(found: LabelDifference, { messages }: CliEnvironment): string {
  const { diff } = messages;
  const cell = (text: string | number): string => String(text).padStart(10);
  const shift = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
  const lines = [
    diff.file(found.before.path, found.before.reports, found.before.models),
    diff.file(found.after.path, found.after.reports, found.after.models),
    diff.counts(found.compared, found.changed, found.onlyBefore, found.onlyAfter),
  ];
  const nothing = found.reports.length === 0 && found.more === 0;
  if (nothing) lines.push(diff.same);
  if (found.labels.length > 0 && !nothing) {
    const heads = [diff.on, diff.off, diff.before, diff.after, diff.shift, diff.size];
    lines.push('', `${''.padEnd(28)}${heads.map(cell).join('')}`);
    for (const one of found.labels) {
      const counts = [one.turnedOn, one.turnedOff, one.statedBefore, one.statedAfter].map(cell);
      const shifts = [shift(one.meanShift), shift(one.meanAbsoluteShift)].map(cell);
      lines.push(`${one.id.padEnd(28)}${[...counts, ...shifts].join('')}`);
    }
  }
  if (found.codes.length > 0) {
    lines.push('', `${''.padEnd(28)}${cell(diff.on)}${cell(diff.off)}`);
    for (const one of found.codes.slice(0, listed))
      lines.push(
        `${`${one.system} ${one.code}`.padEnd(28)}${cell(one.turnedOn)}${cell(one.turnedOff)}  ${one.description}`,
      );
    if (found.codes.length > listed) lines.push(diff.more(found.codes.length - listed));
  }
  const ofModels = found.reports.filter(({ textChanged }) => !textChanged);
  const ofTexts = found.reports.filter(({ textChanged }) => textChanged);
  lines.push(...list(diff.reports, ofModels, messages), ...list(diff.changedReports, ofTexts, messages));
  if (found.more > 0) lines.push(diff.more(found.more));
  return `${lines.join('\n')}\n`;
}

function list(
  title: string,
  reports: readonly ReportDifference[],
  { diff }: CliEnvironment['messages'],
): string[] {
  if (reports.length === 0) return [];
  const percent = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  const rows = reports.slice(0, listed).map(({ path, changes }) => {
    const said = changes.map(({ system, subject, turned, before, after }) => {
      const mark = turned === null ? '' : turned === 'on' ? '+' : '-';
      return `${mark}${system === null ? subject : `${system} ${subject}`} ${percent(before)}→${percent(after)}`;
    });
    return `  ${path}: ${said.join(', ')}`;
  });
  return ['', title, ...rows, ...(reports.length > listed ? [diff.more(reports.length - listed)] : [])];
}
