/** Open documents, kept in step with the editor by incremental changes. */
import { TextDocuments } from 'vscode-languageserver/node';
import type { Connection, Position, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Thrown for a change that is not one; it never carries the change's text. */
export class BadChange extends Error {
  override readonly name = 'BadChange';
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { line, character } = value as Partial<Position>;
  return Number.isInteger(line) && Number.isInteger(character);
}

function checkChange(change: unknown): TextDocumentContentChangeEvent {
  if (typeof change !== 'object' || change === null) throw new BadChange('a change is not an object');
  const { text, range } = change as { text?: unknown; range?: { start?: unknown; end?: unknown } };
  if (typeof text !== 'string') throw new BadChange('a change has no text');
  if (range === undefined) return { text };
  if (!isPosition(range.start) || !isPosition(range.end)) throw new BadChange('a change has a bad range');
  return { text, range: { start: range.start, end: range.end } };
}

/** The nearest position that the document has: a line or column past the end is the end. */
function clamp(document: TextDocument, position: Position): Position {
  return document.positionAt(document.offsetAt(position));
}

/**
 * Applies changes one after the other, each to the text that the one before left. All are checked
 * before the first is applied, so that a bad message leaves the document as it was.
 * @throws BadChange
 */
export function applyChanges(document: TextDocument, changes: unknown, version: number): TextDocument {
  if (!Array.isArray(changes)) throw new BadChange('contentChanges is not a list');
  const checked = changes.map(checkChange);
  let current = document;
  for (const change of checked) {
    const safe =
      'range' in change
        ? {
            text: change.text,
            range: { start: clamp(current, change.range.start), end: clamp(current, change.range.end) },
          }
        : change;
    current = TextDocument.update(current, [safe], version);
  }
  return checked.length === 0 ? TextDocument.update(current, [], version) : current;
}

/** Listens on the connection for open, change and close. */
export function createDocuments(connection: Connection): TextDocuments<TextDocument> {
  const documents = new TextDocuments<TextDocument>({
    create(uri: unknown, languageId: unknown, version: unknown, text: unknown) {
      if (typeof uri !== 'string' || typeof text !== 'string' || typeof version !== 'number') {
        throw new BadChange('didOpen lacks uri, version or text');
      }
      return TextDocument.create(uri, typeof languageId === 'string' ? languageId : '', version, text);
    },
    update: applyChanges,
  });
  documents.listen(connection);
  return documents;
}
