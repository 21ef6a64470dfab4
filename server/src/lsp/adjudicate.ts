/** `glosa.adjudicate`: a judgement where reviewers disagree. It is a decision of its own, after theirs. */
import { CancellationToken, MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import { z } from 'zod';
import { labelIds } from '../protocol.js';
import type { Correction, Phrase } from '../store/reviews/reviewLine.js';
import { phraseKey } from '../store/reviews/evidenceText.js';
import type { Analysed } from './analysed.js';
import { disagreementsOf } from './conflicts.js';
import type { Disagreement } from './conflicts.js';
import type { NewDecision } from './reviewDesk.js';
import { parse, spanOf } from './reviewCommands.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

const position = z.object({ line: z.int().min(0), character: z.int().min(0) });
const schema = z
  .object({
    uri: z.string(),
    conflict: z.string(),
    take: z.string().optional(),
    verdict: z.enum(['accepted', 'dismissed']).optional(),
    correction: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('label'), id: z.enum(labelIds), value: z.boolean() }),
        z.object({ kind: z.literal('span'), range: z.object({ start: position, end: position }) }),
        z.object({ kind: z.literal('code'), system: z.string(), code: z.string() }),
      ])
      .optional(),
    note: z.string().trim().optional(),
  })
  .refine(
    ({ take, verdict, correction }) =>
      [take, verdict, correction].filter((one) => one !== undefined).length === 1,
  );

type Request = z.infer<typeof schema>;

/** What is judged, with what holds; null where the person taken has no part in it. */
function judgement(
  analysed: Analysed,
  { conflict }: Disagreement,
  { take, verdict, correction }: Request,
): Pick<NewDecision, 'verdict' | 'correction' | 'phrases'> | null {
  const phrases = phrasesOf(
    conflict.sides.flatMap(({ entry }) => entry.decided.evidence),
    conflict.phrases,
  );
  if (verdict !== undefined) return { verdict, phrases };
  if (correction !== undefined) {
    const right =
      correction.kind === 'span'
        ? { kind: 'span' as const, span: spanOf(analysed, correction.range) }
        : correction;
    return { correction: right, phrases };
  }
  const side = conflict.sides.find(({ who }) => who === take);
  if (side === undefined) return null;
  const theirs: Correction | undefined = side.entry.decided.correction;
  // Their words may have named another place: what they put instead holds as they put it.
  if (theirs === undefined || theirs.kind === 'label') return { verdict: side.verdict, phrases };
  return { correction: theirs.kind === 'span' ? { kind: 'phrase', phrase: theirs.phrase } : theirs, phrases };
}

/** Of a code or finding those in dispute alone; of a label, which is of the report, all that anybody decided on. */
function phrasesOf(decided: readonly Phrase[], disputed: readonly Phrase[]): Phrase[] {
  const keys = new Set(disputed.map(phraseKey));
  const all = new Map(decided.map((phrase) => [phraseKey(phrase), phrase]));
  return [...all.values()].filter((phrase) => keys.has(phraseKey(phrase)));
}

export async function adjudicate(session: Session, argument: unknown): Promise<null> {
  const request = parse(schema, argument);
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  const found =
    analysed === null
      ? undefined
      : disagreementsOf(session, analysed).find(({ id }) => id === request.conflict);
  const judged = analysed === null || found === undefined ? null : judgement(analysed, found, request);
  if (analysed === null || found === undefined || judged === null) {
    const message = session.messages.reviews.disagreementGone;
    session.connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message })
      .catch(() => undefined);
    return null;
  }
  const settles = found.conflict.sides.flatMap(({ entry }) => entry.seq ?? []);
  await session.reviews.record(analysed, {
    decision: 'adjudicate',
    subject: found.conflict.subject,
    spans: [],
    ...judged,
    settles,
    ...(request.note === undefined || request.note === '' ? {} : { note: request.note }),
  });
  return null;
}
