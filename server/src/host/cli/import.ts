/** `glosa import`: annotations of other tools become label records. */
import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { bratRecord, parseBrat } from '../../store/imports/brat.js';
import { annotatedFiles } from '../../store/imports/annotatedFiles.js';
import { codiespRecord } from '../../store/imports/codiesp.js';
import { readCodiesp } from '../../store/imports/codiespFolder.js';
import { keyOfRecord } from '../../store/labelFormat.js';
import { storedRecordSchema } from '../../store/labelRecord.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { errorCode } from '../../store/walkReports.js';
import type { ImportArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { inputLines } from './inputLines.js';
import { Interrupted } from '../../lsp/labelling/interrupt.js';
import { findRoots } from './roots.js';
import type { Root } from './roots.js';
import { whyNot } from './session.js';
import { fileSink, formats } from './sink.js';

/** A record, or what is wrong with a file or line. */
type Imported = { readonly record: StoredRecord } | { readonly place: string; readonly reason: string };

/** A longer line of JSON is no record of a report. */
const maxLineBytes = 64 * 1024 * 1024;
/** Records written together. */
const recordsPerWrite = 64;

/** Returns the exit code. @throws CliError, Interrupted. */
export async function importCommand(args: ImportArguments, environment: CliEnvironment): Promise<number> {
  const { cwd, messages, signal, stderr, stdout } = environment;
  const [root] = await findRoots([args.path], cwd, messages);
  if (root === undefined) throw new CliError(exitCodes.usage, messages.usage.importNeeds);
  const out = resolve(cwd, args.out);
  const source = sourceOf(args, root, environment);
  // Nothing is made where there is nothing to import.
  let next = await orUnreadable(source.next(), root, environment);
  const sink = await fileSink(out, formats.jsonl, messages);
  let whole = false;
  let records = 0;
  let problems = 0;
  let waiting: StoredRecord[] = [];
  const flush = async (): Promise<void> => {
    await sink.append(waiting);
    waiting = [];
  };
  try {
    while (next.done !== true) {
      if (signal.aborted) throw new Interrupted();
      if ('record' in next.value) {
        const { record } = next.value;
        records++;
        // The same annotations of the same text are there already.
        if (!sink.has(keyOfRecord(record))) waiting.push(record);
        if (waiting.length >= recordsPerWrite) await flush();
      } else {
        problems++;
        await writeTo(stderr, `${messages.failed(next.value.place, next.value.reason)}\n`);
      }
      next = await orUnreadable(source.next(), root, environment);
    }
    await flush();
    whole = true;
  } finally {
    await sink.close(whole);
  }
  await writeTo(stdout, messages.imported(records, problems, out));
  return problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

function sourceOf(args: ImportArguments, root: Root, environment: CliEnvironment): AsyncGenerator<Imported> {
  const { usage } = environment.messages;
  if (args.from === 'jsonl') return jsonlRecords(root, environment);
  if (root.kind !== 'folder') throw new CliError(exitCodes.usage, usage.notAFolder(args.path));
  return args.from === 'brat'
    ? bratRecords(root, args.maxBytes, environment)
    : codiespRecords(root, environment);
}

async function* bratRecords(
  root: Root,
  maxBytes: number,
  { messages }: CliEnvironment,
): AsyncGenerator<Imported> {
  let any = false;
  for await (const { path, report, annotations } of annotatedFiles(root.absolutePath, maxBytes)) {
    any = true;
    const shown = join(root.given, path);
    if (report === null) yield { place: `${shown}.ann`, reason: messages.failure.noText };
    else if (!report.ok) yield { place: `${shown}.txt`, reason: whyNot(report, maxBytes, messages) };
    else if (!annotations.ok)
      yield { place: `${shown}.ann`, reason: whyNot(annotations, maxBytes, messages) };
    else {
      const read = parseBrat(annotations.text, report.text);
      for (const { line, kind } of read.problems)
        yield { place: `${shown}.ann:${line}`, reason: messages.importProblem[kind] };
      yield { record: bratRecord(`${path}.txt`, report.text, annotations.text, read) };
    }
  }
  if (!any) throw new CliError(exitCodes.usage, messages.usage.notAnImportFolder(root.given, '.ann'));
}

async function* codiespRecords(root: Root, { messages }: CliEnvironment): AsyncGenerator<Imported> {
  const folder = await readCodiesp(root.absolutePath);
  if (folder === null)
    throw new CliError(
      exitCodes.usage,
      messages.usage.notAnImportFolder(root.given, '*D.tsv, *P.tsv, *X.tsv'),
    );
  const problem = (table: string, line: number, kind: keyof typeof messages.importProblem): Imported => ({
    place: `${join(root.given, table)}:${line}`,
    reason: messages.importProblem[kind],
  });
  for (const { table, line, kind } of folder.problems) yield problem(table, line, kind);
  for (const [name, rows] of folder.cases) {
    const text = folder.texts.get(name);
    const first = rows[0];
    if (text === undefined) {
      if (first !== undefined) yield problem(first.table, first.row.line, 'noText');
      continue;
    }
    const plain = rows.map(({ row }) => row);
    const { record, problems } = codiespRecord(`${name}.txt`, text, plain, folder.sha256);
    const table = rows.find(({ row }) => row.place !== null)?.table ?? '';
    for (const { line, kind } of problems) yield problem(table, line, kind);
    yield { record };
  }
}

async function* jsonlRecords(root: Root, { messages }: CliEnvironment): AsyncGenerator<Imported> {
  if (root.kind !== 'file')
    throw new CliError(exitCodes.usage, messages.failed(root.given, messages.failure.notAFile));
  for await (const { number, bytes } of inputLines(createReadStream(root.absolutePath), maxLineBytes)) {
    const line = bytes?.toString('utf8') ?? '?';
    if (line.trim() === '') continue;
    const record = recordOf(line);
    yield record === null
      ? { place: `${root.given}:${number}`, reason: messages.importProblem.record }
      : { record };
  }
}

function recordOf(line: string): StoredRecord | null {
  try {
    const parsed = storedRecordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Names the place where the system cannot read; other errors go on. */
async function orUnreadable<T>(step: Promise<T>, root: Root, { messages }: CliEnvironment): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new CliError(
      exitCodes.usage,
      messages.failed(root.given, messages.failure.unreadable(errorCode(error))),
    );
  }
}
