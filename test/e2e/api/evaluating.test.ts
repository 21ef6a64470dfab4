/** *Evaluate against gold* in VS Code: the page, and an error opened at its place. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile, until } from './support.js';

describe('evaluating against gold', () => {
  it('opens a page, and a difference with gold and reading beside it', async () => {
    const text = 'Biopsia de colon.\nAdenocarcinoma moderadamente diferenciado.\n';
    const { document } = await openFile('gold/caso.txt', text);
    const folder = vscode.Uri.joinPath(document.uri, '..');
    const ann =
      'T1\tMORFOLOGIA_NEOPLASIA 0 7\tBiopsia\n#1\tAnnotatorNotes T1\t8140/3\n' +
      'T2\tMORFOLOGIA_NEOPLASIA 18 32\tAdenocarcinoma\n#2\tAnnotatorNotes T2\t8140/3\n';
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'caso.ann'),
      new TextEncoder().encode(ann),
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('glosa.evaluate', folder.fsPath);
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label.includes('gold')),
    );
    // No model reads a mention in the word that the gold has by mistake.
    await vscode.commands.executeCommand('glosa.showGoldError', 1, 0);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), document.uri.toString());
    assert.deepEqual(
      [editor.selection.start, editor.selection.end],
      [new vscode.Position(0, 0), new vscode.Position(0, 7)],
    );
  });
});
