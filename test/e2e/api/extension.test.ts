import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { openFile, until } from './support.js';
import { plainReport } from '../reports.js';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('glosa.glosa');
  assert.ok(found, 'the extension is there');
  return found;
}

describe('the packaged extension', () => {
  it('is the packaged one: bundles and model, no sources', () => {
    const path = extension().extensionPath;
    for (const file of ['out/client.js', 'out/server.js', 'out/engine-child.js', 'LICENSE.txt', 'NOTICE']) {
      assert.ok(existsSync(join(path, file)), `${file} is in the package`);
    }
    for (const file of ['client', 'server', 'training', 'test', 'node_modules/vitest']) {
      assert.ok(!existsSync(join(path, file)), `${file} is not in the package`);
    }
  });

  for (const name of ['tac.rad', 'consulta.informe', 'mri.report']) {
    it(`takes ${name} for a report and starts`, async () => {
      const { document } = await openFile(name, plainReport);
      assert.equal(document.languageId, 'glosa-report');
      await until('activation', () => extension().isActive);
    });
  }

  it('registers every command that it contributes', async () => {
    await openFile('tac.rad', plainReport);
    const { contributes } = extension().packageJSON as Manifest;
    assert.ok(contributes.commands.length > 0);
    await until('the commands', async () => {
      const registered = new Set(await vscode.commands.getCommands(true));
      return contributes.commands.every(({ command }) => registered.has(command));
    });
  });

  it('has a title in words for every command', () => {
    const { contributes } = extension().packageJSON as Manifest;
    for (const { command, title } of contributes.commands) {
      assert.doesNotMatch(title, /%/, command);
    }
  });
});
