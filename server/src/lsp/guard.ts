/** Every request is caught by itself: a feature that fails answers with nothing and leaves a log line. */
import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { Session } from './session.js';

/** What of an error may be logged: its name and place in the code. Its message may quote the report. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /\(?([^\s/\\()]+:\d+:\d+)\)?$/mu.exec(error.stack?.split('\n    at ')[1] ?? '')?.[1];
  return place === undefined ? error.name : `${error.name} at ${place}`;
}

/** Writes what failed, without any text of the report. */
export function logFailure(connection: Connection, what: string, error: unknown): void {
  connection.console.error(`${what} failed: ${describeError(error)}`);
}

/** A request handler that the library can take as it is. */
export type Answer<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<never>>;

/**
 * Wraps a feature.
 * @param empty the answer where the feature fails.
 */
export function answer<P, R>(
  session: Session,
  feature: string,
  empty: R,
  handler: (params: P, token: CancellationToken) => R | Promise<R>,
): Answer<P, R> {
  return async (params, token) => {
    if (session.shutDown)
      return new ResponseError<never>(ErrorCodes.InvalidRequest, 'The server is shutting down.');
    let result: R;
    try {
      result = await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) return error as ResponseError<never>;
      logFailure(session.connection, feature, error);
      result = empty;
    }
    if (token.isCancellationRequested) {
      return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'Cancelled by the client.');
    }
    return result;
  };
}
