/** *Next flag* and *Previous flag*: from one Glosa diagnostic of the report to the next. */
import { commands, l10n, languages, Range, Selection, window } from 'vscode';
import type { Disposable } from 'vscode';
import { commands as ids, diagnosticSource } from '../../server/src/protocol.js';
import { neighbouringFlag } from './flagOrder.js';

const messageMs = 4000;

async function go(direction: 'next' | 'previous'): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const starts = languages
    .getDiagnostics(editor.document.uri)
    .filter((diagnostic) => diagnostic.source === diagnosticSource)
    .map((diagnostic) => diagnostic.range.start);
  const target = neighbouringFlag(starts, editor.selection.active, direction);
  if (target === null) {
    window.setStatusBarMessage(l10n.t('Glosa: nothing to review in this report.'), messageMs);
    return;
  }
  const { line, character } = target;
  editor.selection = new Selection(line, character, line, character);
  editor.revealRange(new Range(line, character, line, character));
  // The hover carries the explanation and is read out by screen readers.
  await commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}

export function registerFlags(): Disposable[] {
  return [
    commands.registerCommand(ids.nextFlag, () => go('next')),
    commands.registerCommand(ids.previousFlag, () => go('previous')),
  ];
}
