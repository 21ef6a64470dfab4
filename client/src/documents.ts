/** Which documents the client shows to the server; the server decides which of them are reports. */
import { languages, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { reportLanguageId, settingsSection } from '../../server/src/protocol.js';

/**
 * Reports on disk or not yet saved, and text files that a glob may turn into reports. Other schemes
 * (`git` beside a diff, cells of notebooks, previews) are left alone.
 */
export const documentSelector: { scheme: string; language: string }[] = [
  { scheme: 'file', language: reportLanguageId },
  { scheme: 'untitled', language: reportLanguageId },
  { scheme: 'file', language: 'plaintext' },
  { scheme: 'file', language: 'markdown' },
];

/** True where the server may see the document. */
export function isCandidate(document: TextDocument): boolean {
  return languages.match(documentSelector, document) > 0;
}

/** True where the document is worth starting the server for: a report, or a text file in a folder with globs. */
export function needsServer(document: TextDocument): boolean {
  if (!isCandidate(document)) return false;
  const settings = workspace.getConfiguration(settingsSection, document);
  if (!settings.get<boolean>('enable', true)) return false;
  return document.languageId === reportLanguageId || settings.get<string[]>('reportGlobs', []).length > 0;
}
