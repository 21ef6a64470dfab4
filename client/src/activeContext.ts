/** The `when` clause key `glosa.active`: the editor in front shows a report. */
import { commands, window } from 'vscode';
import type { Disposable } from 'vscode';
import type { Analyses } from './analyses.js';

export function registerActiveContext(analyses: Analyses): Disposable[] {
  let known: boolean | null = null;
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    const active = document !== undefined && analyses.isReport(document);
    if (active === known) return;
    known = active;
    void commands.executeCommand('setContext', 'glosa.active', active);
  };
  update();
  return [window.onDidChangeActiveTextEditor(update), analyses.onDidChange(update)];
}
