/** `glosa.ignoreCheck`: a finding once, or its check in the report or the workspace. */
import { CancellationToken } from 'vscode-languageserver/node';
import { z } from 'zod';
import { qualityIds } from '../../protocol.js';
import type { IgnoreCheckArguments } from '../../protocol.js';
import { parse } from '../reviewCommands.js';
import { pushDiagnostics } from '../pushDiagnostics.js';
import { analysedNow } from '../session.js';
import type { Session } from '../session.js';

const position = z.object({ line: z.int().min(0), character: z.int().min(0) });
const schema: z.ZodType<IgnoreCheckArguments> = z.object({
  uri: z.string(),
  id: z.enum(qualityIds),
  scope: z.enum(['once', 'file', 'workspace']),
  range: z.object({ start: position, end: position }),
});

export async function ignoreCheck(session: Session, argument: unknown): Promise<null> {
  const { uri, id, scope, range } = parse(schema, argument);
  const analysed = await analysedNow(session, uri, CancellationToken.None);
  if (analysed === null) return null;
  const { document } = analysed;
  const span = { startUtf16: document.offsetAt(range.start), endUtf16: document.offsetAt(range.end) };
  await session.reviews.recordIgnore(analysed, scope, id, span);
  for (const { uri: open } of session.documents.all()) {
    const latest = open === uri || scope === 'workspace' ? session.analyser.latest(open) : null;
    if (latest !== null) pushDiagnostics(session, latest);
  }
  session.refresher.markLate('diagnostics');
  session.refresher.flush();
  return null;
}
