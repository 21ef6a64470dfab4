/** Notifications to the client: the engine's state and each document's results. */
import type { EngineStatus } from '../engine/types.js';
import { analysisNotification, statusNotification } from '../protocol.js';
import type { AnalysisParams, StatusParams } from '../protocol.js';
import { codesOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { wireAssessment } from './assessment.js';
import type { Session } from './session.js';
import { wireCode, wireStale } from './suggestions.js';
import { wireEntities, wireLabels, wireRelations } from './wireReading.js';

/** Sends `glosa/status` when what it says differs from what was sent last. */
export class StatusNotifier {
  readonly #session: Session;
  #sent = '';
  lastAnalysisMs: number | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  send(status: EngineStatus): void {
    const { state, provider, pack, reason } = status;
    const seen = JSON.stringify([state, provider, pack, reason, status.restarts]);
    if (seen === this.#sent) return;
    this.#sent = seen;
    const params: StatusParams = {
      state,
      device: provider,
      model: pack === null ? null : { name: pack.name, version: pack.version, sha256: pack.sha256 },
      reason,
      lastAnalysisMs: this.lastAnalysisMs,
    };
    // A client that is gone needs no status.
    this.#session.connection.sendNotification(statusNotification, params).catch(() => undefined);
  }
}

/** Sends `glosa/analysis` to a client that asked for it. */
export function sendAnalysis(session: Session, analysed: Analysed): void {
  if (session.client.options.analysis !== true) return;
  const params: AnalysisParams = {
    uri: analysed.uri,
    version: analysed.version,
    language: analysed.analysis?.language ?? session.messages.language,
    codes: codesOf(analysed).map((code) => wireCode(analysed, code, session.reviews)),
    stale: wireStale(analysed, session.reviews),
    entities: wireEntities(analysed),
    relations: wireRelations(analysed),
    labels: wireLabels(analysed, session.reviews),
    assessment: wireAssessment(analysed, session.messages.language),
    complete: analysed.complete,
    notAnalysed: analysed.reasons,
    analysisMs: analysed.analysisMs,
  };
  session.connection.sendNotification(analysisNotification, params).catch(() => undefined);
}
