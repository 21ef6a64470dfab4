/** `glosa/whyLabel`: top words and deletion test of one report label. */
import { z } from 'zod';
import { labelWhy } from '../core/labelWhy.js';
import { labelIds, whyLabelRequest } from '../protocol.js';
import type { WhyLabelResult, WireLabelId } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

const schema = z.object({ uri: z.string(), label: z.enum(labelIds) });
const nothing: WhyLabelResult = { version: null, words: [], without: [] };

/** Why one analysis gives a label its probability. */
export function whyLabel(analysed: Analysed, label: WireLabelId): WhyLabelResult {
  const { report, readings, vocabulary, version, complete, analysis } = analysed;
  if (!complete || report === null || vocabulary?.reader == null) return nothing;
  const evidence = analysis?.labels.find(({ id }) => id === label)?.evidence ?? [];
  const why = labelWhy(report, readings, label, evidence, analysis?.entities ?? [], vocabulary.reader);
  if (why === null) return nothing;
  return {
    version,
    words: why.words.map((word) => ({ range: rangeOf(analysed, word), weight: word.weight })),
    without: why.without.map((span) => ({ range: rangeOf(analysed, span), probability: span.probability })),
  };
}

export function registerWhyLabel(session: Session): void {
  session.connection.onRequest(
    whyLabelRequest,
    answer(session, whyLabelRequest, nothing, async (params: unknown, token): Promise<WhyLabelResult> => {
      const { uri, label } = schema.parse(params);
      const analysed = await analysedNow(session, uri, token);
      return analysed === null ? nothing : whyLabel(analysed, label);
    }),
  );
}
