/** `textDocument/publishDiagnostics`, for clients that do not pull. */
import type { Analysed } from './analysed.js';
import { diagnosticsOf } from './diagnostics.js';
import { qualityDiagnostics } from './quality/diagnostics.js';
import type { Session } from './session.js';

/** Publishes a finished analysis; the analyser finishes none that a newer version has overtaken. */
export function pushDiagnostics(session: Session, analysed: Analysed): void {
  if (session.client.pullsDiagnostics) return;
  publish(session, analysed.uri, analysed.version, [
    ...diagnosticsOf(analysed, session.reviews, session.messages),
    ...qualityDiagnostics(analysed, session.reviews, session.messages, session.typing, session.docsPath),
  ]);
}

/** Takes the diagnostics of a closed document back. */
export function clearDiagnostics(session: Session, uri: string): void {
  if (!session.client.pullsDiagnostics) publish(session, uri, null, []);
}

function publish(
  session: Session,
  uri: string,
  version: number | null,
  diagnostics: ReturnType<typeof diagnosticsOf>,
): void {
  const params =
    version !== null && session.client.publishesVersions
      ? { uri, version, diagnostics }
      : { uri, diagnostics };
  // A client that is gone needs no diagnostics.
  session.connection.sendDiagnostics(params).catch(() => undefined);
}
