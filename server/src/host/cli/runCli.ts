import { ReadCancelled } from '../../engine/types.js';
import { commandOf, isCantemist, parseArguments } from './arguments.js';
import type { CliArguments } from './argumentTypes.js';
import { diffCommand } from './diff.js';
import { doctorCommand } from './doctor.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { evalCommand } from './eval.js';
import { CliError, exitCodes } from './exitCodes.js';
import { exportCommand } from './export.js';
import { exportRecordsCommand } from './exportRecords.js';
import { importCommand } from './import.js';
import { framesOf, nameOf } from '../quietCrash.js';
import { Interrupted } from '../../lsp/labelling/interrupt.js';
import { labelCommand } from './label.js';
import { labelStdinCommand } from './labelStdin.js';
import { mapCommand } from './map.js';
import { verifyCommand } from './verify.js';
import { learnCommand } from './learn.js';

/** Runs one command line; returns the exit code and never rejects. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<number> {
  const { messages, signal, stderr } = environment;
  try {
    const args = parseArguments(argv, messages);
    const code = await runCommand(args, environment);
    if (!signal.aborted) return code;
    throw new Interrupted();
  } catch (error) {
    const { code, text } = outcomeOf(error, commandOf(argv), environment);
    // Where standard error is gone too there is nobody left to tell.
    await writeTo(stderr, text).catch(() => undefined);
    return code;
  }
}

async function runCommand(args: CliArguments, environment: CliEnvironment): Promise<number> {
  const { messages, stdout, version } = environment;
  switch (args.command) {
    case 'label':
      return args.stdin ? labelStdinCommand(args, environment) : labelCommand(args, environment);
    case 'doctor':
      return doctorCommand(args, environment);
    case 'eval':
      return evalCommand(args, environment);
    case 'export':
      return isCantemist(args.to)
        ? exportCommand({ ...args, to: args.to }, environment)
        : exportRecordsCommand({ ...args, to: args.to }, environment);
    case 'import':
      return importCommand(args, environment);
    case 'learn':
      return learnCommand(args, environment);
    case 'diff':
      return diffCommand(args, environment);
    case 'map':
      return mapCommand(args, environment);
    case 'verify':
      return verifyCommand(args, environment);
    case 'serve':
      await environment.serve();
      return exitCodes.ok;
    case 'version':
      await writeTo(stdout, `${version}\n`);
      return exitCodes.ok;
    case 'help':
      await writeTo(stdout, messages.help[args.topic]);
      return exitCodes.ok;
  }
}

function outcomeOf(
  error: unknown,
  command: string | null,
  { messages, signal }: CliEnvironment,
): { code: number; text: string } {
  if (error instanceof CliError) {
    const hint = error.exitCode === exitCodes.usage ? `${messages.usage.seeHelp(command)}\n` : '';
    return { code: error.exitCode, text: `glosa: ${error.message}\n${hint}` };
  }
  if (error instanceof Interrupted || (error instanceof ReadCancelled && signal.aborted)) {
    const code = typeof signal.reason === 'number' ? signal.reason : exitCodes.interrupted;
    return { code, text: `glosa: ${messages.interrupted}\n` };
  }
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return { code: exitCodes.outputClosed, text: '' };
  if (code === 'ENOSPC')
    return { code: exitCodes.cannotWrite, text: `glosa: ${messages.cannotWrite('-', code)}\n` };
  return { code: exitCodes.internal, text: `glosa: internal error: ${nameOf(error)}\n${framesOf(error)}\n` };
}
