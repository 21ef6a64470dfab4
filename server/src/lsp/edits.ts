/** Workspace edits in the form that the client takes. */
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type { Span } from '../core/types.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { ClientFacts } from './clientFacts.js';
import type { Insertion } from './codesSection.js';

/** An edit bound to the analysed version where the client can check it. */
export function insertionEdit(client: ClientFacts, analysed: Analysed, insertion: Insertion): WorkspaceEdit {
  const position = analysed.document.positionAt(insertion.offsetUtf16);
  const edit = { range: { start: position, end: position }, newText: insertion.newText };
  const { uri, version } = analysed;
  return client.versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits: [edit] }] }
    : { changes: { [uri]: [edit] } };
}

/** Several replacements as one edit, which is one step to undo. */
export function spansEdit(
  client: ClientFacts,
  analysed: Analysed,
  replacements: readonly (Span & { readonly newText: string })[],
): WorkspaceEdit {
  const { uri, version } = analysed;
  const edits = replacements.map((one) => ({ range: rangeOf(analysed, one), newText: one.newText }));
  return client.versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
