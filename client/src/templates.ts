/** *Insert template* and *Insert report skeleton*: a list of what suits the report, inserted with its tab stops. */
import { commands, l10n, QuickPickItemKind, SnippetString, window } from 'vscode';
import type { Disposable, LogOutputChannel, QuickPickItem, TextEditor } from 'vscode';
import { commands as ids, templatesRequest } from '../../server/src/protocol.js';
import type { TemplatesParams, TemplatesResult, WireTemplate } from '../../server/src/protocol.js';
import { errorName } from './log.js';
import type { Server } from './server.js';

interface TemplateItem extends QuickPickItem {
  /** Absent on a separator. */
  readonly template?: WireTemplate;
}

function itemsOf(templates: readonly WireTemplate[]): TemplateItem[] {
  const item = (template: WireTemplate): TemplateItem => ({
    label: template.normal ? l10n.t('{0} (normal)', template.name) : template.name,
    description: [...template.abbreviations.filter((one) => one !== template.name), template.description]
      .filter((part) => part !== '')
      .join(' · '),
    ...(template.path === null ? {} : { detail: template.path }),
    template,
  });
  const fitting = templates.filter(({ fits }) => fits);
  const others = templates.filter(({ fits }) => !fits);
  if (fitting.length === 0 || others.length === 0) return templates.map(item);
  const separator: TemplateItem = { label: l10n.t('For other reports'), kind: QuickPickItemKind.Separator };
  return [...fitting.map(item), separator, ...others.map(item)];
}

/** What to say where the list is empty. */
function nothing(kind: TemplatesParams['kind'], { problems }: TemplatesResult): string {
  if (kind === 'site' && problems.length === 0) {
    return l10n.t('No template: name a folder of templates in the setting glosa.templates.folders.');
  }
  return problems.length > 0 ? problems.join(' ') : l10n.t('The document is not a report.');
}

async function insert(server: Server, log: LogOutputChannel, kind: TemplatesParams['kind']): Promise<void> {
  const editor: TextEditor | undefined = window.activeTextEditor;
  if (editor === undefined) return;
  const params: TemplatesParams = { uri: editor.document.uri.toString(), kind };
  let result: TemplatesResult;
  try {
    result = await server.request<TemplatesResult>(templatesRequest, params);
  } catch (error) {
    log.error(`${templatesRequest} failed: ${errorName(error)}`);
    void window.showErrorMessage(l10n.t('The language server does not answer. Restart it, or see the log.'));
    return;
  }
  if (result.templates.length === 0) {
    void window.showWarningMessage(nothing(kind, result));
    return;
  }
  if (result.problems.length > 0) void window.showWarningMessage(result.problems.join(' '));
  const chosen = await window.showQuickPick(itemsOf(result.templates), {
    title: kind === 'site' ? l10n.t('Insert template') : l10n.t('Insert report skeleton'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.template === undefined) return;
  await window.showTextDocument(editor.document, editor.viewColumn);
  await editor.insertSnippet(new SnippetString(chosen.template.snippet));
}

export function registerTemplates(server: Server, log: LogOutputChannel): Disposable[] {
  return [
    commands.registerCommand(ids.insertTemplate, () => insert(server, log, 'site')),
    commands.registerCommand(ids.insertSkeleton, () => insert(server, log, 'skeleton')),
  ];
}
