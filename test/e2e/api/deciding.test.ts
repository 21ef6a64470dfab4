import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { apply, flag, flags, lensTitles, openFile, quickFixes, until } from './support.js';
import { spanishReport } from '../reports.js';

/** Opens the report under a name of its own, since decisions are kept for each document. */
async function flagged(name: string): Promise<{ document: vscode.TextDocument; range: vscode.Range }> {
  const { document } = await openFile(name, spanishReport);
  const { range } = await flag(document.uri, ({ message }) => message.includes('8140/3 '));
  return { document, range };
}

async function fix(document: vscode.TextDocument, range: vscode.Range, title: RegExp) {
  return until(`a quick fix ${title}`, async () => {
    const actions = await quickFixes(document.uri, range);
    return actions.find((action) => title.test(action.title));
  });
}

describe('deciding on a suggestion', () => {
  it('accepts a code and inserts it into the codes section, once', async () => {
    const { document, range } = await flagged('insert.informe');
    await apply(await fix(document, range, /^Accept 8140\/3 .* insert it into the codes section$/));
    await until('the inserted code', () => /CÓDIGOS:\n8140\/3 .+/.test(document.getText()));
    const titles = await until('the accepted mark', async () => {
      const shown = await lensTitles(document.uri);
      return shown.some((title) => title.startsWith('✓ 8140/3 ')) && shown;
    });
    assert.ok(!titles.some((title) => title.startsWith('Accept 8140/3 ')));
    const again = await quickFixes(document.uri, range);
    assert.ok(
      !again.some(({ title }) => title.includes('insert it into')),
      'the section holds the code already',
    );
  });

  it('accepts a code without touching the text', async () => {
    const { document, range } = await flagged('accept.informe');
    await apply(await fix(document, range, /^Accept 8140\/3 (?!.*insert)/));
    await flag(document.uri, ({ message }) => message.endsWith('accepted'));
    assert.equal(document.getText(), spanishReport);
  });

  it('takes a dismissed code away', async () => {
    const { document, range } = await flagged('dismiss.informe');
    await apply(await fix(document, range, /^Dismiss 8140\/3 /));
    await until(
      'no flag of the code',
      () => !flags(document.uri).some(({ message }) => message.includes('8140/3 ')),
    );
    assert.equal(document.getText(), spanishReport);
  });

  it('completes the report’s codes in the codes section', async () => {
    const { document } = await flagged('complete.informe');
    const end = document.positionAt(document.getText().length);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      end,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('8140/3'), labels.slice(0, 10).join(' '));
  });

  it('offers no codes outside the codes section', async () => {
    const { document, range } = await flagged('complete.informe');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      range.end,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(!labels.includes('8140/3'));
  });

  it('goes from flag to flag', async () => {
    const { document } = await flagged('next.informe');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const starts = flags(document.uri)
      .map(({ range }) => range.start)
      .sort((a, b) => a.compareTo(b))
      // Two flags of one phrase are one place to go to.
      .filter((start, i, all) => i === 0 || !start.isEqual(all[i - 1]!));
    for (const start of starts) {
      await vscode.commands.executeCommand('glosa.nextFlag');
      assert.ok(editor.selection.active.isEqual(start));
    }
  });
});
