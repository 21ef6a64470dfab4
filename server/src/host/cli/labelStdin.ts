import { z } from 'zod';
import { parseReport } from '../../core/report.js';
import { EngineUnavailable } from '../../engine/types.js';
import { withoutText } from '../../store/recordText.js';
import { textSha256 } from '../../store/toLabelRecord.js';
import type { LabelArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { inputLines } from './inputLines.js';
import type { InputLine } from './inputLines.js';
import { labelReports } from '../../lsp/labelling/labelReports.js';
import type { Labelled, Prepared } from '../../lsp/labelling/labelReports.js';
import { learnedReaders } from './learnedLists.js';
import { engineFor, usableModel } from './model.js';

/** A line of input. Fields that Glosa does not know are ignored. */
const inputSchema = z.object({
  // Of a whole number beyond 2^53 JavaScript reads another one: the record would be another report's.
  id: z
    .union([z.string(), z.number().refine((id) => !Number.isInteger(id) || Number.isSafeInteger(id))])
    .optional(),
  path: z.string().optional(),
  text: z.string(),
});

interface LineTag {
  readonly line: number;
  readonly id: string | number | undefined;
  /** What is wrong with the line, in English: programs read it. */
  readonly problem: string | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * `glosa label --stdin`: JSON lines in, a record or an error object a line out, in order; nothing is written to disk.
 * Returns the exit code. @throws CliError, Interrupted.
 */
export async function labelStdinCommand(args: LabelArguments, environment: CliEnvironment): Promise<number> {
  const engine = engineFor(args, args.jobs, environment);
  let failed = false;
  try {
    const model = await usableModel(engine, environment);
    const learned = await learnedReaders(args.learned, model.pack, environment);
    const options = { model: model.pack, jobs: args.jobs, signal: environment.signal, learned };
    // A character takes up to six bytes in JSON ("\\u00e1"); the text itself is measured after parsing.
    const lines = inputLines(environment.stdin, 6 * args.maxBytes + 4096);
    for await (const batch of labelReports(prepare(lines, args.maxBytes), engine, options)) {
      failed ||= batch.some(({ record }) => record === null);
      await writeTo(environment.stdout, batch.map((item) => toLine(item, args.evidenceText)).join(''));
    }
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    throw new CliError(
      exitCodes.noModel,
      environment.messages.noModel(engine.status().reason ?? error.message),
    );
  } finally {
    const gone = engine.dispose();
    if (environment.signal.aborted) gone.catch(() => undefined);
    else await gone;
  }
  return failed ? exitCodes.someFailed : exitCodes.ok;
}

async function* prepare(
  lines: AsyncIterable<InputLine>,
  maxBytes: number,
): AsyncGenerator<Prepared<LineTag>> {
  for await (const line of lines) {
    // A blank line is no report: a file that ends in two line feeds is not an error.
    if (line.bytes?.every((byte) => byte === 13 || byte === 32 || byte === 9) === true) continue;
    yield prepareLine(line, maxBytes);
  }
}

function prepareLine({ number, bytes }: InputLine, maxBytes: number): Prepared<LineTag> {
  const problem = (text: string, id?: string | number): Prepared<LineTag> => ({
    tag: { line: number, id, problem: text },
    report: null,
  });
  const tooLarge = `the report is larger than ${maxBytes} bytes (--max-size)`;
  if (bytes === null) return problem(tooLarge);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    return problem('not a JSON object in UTF-8');
  }
  const parsed = inputSchema.safeParse(value);
  if (!parsed.success) {
    const known = inputSchema.shape.id.safeParse((value as { id?: unknown } | null)?.id);
    const expected = 'expected {"id"?: string or number up to 2^53, "path"?: string, "text": string}';
    return problem(expected, known.success ? known.data : undefined);
  }
  const { id, path, text } = parsed.data;
  if (Buffer.byteLength(text) > maxBytes) return problem(tooLarge, id);
  return {
    tag: { line: number, id, problem: null },
    report: {
      path: path ?? String(id ?? number),
      textSha256: textSha256(text),
      parsed: parseReport(text),
    },
  };
}

function toLine({ tag, record }: Labelled<LineTag>, evidenceText: boolean): string {
  const id = tag.id === undefined ? {} : { id: tag.id };
  const object =
    record === null
      ? { ...id, error: { line: tag.line, message: tag.problem ?? 'the model failed on this report twice' } }
      : { ...id, ...(evidenceText ? record : withoutText(record)) };
  return `${JSON.stringify(object)}\n`;
}
