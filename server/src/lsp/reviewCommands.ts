/** The decisions beside accepting and dismissing: undo, note, mark as normal, correct. */
import { CancellationToken, ErrorCodes, MessageType, ResponseError } from 'vscode-languageserver/node';
import { ShowMessageNotification } from 'vscode-languageserver/node';
import { z } from 'zod';
import type { Span } from '../core/types.js';
import { commands, labelIds } from '../protocol.js';
import type { ReviewSubject, UndoReviewResult, WireRange } from '../protocol.js';
import type { NewDecision } from './reviewDesk.js';
import type { Analysed } from './analysed.js';
import { adjudicate } from './adjudicate.js';
import { codesOf } from './analysed.js';
import { attendedSpan } from './flags.js';
import { flagSubjectAt } from './flagReviews.js';
import type { SubjectAt } from './flagReviews.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { codeSubject } from './suggestions.js';

const position = z.object({ line: z.int().min(0), character: z.int().min(0) });
const range = z.object({ start: position, end: position });
const subject = z.union([
  z.object({ kind: z.literal('code'), system: z.string(), code: z.string() }),
  z.object({ kind: z.enum(['finding', 'label', 'quality']), id: z.string() }),
]);
const undoSchema = z.object({ uri: z.string(), seq: z.int().min(1).optional() });
const noteSchema = z.object({
  uri: z.string(),
  note: z.string().trim().min(1),
  subject: subject.optional(),
  range: range.optional(),
});
const acceptSchema = z.object({ uri: z.string(), subject, range: range.optional() });
const normalSchema = z.object({ uri: z.string() });
const correctSchema = z.object({
  uri: z.string(),
  subject,
  range: range.optional(),
  correction: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('label'), id: z.enum(labelIds), value: z.boolean() }),
    z.object({ kind: z.literal('span'), range }),
    z.object({ kind: z.literal('code'), system: z.string(), code: z.string() }),
  ]),
});

/** The argument as the schema wants it. @throws ResponseError (-32602) */
export function parse<T>(schema: z.ZodType<T>, argument: unknown): T {
  const parsed = schema.safeParse(argument);
  if (!parsed.success) throw new ResponseError(ErrorCodes.InvalidParams, 'Bad arguments for this command.');
  return parsed.data;
}

export function spanOf({ document }: Analysed, { start, end }: WireRange): Span {
  return { startUtf16: document.offsetAt(start), endUtf16: document.offsetAt(end) };
}

/** A subject as decisions know it, with its evidence of now; null where this version has no such one. */
function subjectAt(analysed: Analysed, about: ReviewSubject): SubjectAt | null {
  switch (about.kind) {
    case 'code': {
      const ranked = codesOf(analysed).find(
        ({ system, code }) => system === about.system && code === about.code,
      );
      return [codeSubject(about), ranked?.evidence ?? []];
    }
    case 'quality':
      return [{ kind: 'quality', id: about.id }, []];
    case 'finding':
    case 'label':
      return flagSubjectAt(analysed, { kind: about.kind, id: about.id });
  }
}

async function undo(session: Session, argument: unknown): Promise<UndoReviewResult> {
  const { uri, seq } = parse(undoSchema, argument);
  const analysed = await analysedNow(session, uri, CancellationToken.None);
  const entry = analysed === null ? null : await session.reviews.undo(analysed, seq ?? null);
  if (entry === null) {
    const message = session.messages.reviews.nothingToUndo;
    session.connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message })
      .catch(() => undefined);
    return { undone: null };
  }
  return { undone: { decision: entry.decided.decision, seq: entry.seq } };
}

async function addNote(session: Session, argument: unknown): Promise<null> {
  const request = parse(noteSchema, argument);
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  if (analysed === null) return null;
  const about = request.subject === undefined ? null : subjectAt(analysed, request.subject);
  const spans = request.range === undefined ? (about?.[1] ?? []) : [spanOf(analysed, request.range)];
  const { note } = request;
  await session.reviews.record(analysed, { decision: 'note', subject: about?.[0] ?? null, spans, note });
  return null;
}

async function markNormal(session: Session, argument: unknown): Promise<null> {
  const { uri } = parse(normalSchema, argument);
  const analysed = await analysedNow(session, uri, CancellationToken.None);
  if (analysed === null) return null;
  // Of each phrase once: a label that the report states anew is not what was looked at.
  const spans = new Map(
    (analysed.analysis?.labels ?? [])
      .flatMap(({ evidence }): readonly Span[] => evidence)
      .map(({ startUtf16, endUtf16 }) => [`${startUtf16} ${endUtf16}`, { startUtf16, endUtf16 }]),
  );
  await session.reviews.record(analysed, {
    decision: 'mark-normal',
    subject: { kind: 'label', id: 'abnormal' },
    spans: [...spans.values()],
  });
  return null;
}

/** What a person says holds: that the report states a label or code, that a finding or check is right. */
async function accept(session: Session, argument: unknown): Promise<null> {
  const request = parse(acceptSchema, argument);
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  const about = analysed === null ? null : subjectAt(analysed, request.subject);
  if (analysed === null || about === null) return null;
  const [of, evidence] = about;
  const label = analysed.analysis?.labels.find(({ id }) => of.kind === 'label' && id === of.id);
  // A label that the model does not state has no evidence: it rests on where the model looked most.
  const attended = evidence.length === 0 && label !== undefined ? attendedSpan(analysed, label) : null;
  const spans =
    request.range !== undefined
      ? [spanOf(analysed, request.range)]
      : attended === null
        ? evidence
        : [attended];
  await session.reviews.record(analysed, { decision: 'accept', subject: of, spans });
  return null;
}

async function correct(session: Session, argument: unknown): Promise<null> {
  const request = parse(correctSchema, argument);
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  const about = analysed === null ? null : subjectAt(analysed, request.subject);
  if (analysed === null || about === null) return null;
  const [of, evidence] = about;
  const { correction } = request;
  const made: NewDecision = {
    decision: 'correct',
    subject: of,
    spans: request.range === undefined ? evidence : [spanOf(analysed, request.range)],
    correction:
      correction.kind === 'span' ? { kind: 'span', span: spanOf(analysed, correction.range) } : correction,
  };
  await session.reviews.record(analysed, made);
  return null;
}

/** By name; each takes the command's first argument. */
export const reviewCommands: ReadonlyMap<
  string,
  (session: Session, argument: unknown) => Promise<UndoReviewResult | null>
> = new Map<string, (session: Session, argument: unknown) => Promise<UndoReviewResult | null>>([
  [commands.accept, accept],
  [commands.adjudicate, adjudicate],
  [commands.undoReview, undo],
  [commands.addNote, addNote],
  [commands.markNormal, markNormal],
  [commands.correct, correct],
]);
