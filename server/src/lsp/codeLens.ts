/** Code lens at the document's top: the report's labels, and the best codes, each with its accept command. */
import type { CodeLens } from 'vscode-languageserver/node';
import { codeSuggestionId, commands } from '../protocol.js';
import type { AcceptCodeArguments, DismissArguments } from '../protocol.js';
import { codesOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { conflictLenses } from './conflicts.js';
import { flagLenses } from './flagLens.js';
import { answer } from './guard.js';
import { labelLenses } from './labelLens.js';
import { analysedFor } from './session.js';
import type { Session } from './session.js';
import { reviewOf, statedCodes, wireStale } from './suggestions.js';

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Longest description in a lens, in UTF-16 units: three lenses share one line. */
const descriptionUnits = 26;

/** A description cut at a word, so that a lens after it is still seen. */
function shortened(description: string): string {
  if (description.length <= descriptionUnits) return description;
  return `${description.slice(0, descriptionUnits).replace(/[\s,-]+\S*$/u, '')}…`;
}

/** Lenses of one analysis: stale codes, the best codes up to `codes.maxCodeLens`, and what was dismissed. */
export function codeLensesOf(session: Session, analysed: Analysed): CodeLens[] {
  const { messages, reviews } = session;
  const { uri } = analysed;
  const limit = analysed.settings.codes.maxCodeLens;
  if (limit === 0) return [];
  const stale = wireStale(analysed, reviews).map(({ system, code, description }): CodeLens => {
    const dismissal: DismissArguments = { uri, id: codeSuggestionId, system, code };
    const title = messages.reviews.lensStale(`${code} ${shortened(description)}`.trim());
    return { range: top, command: { title, command: commands.dismiss, arguments: [dismissal] } };
  });
  const best = statedCodes(analysed, reviews)
    .filter(({ review }) => review !== 'stale')
    .slice(0, limit)
    .map(({ code, review }): CodeLens => {
      const description = code.description === code.code ? '' : shortened(code.description);
      if (review === 'accepted') {
        // A lens without a command is plain text.
        const title = `${messages.lensAccepted(code.code, description)} (${messages.reviews.accepted})`;
        return { range: top, command: { title, command: '' } };
      }
      const argument: AcceptCodeArguments = { uri, system: code.system, code: code.code, insert: true };
      const title = messages.lensAccept(code.code, description, code.probability, code.status);
      return { range: top, command: { title, command: commands.acceptCode, arguments: [argument] } };
    });
  const dismissed = codesOf(analysed)
    .filter((code) => code.value && reviewOf(analysed, code, reviews) === 'dismissed')
    .map(({ code }) => code);
  const title = messages.reviews.lensDismissed(dismissed);
  return [
    ...stale,
    ...best,
    ...(dismissed.length === 0 ? [] : [{ range: top, command: { title, command: '' } }]),
  ];
}

export function registerCodeLens(session: Session): void {
  session.connection.onCodeLens(
    answer(session, 'textDocument/codeLens', [], async ({ textDocument }, token): Promise<CodeLens[]> => {
      const { analysed } = await analysedFor(session, textDocument.uri, token, 'codeLens');
      if (analysed === null) return [];
      return [
        ...labelLenses(session, analysed),
        ...codeLensesOf(session, analysed),
        ...flagLenses(session, analysed),
        ...conflictLenses(session, analysed),
      ];
    }),
  );
}
