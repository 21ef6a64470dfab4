import { resolve } from 'node:path';
import { LearnedReader } from '../../core/learn/suggest.js';
import type { PackIdentity } from '../../engine/types.js';
import type { LearnedList } from '../../lsp/labelling/labelReports.js';
import { BadLearnedPack, learnedIdentity, readLearnedPack } from '../../store/learnedPacks.js';
import { errorCode } from '../../store/walkReports.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';

/** Reads the lists of `--learned`. @throws CliError, code 2, where one is no list or of another model. */
export async function learnedReaders(
  paths: readonly string[],
  model: PackIdentity,
  { cwd, messages }: CliEnvironment,
): Promise<LearnedList[]> {
  const lists: LearnedList[] = [];
  for (const path of paths) {
    const pack = await readLearnedPack(resolve(cwd, path)).catch((error: unknown) => {
      const problem = error instanceof BadLearnedPack ? error.message : errorCode(error);
      throw new CliError(exitCodes.usage, messages.usage.notALearnedList(path, problem));
    });
    if (pack.modelSha256 !== model.sha256) {
      const [learntWith, now] = [pack.modelSha256, model.sha256].map((sha256) => sha256.slice(0, 12));
      throw new CliError(
        exitCodes.usage,
        messages.usage.otherModel(path, learntWith ?? '', `${model.name} ${model.version} (${now ?? ''})`),
      );
    }
    lists.push({ reader: new LearnedReader(pack), ...learnedIdentity(pack) });
  }
  return lists;
}
