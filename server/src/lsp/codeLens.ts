/** Code lens at the document's top: the best codes, each with its accept command. */
import type { CodeLens } from 'vscode-languageserver/node';
import { commands } from '../protocol.js';
import type { AcceptCodeArguments } from '../protocol.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { analysedFor } from './session.js';
import type { Session } from './session.js';
import { statedCodes } from './suggestions.js';

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Longest description in a lens, in UTF-16 units: three lenses share one line. */
const descriptionUnits = 44;

/** A description cut at a word, so that a lens after it is still seen. */
function shortened(description: string): string {
  if (description.length <= descriptionUnits) return description;
  return `${description.slice(0, descriptionUnits).replace(/[\s,-]+\S*$/u, '')}…`;
}

/** Lenses of one analysis, best code first, up to `codes.maxCodeLens`. */
export function codeLensesOf(session: Session, analysed: Analysed): CodeLens[] {
  const { messages } = session;
  return statedCodes(analysed, session.reviews)
    .slice(0, analysed.settings.codes.maxCodeLens)
    .map(({ code, review }) => {
      const description = code.description === code.code ? '' : shortened(code.description);
      if (review === 'accepted') {
        // A lens without a command is plain text.
        return { range: top, command: { title: messages.lensAccepted(code.code, description), command: '' } };
      }
      const argument: AcceptCodeArguments = {
        uri: analysed.uri,
        system: code.system,
        code: code.code,
        insert: true,
      };
      const title = messages.lensAccept(code.code, description, code.probability, code.status);
      return { range: top, command: { title, command: commands.acceptCode, arguments: [argument] } };
    });
}

export function registerCodeLens(session: Session): void {
  session.connection.onCodeLens(
    answer(session, 'textDocument/codeLens', [], async ({ textDocument }, token): Promise<CodeLens[]> => {
      const { analysed } = await analysedFor(session, textDocument.uri, token, 'codeLens');
      return analysed === null ? [] : codeLensesOf(session, analysed);
    }),
  );
}
