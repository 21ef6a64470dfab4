import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { flag, flags, hoverText, lensTitles, openFile, replace, until } from './support.js';
import { evidence, morphologyCode, plainReport, spanishReport } from '../reports.js';

/** The places of `flagged` diagnostics whose text contains the evidence word. */
function onEvidence(document: vscode.TextDocument): (diagnostic: vscode.Diagnostic) => boolean {
  return ({ range }) => document.getText(range).toLowerCase().includes(evidence);
}

describe('reading a report', () => {
  it('flags the evidence of a code, as information of source glosa', async () => {
    const { document } = await openFile('reading.informe', spanishReport);
    const found = await flag(document.uri, onEvidence(document));
    assert.equal(found.code, 'code-suggestion');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
    assert.match(found.message, /8140\/3 /);
  });

  it('explains the evidence on hover: code, description, probability', async () => {
    const { document } = await openFile('reading.informe', spanishReport);
    const found = await flag(document.uri, onEvidence(document));
    const text = await hoverText(document.uri, found.range.start);
    assert.match(text, /ICD\\?-O\\?-3 8140\/3\b/);
    assert.match(text, /Adenocarcinoma/i);
    assert.match(text, /Probability: \\?[<>]?\d+%/);
  });

  it('shows the best codes as lenses, best first', async () => {
    const { document } = await openFile('reading.informe', spanishReport);
    const titles = await until('code lenses', async () => {
      const shown = (await lensTitles(document.uri)).filter((title) => morphologyCode.test(title));
      return shown.length > 0 && shown;
    });
    assert.match(titles[0] ?? '', /^Accept 8140\/3 /);
    assert.ok(titles.length <= 3);
    for (const title of titles) {
      assert.match(title, morphologyCode);
    }
  });

  it('reads again what is typed, and forgets what is deleted', async () => {
    const editor = await openFile('typing.informe', plainReport);
    const { document } = editor;
    await replace(editor, 'Abdomen blando', 'La biopsia muestra un adenocarcinoma. Abdomen blando');
    await flag(document.uri, onEvidence(document));
    await replace(editor, 'La biopsia muestra un adenocarcinoma. ', '');
    await until('an empty list', () => flags(document.uri).length === 0);
  });

  it('keeps a flag on its words while text is inserted above', async () => {
    const editor = await openFile('moving.informe', spanishReport);
    const { document } = editor;
    await flag(document.uri, onEvidence(document));
    await replace(editor, 'Motivo de consulta:\n', 'Motivo de consulta:\nRevisión 👩‍⚕️ programada.\n');
    await until('flags on the moved words', () => {
      const now = flags(document.uri);
      return now.length > 0 && now.every(({ range }) => /carcinoma/i.test(document.getText(range)));
    });
  });

  it('gives the sections as outline and folds them', async () => {
    const { document } = await openFile('reading.informe', spanishReport);
    const names = await until('the outline', async () => {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return symbols !== undefined && symbols.length > 0 && symbols.map(({ name }) => name);
    });
    for (const name of ['Anatomía patológica', 'Impresión diagnóstica']) {
      assert.ok(names.includes(name), `${name} in ${names.join(' | ')}`);
    }
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(folds.length >= 3);
  });

  it('colours headings and evidence by semantic tokens', async () => {
    const { document } = await openFile('reading.informe', spanishReport);
    await flag(document.uri, onEvidence(document));
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const types = new Set<string>();
    for (let index = 3; index < tokens.data.length; index += 5) {
      types.add(legend.tokenTypes[tokens.data[index] ?? -1] ?? '');
    }
    assert.ok(types.has('glosaHeading') && types.has('glosaCodeEvidence'), [...types].join(' '));
  });

  it('reads a .txt file only where a glob names it', async () => {
    const { document } = await openFile('notes.txt', spanishReport);
    const reports = await openFile('beside.informe', spanishReport);
    await flag(reports.document.uri);
    assert.deepEqual(flags(document.uri), []);
    const settings = vscode.workspace.getConfiguration('glosa');
    await settings.update('reportGlobs', ['notes*.txt'], vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.window.showTextDocument(document);
      await flag(document.uri, onEvidence(document));
    } finally {
      await settings.update('reportGlobs', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('no flags without the glob', () => flags(document.uri).length === 0);
  });

  it('says nothing about an empty report', async () => {
    const empty = await openFile('empty.informe', '');
    const { document } = await openFile('reading.informe', spanishReport);
    await flag(document.uri);
    assert.deepEqual(flags(empty.document.uri), []);
  });
});
