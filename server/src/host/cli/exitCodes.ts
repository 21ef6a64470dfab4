/** Exit codes of the command line (`docs/cli.md`). */
export const exitCodes = {
  ok: 0,
  /** The run came to its end, but some reports failed or input lines were bad. */
  someFailed: 1,
  /** Unknown command or option, bad value, or a path that does not exist. */
  usage: 2,
  /** No usable model: missing, truncated or altered pack, or no provider runs it. */
  noModel: 3,
  /** The labels cannot be written: read-only folder, full disk, or another writer. */
  cannotWrite: 4,
  /** A fault of Glosa itself (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  /** The reader of standard output went away (as SIGPIPE would end it). */
  outputClosed: 141,
  /** SIGINT. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

/** Ends a command with a message for the person. The message never quotes report text. */
export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}
