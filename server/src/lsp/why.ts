/** `glosa/why`: what a person needs to know about why a document is, or is not, analysed. */
import { z } from 'zod';
import { whyRequest } from '../protocol.js';
import type { WhyResult } from '../protocol.js';
import { answer } from './guard.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

const schema = z.object({ uri: z.string() });

function engineLines(session: Session): string[] {
  const { messages } = session;
  const { pack, provider, reason } = session.engine.status();
  return [
    ...(pack === null ? [] : [messages.model(pack.name, pack.version, provider ?? '?')]),
    ...(reason === null ? [] : [messages.engineReason(reason)]),
  ];
}

export function registerWhy(session: Session): void {
  const empty: WhyResult = { analysed: false, reasons: [], lines: [] };
  session.connection.onRequest(
    whyRequest,
    answer(session, whyRequest, empty, async (params: unknown, token): Promise<WhyResult> => {
      const { uri } = schema.parse(params);
      const { messages } = session;
      const analysed = await analysedNow(session, uri, token);
      if (analysed === null) return { analysed: false, reasons: ['notOpen'], lines: [messages.why.notOpen] };
      const settings = await session.settings.get();
      const ignored =
        !session.engine.trusted && (settings.model.path !== '' || settings.engine.cudaPath !== '');
      // Reading goes on where there is neither a result nor a reason: the engine is still starting.
      const reasons =
        analysed.complete || analysed.reasons.length > 0 ? analysed.reasons : (['noModel'] as const);
      // What the engine runs on is beside the point where the document is not for it.
      const aboutEngine = analysed.complete || reasons.some((r) => r === 'noModel' || r === 'engineFailed');
      const sentences = analysed.analysis?.sentences.length ?? 0;
      const first = analysed.complete
        ? [messages.analysed(sentences, Math.round(analysed.analysisMs))]
        : reasons.map((reason) => messages.why[reason]);
      return {
        analysed: analysed.complete,
        reasons,
        lines: [
          ...first,
          ...(aboutEngine ? engineLines(session) : []),
          ...(ignored ? [messages.settingsPathIgnored] : []),
        ],
      };
    }),
  );
}
