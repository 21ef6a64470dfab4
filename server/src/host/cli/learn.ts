import { basename, extname, resolve } from 'node:path';
import { TooFewReports } from '../../core/learn/learn.js';
import { EngineUnavailable } from '../../engine/types.js';
import { learnMessages } from '../../lsp/learnMessages.js';
import { learnReports } from '../../lsp/learnReports.js';
import type { LearnOutcome, Reviews } from '../../lsp/learnReports.js';
import { writeLearnedPack } from '../../store/learnedPacks.js';
import { ReviewLog } from '../../store/reviews/reviewLog.js';
import { NoTrainingReports } from '../../store/trainingReports.js';
import { errorCode } from '../../store/walkReports.js';
import type { LearnArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { engineFor, usableModel } from './model.js';
import { findRoots } from './roots.js';

/** `glosa learn [CSV|DIR] --out PACK [--reviews DIR]`. Returns the exit code; @throws CliError, Interrupted, ReadCancelled. */
export async function learnCommand(args: LearnArguments, environment: CliEnvironment): Promise<number> {
  const { cwd, messages, stdout } = environment;
  const out = resolve(cwd, args.out);
  const name = args.name ?? basename(out, extname(out));
  const outcome = await learn(args, name, environment);
  try {
    await writeLearnedPack(out, outcome.pack);
  } catch (error) {
    throw new CliError(exitCodes.cannotWrite, messages.cannotWrite(args.out, errorCode(error)));
  }
  const { pack, unread } = outcome;
  const text = args.json
    ? `${JSON.stringify(summaryOf(outcome))}\n`
    : `${learnMessages[messages.locale].page(pack, unread)}\n${messages.learnt(args.out)}`;
  await writeTo(stdout, text);
  return unread > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function learn(args: LearnArguments, name: string, environment: CliEnvironment): Promise<LearnOutcome> {
  const { cwd, messages, signal } = environment;
  const texts = learnMessages[messages.locale];
  const reviews = args.reviews === null ? null : await reviewsOf(args.reviews, environment);
  const source = args.source === null ? null : resolve(cwd, args.source);
  const engine = engineFor(args, args.jobs, environment);
  try {
    await usableModel(engine, environment);
    return await learnReports(source, name, reviews, {
      engine,
      signal,
      today: new Date().toISOString().slice(0, 10),
      maxBytes: args.maxBytes,
      onProgress: () => undefined,
    });
  } catch (error) {
    if (error instanceof TooFewReports) throw new CliError(exitCodes.usage, texts.tooFew);
    if (error instanceof NoTrainingReports)
      throw new CliError(exitCodes.usage, source === null ? texts.noDecisions : texts.noReports);
    if (error instanceof EngineUnavailable)
      throw new CliError(exitCodes.noModel, messages.engineLost(engine.status().reason ?? error.message));
    if (args.source !== null && errorCode(error) === 'ENOENT')
      throw new CliError(exitCodes.usage, messages.usage.noSuchPath(args.source));
    throw error;
  } finally {
    const gone = engine.dispose();
    if (signal.aborted) gone.catch(() => undefined);
    else await gone;
  }
}

/** Decisions of the folder that holds `.glosa`. @throws CliError, code 2, where it is no folder. */
async function reviewsOf(folder: string, environment: CliEnvironment): Promise<Reviews> {
  const { cwd, messages, stderr } = environment;
  const [root] = await findRoots([folder], cwd, messages);
  if (root?.kind !== 'folder') throw new CliError(exitCodes.usage, messages.usage.notAFolder(folder));
  const log = ReviewLog.of(root.absolutePath);
  await log.refresh();
  const { problem } = log;
  if (problem !== null) await writeTo(stderr, `${messages.failed(problem.path, messages.failure.reviews)}\n`);
  return { root: root.absolutePath, log };
}

/** What `--json` prints. */
function summaryOf({ pack, unread }: LearnOutcome): unknown {
  const { name, modelSha256, learnt, head } = pack;
  const { reviewed = { accepted: 0, rejected: 0 } } = pack;
  const { reports, codes, rare, scores, threshold, space } = head;
  const reader = space.vector !== null;
  return { name, modelSha256, learnt, reports, unread, reviewed, reader, threshold, scores, codes, rare };
}
