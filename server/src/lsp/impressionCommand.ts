/** `glosa.addMissingFindings`: findings that the Impression lacks, listed, and inserted where a person chose them. */
import { CancellationToken, MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import { z } from 'zod';
import { impressionBody, impressionEdits } from '../core/impression/listStyle.js';
import { missingFindings } from '../core/quality/impressionMissingFinding.js';
import type { MissingFinding } from '../core/quality/impressionMissingFinding.js';
import { factsOf } from '../core/quality/statements.js';
import type { AddFindingsResult } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { spansEdit } from './edits.js';
import { parse } from './reviewCommands.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';

const position = z.object({ line: z.number().int().min(0), character: z.number().int().min(0) });
const schema = z.object({
  uri: z.string(),
  findings: z
    .array(z.object({ start: position, end: position }))
    .max(1_000)
    .optional(),
  at: position.optional(),
});

const none: AddFindingsResult = { inserted: 0, impression: false, findings: [] };

/** What the check would name first; a person may choose among all. Ignored findings are left out. */
function missingIn(session: Session, analysed: Analysed): MissingFinding[] {
  const { report, analysis } = analysed;
  if (report === null) return [];
  return missingFindings(factsOf(report, analysis)).filter(
    ({ statement }) => !session.reviews.isIgnored(analysed, 'impression-missing-finding', statement),
  );
}

/** @throws ResponseError for bad arguments. */
export async function addMissingFindings(session: Session, argument: unknown): Promise<AddFindingsResult> {
  const { uri, findings, at } = parse(schema, argument);
  const analysed = await analysedNow(session, uri, CancellationToken.None);
  if (analysed?.report == null) return none;
  const missing = missingIn(session, analysed);
  const impression = impressionBody(analysed.report) !== null;
  const chosen = missing.filter(({ statement }) => {
    const { start } = rangeOf(analysed, statement);
    return findings?.some(
      (range) => range.start.line === start.line && range.start.character === start.character,
    );
  });
  const inserted = impression && chosen.length > 0 ? await insert(session, analysed, chosen, at) : 0;
  const left = inserted > 0 ? missing.filter((one) => !chosen.includes(one)) : missing;
  return {
    inserted,
    impression,
    findings: left.map(({ statement, line, notable }) => ({
      range: rangeOf(analysed, statement),
      line,
      notable,
    })),
  };
}

async function insert(
  session: Session,
  analysed: Analysed,
  chosen: readonly MissingFinding[],
  at: z.infer<typeof position> | undefined,
): Promise<number> {
  const { report } = analysed;
  if (report === null) return 0;
  if (!session.client.appliesEdits) {
    const message = session.messages.templates.cannotEdit;
    session.connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(() => undefined);
    return 0;
  }
  const cursor = at === undefined ? null : analysed.document.offsetAt(at);
  const lines = chosen.map(({ line }) => line);
  const edit = spansEdit(session.client, analysed, impressionEdits(report, lines, cursor));
  const { applied } = await session.connection.workspace.applyEdit(edit);
  return applied ? lines.length : 0;
}
