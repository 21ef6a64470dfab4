/** `textDocument/diagnostic`: a full report, or "unchanged" where the client holds the newest. */
import type { DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { recalibrationKey } from '../core/learn/recalibrate.js';
import type { Analysed } from './analysed.js';
import { diagnosticsOf } from './diagnostics.js';
import { answer } from './guard.js';
import { qualityDiagnostics } from './quality/diagnostics.js';
import { analysedFor } from './session.js';
import type { Session } from './session.js';

/** Changes whenever the diagnostics of a document may have changed. */
function resultId(session: Session, analysed: Analysed): string {
  const revision = session.reviews.revision(analysed.uri);
  const reading = analysed.packSha256?.slice(0, 12) ?? analysed.reasons.join('+');
  const checks = Object.values(analysed.settings.quality).join(',');
  const typing = session.typing.state(analysed.uri);
  const taught = recalibrationKey(analysed.recalibration);
  return [analysed.version, revision, analysed.settings.flags, checks, typing, reading, taught].join(':');
}

/** Registers the request; only for clients that pull. */
export function registerPullDiagnostics(session: Session): void {
  const empty: DocumentDiagnosticReport = { kind: 'full', items: [] };
  session.connection.languages.diagnostics.on(
    answer(session, 'textDocument/diagnostic', empty, async ({ textDocument, previousResultId }, token) => {
      const { analysed, late } = await analysedFor(session, textDocument.uri, token, 'diagnostics');
      if (late && previousResultId !== undefined) {
        // The client keeps what it shows until the model has read; a refresh follows.
        return { kind: 'unchanged', resultId: previousResultId };
      }
      if (analysed === null || late) return empty;
      const id = resultId(session, analysed);
      if (id === previousResultId) return { kind: 'unchanged', resultId: id };
      return {
        kind: 'full',
        resultId: id,
        items: [
          ...diagnosticsOf(analysed, session.reviews, session.messages),
          ...qualityDiagnostics(
            analysed,
            session.reviews,
            session.messages,
            session.typing,
            session.docsPath,
          ),
        ],
      };
    }),
  );
}
