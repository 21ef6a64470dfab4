/** What the API tests share: documents in the workspace, and waiting for what the server will say. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Two shared cores are slow, and a right answer is not a race; mocha's own limit is longer. */
const limitMs = 100_000;

/** Polls `probe` until it gives something other than null, undefined or false; fails with `what` else. */
export async function until<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const limit = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) {
      return found;
    }
    assert.ok(Date.now() < limit, `waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Writes a file into the workspace and shows it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the tests run in a workspace');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri);
}

/** Glosa's diagnostics of a document. */
export function flags(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'glosa');
}

/** Waits until Glosa has flagged something that `matches`. */
export function flag(
  uri: vscode.Uri,
  matches: (diagnostic: vscode.Diagnostic) => boolean = () => true,
): Promise<vscode.Diagnostic> {
  return until('a diagnostic of Glosa', () => flags(uri).find(matches));
}

/** Titles of the code lenses that are shown. */
export async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    20,
  );
  return lenses.flatMap(({ command }) => (command === undefined ? [] : [command.title]));
}

/** Text of the hovers at a place. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Quick fixes of Glosa at a range. */
export async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

/** Does what a click on a quick fix does: its edit, then its command. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined) {
    assert.ok(await vscode.workspace.applyEdit(action.edit));
  }
  if (action.command !== undefined) {
    const given: unknown[] = action.command.arguments ?? [];
    await vscode.commands.executeCommand(action.command.command, ...given);
  }
}

/** Replaces the first occurrence of `from` in the editor. */
export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const start = editor.document.getText().indexOf(from);
  assert.ok(start >= 0, `the document does not contain ${from}`);
  const { document } = editor;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  assert.ok(
    await editor.edit((edit) => {
      edit.replace(range, to);
    }),
  );
}
