/** *Open sample report*: a copy that may be edited freely; nothing is written to disk. */
import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import type { Disposable, ExtensionContext } from 'vscode';
import { reportLanguageId } from '../../server/src/protocol.js';

/** Not in the protocol: the server knows nothing of samples. */
export const openSampleCommand = 'glosa.openSample';

async function chooseSample(folder: Uri): Promise<string | undefined> {
  const names = (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  // File names start with their language; the interface's own language comes first.
  const own = env.language.startsWith('es') ? 'es-' : 'en-';
  const rank = (name: string): number => (name.startsWith(own) ? 0 : 1);
  names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return window.showQuickPick(names, { title: l10n.t('Open sample report') });
}

/** @param given name of a sample, where a walkthrough's link gives one */
async function openSample(context: ExtensionContext, given: unknown): Promise<void> {
  const folder = Uri.joinPath(context.extensionUri, 'examples', 'reports');
  const name = typeof given === 'string' && /^[\w.-]+$/.test(given) ? given : await chooseSample(folder);
  if (name === undefined) return;
  const bytes = await workspace.fs.readFile(Uri.joinPath(folder, name));
  const content = new TextDecoder().decode(bytes);
  await window.showTextDocument(await workspace.openTextDocument({ language: reportLanguageId, content }));
}

export function registerSamples(context: ExtensionContext): Disposable {
  return commands.registerCommand(openSampleCommand, (given: unknown) => openSample(context, given));
}
