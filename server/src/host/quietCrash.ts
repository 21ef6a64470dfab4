/** What is said of an unforeseen error: its name and places in the code. Its message may quote a report. */
import { writeSync } from 'node:fs';
import { exitCodes } from './cli/exitCodes.js';

/** The stack without the message, whatever lines that has; empty for what is no Error. */
export function framesOf(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  const { message, stack } = error;
  const at = message === '' ? 0 : stack.indexOf(message);
  // A stack that does not hold its message was changed: nothing says what its lines are.
  if (at < 0) return '';
  const lines = stack.slice(at + message.length).split('\n');
  return lines.filter((line) => /^ {4}at .*(?::\d+:\d+\)?|<anonymous>\)?)$/.test(line)).join('\n');
}

/** Name and system code of an error. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const { code } = error as NodeJS.ErrnoException;
  // Some libraries put words into `name`.
  const name = /^\w+$/.test(error.name) ? error.name : 'Error';
  return typeof code === 'string' && /^\w+$/.test(code) ? `${name} ${code}` : name;
}

/**
 * Ends the process where an error or a rejection is caught by nobody, with a line on standard error that holds no
 * report text: Node itself would print the message and the line of source, and VS Code keeps both in a log.
 */
export function crashQuietly(): void {
  const crash = (error: unknown): never => {
    try {
      writeSync(2, `glosa: internal error: ${nameOf(error)}\n${framesOf(error)}\n`);
    } catch {
      // Standard error is gone: there is nobody to tell.
    }
    process.exit(exitCodes.internal);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
