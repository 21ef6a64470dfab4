/** *Learn codes* and *Forget learned codes*: asks for the source or the list; the server does the work. */
import { basename, extname } from 'node:path';
import {
  CancellationError,
  CancellationTokenSource,
  commands,
  l10n,
  ProgressLocation,
  window,
  workspace,
} from 'vscode';
import { Disposable } from 'vscode';
import type { CancellationToken, LogOutputChannel, WorkspaceFolder } from 'vscode';
import { commands as ids } from '../../server/src/protocol.js';
import type {
  ForgetLearnedArguments,
  ForgetLearnedResult,
  LearnCodesArguments,
  LearnCodesResult,
} from '../../server/src/protocol.js';
import { filled } from './filled.js';
import { errorName } from './log.js';
import { MarkdownPages } from './markdownPages.js';
import type { Server } from './server.js';

const executeRequest = 'workspace/executeCommand';
/** Scheme of the page of scores. */
const pageScheme = 'glosa-learned';

/** Where the reports are; null: what was decided in the workspace; undefined where the person gave up. */
async function askSource(): Promise<string | null | undefined> {
  const table = l10n.t('Table: CSV or TSV with the columns text,code or path,code');
  const folder = l10n.t('Folder: one subfolder for each code, or a table with path,code');
  const reviews = l10n.t('Reviews: codes accepted and dismissed in this workspace, without other reports');
  const kind = await window.showQuickPick([table, folder, reviews], {
    title: l10n.t('Learn codes'),
    placeHolder: l10n.t('Reports with your own codes'),
  });
  if (kind === undefined) return undefined;
  if (kind === reviews) return null;
  const chosen = await window.showOpenDialog({
    canSelectFiles: kind === table,
    canSelectFolders: kind === folder,
    openLabel: l10n.t('Learn from it'),
    ...(kind === table ? { filters: { CSV: ['csv', 'tsv'] } } : {}),
  });
  return chosen?.[0]?.fsPath;
}

async function askFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0];
  return window.showWorkspaceFolderPick({ placeHolder: l10n.t('Folder that keeps the learned codes') });
}

class Learning {
  constructor(
    readonly server: Server,
    readonly log: LogOutputChannel,
    readonly pages: MarkdownPages,
  ) {}

  async learn(): Promise<void> {
    const source = await askSource();
    if (source === undefined) return;
    const name = await window.showInputBox({
      title: l10n.t('Learn codes'),
      prompt: l10n.t('Name of the code list; a list of the same name is replaced'),
      value: source === null ? l10n.t('Reviewed codes') : basename(source, extname(source)),
      validateInput: (value) => (value.trim() === '' ? l10n.t('The list needs a name.') : undefined),
    });
    if (name === undefined) return;
    const folder = await askFolder();
    const learnt = await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: l10n.t('Learning codes') },
      async (progress, cancelled) => {
        const token = `glosa-learn-${Date.now()}`;
        let percentage = 0;
        const following = await this.server.onProgress(token, (value) => {
          const now = value.percentage ?? percentage;
          progress.report({ message: value.message ?? '', increment: now - percentage });
          percentage = now;
        });
        try {
          const request: LearnCodesArguments = {
            source,
            name,
            ...(folder === undefined ? {} : { folder: folder.uri.fsPath }),
          };
          return await this.#execute<LearnCodesResult>(ids.learnCodes, request, cancelled, token);
        } finally {
          following.dispose();
        }
      },
    );
    if (learnt === null) return;
    if (learnt.markdown !== null) await this.pages.show(learnt.name, learnt.markdown);
    else if (learnt.problem !== null && learnt.problem !== '') {
      await window.showWarningMessage(learnt.problem);
    }
  }

  /** @param wanted a list that was chosen elsewhere; else it is asked for. */
  async forget(wanted: Partial<ForgetLearnedArguments> = {}): Promise<void> {
    const { token } = new CancellationTokenSource();
    const known = await this.#execute<ForgetLearnedResult>(ids.forgetLearned, {}, token);
    if (known === null) return;
    if (known.lists.length === 0) {
      await window.showInformationMessage(l10n.t('There are no learned codes here.'));
      return;
    }
    const items = known.lists.map((list) => ({
      label: list.name,
      description: filled(
        l10n.t('{0} {0|code|codes} from {1} {1|report|reports}, {2}', list.codes, list.reports, list.learnt),
        list.codes,
        list.reports,
      ),
      detail: list.folder,
      list,
    }));
    const named = items.find(({ list }) => list.name === wanted.name && list.folder === wanted.folder);
    const chosen = named ?? (await window.showQuickPick(items, { title: l10n.t('Forget learned codes') }));
    if (chosen === undefined) return;
    const forget = l10n.t('Forget');
    const question = l10n.t('Forget the learned codes “{0}”? Their file is deleted.', chosen.label);
    if ((await window.showWarningMessage(question, { modal: true }, forget)) !== forget) return;
    const request: ForgetLearnedArguments = { name: chosen.list.name, folder: chosen.list.folder };
    await this.#execute<ForgetLearnedResult>(ids.forgetLearned, request, token);
  }

  /** Null where it was cancelled or the server does not answer; the person is told of the latter. */
  async #execute<Result>(
    command: string,
    argument: object,
    cancelled: CancellationToken,
    workDoneToken?: string,
  ): Promise<Result | null> {
    try {
      const params = { command, arguments: [argument], workDoneToken };
      return await this.server.request<Result | null>(executeRequest, params, cancelled);
    } catch (error) {
      if (cancelled.isCancellationRequested || error instanceof CancellationError) return null;
      this.log.error(`${command} failed: ${errorName(error)}`);
      await window.showErrorMessage(
        l10n.t('The language server does not answer. Restart it, or see the log.'),
      );
      return null;
    }
  }
}

export function registerLearnCodes(server: Server, log: LogOutputChannel): Disposable[] {
  const pages = new MarkdownPages(pageScheme);
  const learning = new Learning(server, log, pages);
  return [
    new Disposable(() => {
      pages.dispose();
    }),
    commands.registerCommand(ids.learnCodes, () => learning.learn()),
    commands.registerCommand(ids.forgetLearned, (wanted?: Partial<ForgetLearnedArguments>) =>
      learning.forget(wanted),
    ),
  ];
}
