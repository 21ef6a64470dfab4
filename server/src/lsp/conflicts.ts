/** Where the reviewers of a document disagree: what it is about, where, and who said what. */
import { createHash } from 'node:crypto';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { CodeAction, CodeLens, Diagnostic, Range } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { z } from 'zod';
import type { Span } from '../core/types.js';
import { commands, conflictId, conflictsRequest, diagnosticSource } from '../protocol.js';
import type { AdjudicateArguments, ConflictsResult, WireConflict, WireSide } from '../protocol.js';
import { conflictKey, conflictsOf } from '../store/reviews/conflicts.js';
import type { Conflict, Side } from '../store/reviews/conflicts.js';
import type { Subject } from '../store/reviews/reviewLine.js';
import { codesOf, rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { quote } from './quote.js';
import type { ReviewStore } from './reviewDesk.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

/** What a conflict's features need of a session. */
interface Around {
  readonly reviews: ReviewStore;
  readonly messages: Session['messages'];
}

/** A conflict in the text of now. */
export interface Disagreement {
  /** Good until one of its people decides again. */
  readonly id: string;
  readonly conflict: Conflict;
  readonly name: string;
  /** Its first phrase; null where it is of the report as a whole. */
  readonly span: Span | null;
}

const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Disagreements in the order of the text. */
export function disagreementsOf({ reviews, messages }: Around, analysed: Analysed): Disagreement[] {
  const entries = reviews.entries(analysed.uri);
  if (entries.length === 0) return [];
  const { text } = reviews.of(analysed);
  return conflictsOf(entries, text)
    .map((conflict): Disagreement => {
      const span = conflict.phrases.flatMap((phrase) => text.find(phrase) ?? [])[0] ?? null;
      const id = createHash('sha256').update(conflictKey(conflict)).digest('hex').slice(0, 16);
      return { id, conflict, span, name: nameOf(conflict.subject, analysed, span, messages) };
    })
    .sort((a, b) => (a.span?.startUtf16 ?? -1) - (b.span?.startUtf16 ?? -1));
}

/** A subject as a person reads it. @param span of a finding, which has no name but its words. */
export function nameOf(
  subject: Subject,
  analysed: Analysed,
  span: Span | null,
  messages: Session['messages'],
): string {
  const found =
    subject.kind === 'code'
      ? codesOf(analysed).find(({ system, code }) => system === subject.system && code === subject.code)
      : undefined;
  const known = subject.kind === 'code' ? analysed.vocabulary?.describe(subject.code) : null;
  const description = found?.description ?? known?.[messages.language] ?? known?.es ?? '';
  return nameIn(subject, description, span === null ? '' : textOf(analysed, span), messages);
}

/** @param description of a code or check, where it is known. @param words of a finding. */
export function nameIn(
  subject: Subject,
  description: string,
  words: string,
  messages: Session['messages'],
): string {
  switch (subject.kind) {
    case 'label':
      return (messages.reader.labels as Readonly<Record<string, string>>)[subject.id] ?? subject.id;
    case 'code':
      return description === '' || description === subject.code
        ? subject.code
        : `${subject.code} ${description}`;
    case 'finding':
      return words === '' ? messages.reader.entities.Finding : quote(words);
    case 'quality':
      return description === '' ? subject.id : description;
  }
}

/** What one of its people decided, and when. */
function sideText({ who, when, verdict, entry }: Side, messages: Session['messages']): string {
  const { correction, decision } = entry.decided;
  const instead = correction?.kind === 'code' ? correction.code : null;
  return messages.reviews.side(who, verdict, when, instead, decision === 'adjudicate');
}

function wireSide(side: Side, messages: Session['messages']): WireSide {
  const { who, when, verdict } = side;
  return { who, when, verdict, text: sideText(side, messages) };
}

/** One Information diagnostic on the evidence of each disagreement. */
export function conflictDiagnostics(around: Around, analysed: Analysed): Diagnostic[] {
  const { messages } = around;
  return disagreementsOf(around, analysed).map(({ id, conflict, name, span }) => ({
    range: span === null ? top : rangeOf(analysed, span),
    severity: DiagnosticSeverity.Information,
    source: diagnosticSource,
    code: conflictId,
    message: messages.reviews.disagree(
      name,
      conflict.sides.map((side) => sideText(side, messages)),
    ),
    data: { id: conflictId, conflict: id },
  }));
}

/** A lens above the evidence of each disagreement. */
export function conflictLenses(session: Session, analysed: Analysed): CodeLens[] {
  const { messages, client } = session;
  return disagreementsOf(session, analysed).map(({ id, name, span }) => {
    const argument: AdjudicateArguments = { uri: analysed.uri, conflict: id };
    const title = messages.reviews.lensDisagree(name);
    // Who decides has to be asked, which not every client does: there it is plain text, and the quick fixes are left.
    const command = client.options.asks === true ? commands.adjudicate : '';
    return {
      range: span === null ? top : rangeOf(analysed, span),
      command: { title, command, ...(command === '' ? {} : { arguments: [argument] }) },
    };
  });
}

/** Take one person's decision, or another, for the disagreements that a range touches. */
export function conflictActions(
  session: Session,
  analysed: Analysed,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { messages, client } = session;
  const { document, uri } = analysed;
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const touched = disagreementsOf(session, analysed).filter(({ span }) => {
    const { startUtf16, endUtf16 } = span ?? { startUtf16: 0, endUtf16: 0 };
    return startUtf16 <= end && start <= endUtf16;
  });
  return touched.flatMap(({ id, conflict, name }) => {
    const answered = diagnostics.filter(
      ({ code, data }) => code === conflictId && (data as { conflict?: unknown } | null)?.conflict === id,
    );
    const action = (title: string, more: Partial<AdjudicateArguments>): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: answered,
      command: { title, command: commands.adjudicate, arguments: [{ uri, conflict: id, ...more }] },
    });
    return [
      ...conflict.sides.map((side) =>
        action(messages.reviews.take(name, sideText(side, messages)), { take: side.who }),
      ),
      ...(client.options.asks === true ? [action(messages.reviews.takeOther(name), {})] : []),
    ];
  });
}

function wireConflict(analysed: Analysed, session: Session, one: Disagreement): WireConflict {
  const { id, name, conflict, span } = one;
  return {
    id,
    name,
    subject: conflict.subject,
    range: span === null ? null : rangeOf(analysed, span),
    sides: conflict.sides.map((side) => wireSide(side, session.messages)),
  };
}

const schema = z.object({ uri: z.string() });

export function registerConflicts(session: Session): void {
  session.connection.onRequest(
    conflictsRequest,
    answer<unknown, ConflictsResult>(session, conflictsRequest, { conflicts: [] }, async (params, token) => {
      const { uri } = schema.parse(params);
      const analysed = await analysedNow(session, uri, token);
      if (analysed === null) return { conflicts: [] };
      const conflicts = disagreementsOf(session, analysed);
      return { conflicts: conflicts.map((one) => wireConflict(analysed, session, one)) };
    }),
  );
}
