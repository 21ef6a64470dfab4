/** `glosa/attention`: where a report label's attention lies, word by word. */
import { z } from 'zod';
import { wordAttention } from '../core/wordAttention.js';
import { attentionRequest, labelIds } from '../protocol.js';
import type { AttentionResult, WireLabelId } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

const schema = z.object({ uri: z.string(), label: z.enum(labelIds) });
const nothing: AttentionResult = { version: null, words: [] };

/** Words of one analysis with their part of the report's attention for a label. */
export function attentionOf(analysed: Analysed, label: WireLabelId): AttentionResult {
  const { report, readings, vocabulary, version, complete } = analysed;
  if (!complete || report === null || vocabulary?.reader == null) return nothing;
  const words = wordAttention(report, readings, label, vocabulary.reader);
  return { version, words: words.map((word) => ({ range: rangeOf(analysed, word), weight: word.weight })) };
}

export function registerAttention(session: Session): void {
  session.connection.onRequest(
    attentionRequest,
    answer(session, attentionRequest, nothing, async (params: unknown, token): Promise<AttentionResult> => {
      const { uri, label } = schema.parse(params);
      const analysed = await analysedNow(session, uri, token);
      return analysed === null ? nothing : attentionOf(analysed, label);
    }),
  );
}
