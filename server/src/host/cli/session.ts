/** What `eval` and `export` share: an engine for one run, and why a report could not be read. */
import type { PackVocabulary } from '../../core/types.js';
import { EngineUnavailable } from '../../engine/types.js';
import type { Engine } from '../../engine/types.js';
import type { FailureReason } from '../../store/failures.js';
import type { ReportFile } from '../../store/readReportFile.js';
import type { ModelArguments } from './argumentTypes.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';
import { engineFor, usableModel } from './model.js';
import type { UsableModel } from './model.js';

/** A model that reads and knows codes. */
export interface CodingModel extends UsableModel {
  readonly engine: Engine;
  readonly vocabulary: PackVocabulary;
}

/** Runs `use` with an engine of its own. @throws CliError with exit code 3 where no model codes, or it is lost. */
export async function withCodingModel<T>(
  args: ModelArguments & { readonly jobs: number },
  environment: CliEnvironment,
  use: (model: CodingModel) => Promise<T>,
): Promise<T> {
  const { messages, signal } = environment;
  const engine = engineFor(args, args.jobs, environment);
  try {
    const model = await usableModel(engine, environment);
    const { vocabulary } = model.status;
    if (vocabulary === null) throw new CliError(exitCodes.noModel, messages.noModel(messages.noCodeHead));
    return await use({ ...model, engine, vocabulary });
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    throw new CliError(exitCodes.noModel, messages.noModel(engine.status().reason ?? error.message));
  } finally {
    const gone = engine.dispose();
    // An interrupted run does not wait for the children: they end when their parent does.
    if (signal.aborted) gone.catch(() => undefined);
    else await gone;
  }
}

/** Why a file is not a report, for a person. */
export function whyNot(
  file: Exclude<ReportFile, { readonly ok: true }>,
  maxBytes: number,
  messages: Messages,
): string {
  return reasonText(file, maxBytes, messages);
}

/** Why a report was not labelled, for a person. */
export function reasonText(why: FailureReason, maxBytes: number, { failure }: Messages): string {
  switch (why.reason) {
    case 'binary':
      return failure.binary;
    case 'notAFile':
      return failure.notAFile;
    case 'tooLarge':
      return failure.tooLarge(why.bytes, maxBytes);
    case 'unreadable':
      return failure.unreadable(why.errorCode);
    case 'engineFailed':
      return failure.engineFailed;
    case 'samePath':
      return failure.samePath;
  }
}
