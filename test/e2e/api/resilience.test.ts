import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { flag, flags, openFile, replace, until } from './support.js';
import { enginePids } from '../processes.js';
import { plainReport, spanishReport } from '../reports.js';

const sentence = 'La biopsia muestra un adenocarcinoma. ';

describe('resilience', () => {
  it('reads on after its engine process is killed', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    const editor = await openFile('killed.informe', plainReport);
    const { document } = editor;
    await replace(editor, 'Abdomen blando', `${sentence}Abdomen blando`);
    await flag(document.uri);
    const before = enginePids(process.pid);
    assert.ok(before.length > 0, 'the engine runs in a process of its own');
    for (const pid of before) {
      process.kill(pid, 'SIGKILL');
    }
    // A report with a sentence never read before: no cache can answer.
    const other = await openFile('unread.informe', 'Se confirma un adenocarcinoma mucinoso de colon.\n');
    await flag(other.document.uri);
    const after = enginePids(process.pid);
    assert.ok(after.length > 0 && after.every((pid) => !before.includes(pid)));
  });

  it('leaves one engine process and fresh results after Restart Server', async () => {
    const { document } = await openFile('restart.informe', spanishReport);
    await flag(document.uri);
    await vscode.commands.executeCommand('glosa.restartServer');
    await flag(document.uri);
    if (process.platform === 'linux') {
      await until('one engine process', () => enginePids(process.pid).length === 1);
    }
  });

  it('survives a report closed while it is read', async () => {
    for (let round = 0; round < 5; round++) {
      const text = spanishReport.repeat(5).replaceAll('62 años', `${50 + round} años`);
      await openFile(`closing-${round}.informe`, text);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    }
    const { document } = await openFile('after.informe', spanishReport);
    await flag(document.uri);
    assert.ok(flags(document.uri).length > 0);
  });
});
