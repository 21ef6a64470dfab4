import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseReport } from '../../core/report.js';
import { codeRanking } from '../../core/scores/mentions.js';
import type { ReportMention } from '../../core/scores/mentions.js';
import type { PackVocabulary } from '../../core/types.js';
import { isCaseName, submissionAnn, submissionRows } from '../../store/cantemistSubmission.js';
import { readReportFile } from '../../store/readReportFile.js';
import { reportExtensions } from '../../store/walkReports.js';
import type { CantemistName, ExportArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { readMentions } from '../../lsp/evaluation/readMentions.js';
import type { ToRead } from '../../lsp/evaluation/readParsed.js';
import { entriesOf, findRoots, realTarget } from './roots.js';
import type { Root } from './roots.js';
import { withCodingModel, whyNot } from './session.js';
import { guard } from './sink.js';

/** A report on its way; `failure` says why it was not read. */
interface Case {
  readonly shown: string;
  /** The file's name without ending. */
  readonly name: string;
  readonly failure: string | null;
}

/** Where a submission goes. */
interface Target {
  /** Takes one report; returns the mentions that its format could not hold. */
  write(name: string, text: string, mentions: readonly ReportMention[]): Promise<number>;
  /** `whole`: every report went in, or failed and was named. */
  close(whole: boolean): Promise<void>;
}

type SubmissionArguments = ExportArguments & { readonly to: CantemistName };

/** `glosa export --to cantemist-… PATH… --out OUT`. Returns the exit code; @throws CliError, Interrupted. */
export async function exportCommand(args: SubmissionArguments, environment: CliEnvironment): Promise<number> {
  const { messages, signal, stderr, stdout, cwd } = environment;
  const roots = await findRoots(args.paths, cwd, messages);
  const out = await outPath(args, environment);
  const exclude = new Set([await realTarget(out)]);
  if (roots.some(({ absolutePath }) => exclude.has(absolutePath)))
    throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(args.out));
  return withCodingModel(args, environment, async ({ engine, vocabulary }) => {
    const target = await guard(out, messages, () =>
      args.to === 'cantemist-coding' ? rowsTarget(out, vocabulary) : annTarget(out, args.to, vocabulary),
    );
    let whole = false;
    let written = 0;
    let failed = 0;
    let leftOut = 0;
    try {
      const source = cases(roots, exclude, args, environment);
      for await (const { tag, report, mentions } of readMentions(source, engine, {
        jobs: args.jobs,
        signal,
      })) {
        if (report === null || mentions === null) {
          failed++;
          const reason = tag.failure ?? messages.failure.engineFailed;
          await writeTo(stderr, `${messages.failed(tag.shown, reason)}\n`);
          continue;
        }
        leftOut += await guard(out, messages, () => target.write(tag.name, report.text, mentions));
        written++;
      }
      whole = !signal.aborted;
    } finally {
      await guard(out, messages, () => target.close(whole));
    }
    await writeTo(stdout, messages.exported(written, failed, leftOut, out));
    return failed > 0 ? exitCodes.someFailed : exitCodes.ok;
  });
}

/** The file or folder to write. @throws CliError with exit code 2 where reports would be overwritten or joined. */
async function outPath(args: SubmissionArguments, { cwd, messages }: CliEnvironment): Promise<string> {
  const out = resolve(cwd, args.out);
  const found = await stat(out).catch(() => null);
  const isReport = (name: string): boolean => reportExtensions.includes(extname(name).toLowerCase());
  if (args.to === 'cantemist-coding') {
    const folder = found?.isDirectory() === true || (found === null && /[/\\]$/.test(args.out));
    if (folder) return join(out, 'cantemist-coding.tsv');
    if (found !== null && isReport(out))
      throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(args.out));
    return out;
  }
  if (found !== null && !found.isDirectory())
    throw new CliError(exitCodes.usage, messages.usage.notAFolder(args.out));
  // Beside a report its `.ann` may be the annotators': a submission never takes that place.
  if (found !== null && (await readdir(out)).some(isReport))
    throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(args.out));
  return out;
}

async function* cases(
  roots: readonly Root[],
  exclude: ReadonlySet<string>,
  { maxBytes }: ExportArguments,
  { messages, signal, stderr }: CliEnvironment,
): AsyncGenerator<ToRead<Case>> {
  const names = new Set<string>();
  for (const root of roots) {
    let found = false;
    for await (const entry of entriesOf(root, { exclude, signal })) {
      found = true;
      const shown = root.kind === 'file' ? root.given : join(root.given, entry.path);
      const name = basename(entry.path, extname(entry.path));
      const fail = (failure: string): ToRead<Case> => ({ tag: { shown, name, failure }, report: null });
      if (entry.kind === 'failure') {
        yield fail(messages.failure.unreadable(entry.errorCode));
        continue;
      }
      const file = await readReportFile(entry.absolutePath, maxBytes);
      if (!file.ok) yield fail(whyNot(file, maxBytes, messages));
      else if (!isCaseName(name)) yield fail(messages.failure.caseName);
      else if (names.has(name)) yield fail(messages.failure.sameCase);
      else {
        names.add(name);
        yield { tag: { shown, name, failure: null }, report: parseReport(file.text) };
      }
    }
    if (!found) await writeTo(stderr, `${messages.noReports(root.given, reportExtensions)}\n`);
  }
}

/** All rows in one file, which is there whole or not at all. */
async function rowsTarget(out: string, vocabulary: PackVocabulary): Promise<Target> {
  const found = await stat(out).catch(() => null);
  await mkdir(dirname(out), { recursive: true });
  // A device or pipe has no place beside it and cannot be renamed over.
  const beside = found === null || found.isFile() ? `${out}.part` : out;
  const handle = await open(beside, 'w');
  const isValid = (code: string): boolean => vocabulary.describe(code) !== null;
  return {
    async write(name, _text, mentions) {
      await handle.writeFile(submissionRows(name, codeRanking(mentions), isValid));
      return 0;
    },
    async close(whole) {
      await handle.close();
      if (beside === out) return;
      if (whole) await rename(beside, out);
      else await rm(beside, { force: true });
    },
  };
}

/** One `.ann` a report, empty where nothing was found. */
async function annTarget(
  out: string,
  to: 'cantemist-ner' | 'cantemist-norm',
  { spanThreshold }: PackVocabulary,
): Promise<Target> {
  await mkdir(out, { recursive: true });
  const task = to === 'cantemist-ner' ? 'ner' : 'norm';
  return {
    async write(name, text, mentions) {
      const sure = mentions.filter((mention) => mention.spanProbability >= spanThreshold);
      const { ann, leftOut } = submissionAnn(text, sure, task);
      await writeFile(join(out, `${name}.ann`), ann);
      return leftOut;
    },
    close: () => Promise.resolve(),
  };
}
