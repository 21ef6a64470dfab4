/** Where the extension writes what happened. Invariant: no text of a report reaches it. */
import { EventEmitter, LogLevel, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';

/** The output channel *Glosa*. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Glosa', { log: true });
}

/**
 * A trace channel that stays silent at every log level. The language client's own trace prints whole
 * messages, and so the report, as soon as someone sets the level to *Trace*.
 */
export function silentTrace(): LogOutputChannel {
  const silent = (): void => undefined;
  return {
    name: 'Glosa trace',
    logLevel: LogLevel.Off,
    onDidChangeLogLevel: new EventEmitter<LogLevel>().event,
    append: silent,
    appendLine: silent,
    replace: silent,
    clear: silent,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the interface asks for both overloads
    show: silent,
    hide: silent,
    dispose: silent,
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
  };
}

/** Name of an error, for the log: its message may quote a report. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
