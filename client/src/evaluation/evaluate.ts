/** *Evaluate against gold*: asks for the folder; the server reads and scores it; the page shows the result. */
import { randomBytes } from 'node:crypto';
import { commands, Disposable, env, l10n, ProgressLocation, ViewColumn, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { commands as ids } from '../../../server/src/protocol.js';
import type { EvaluateArguments, EvaluateResult } from '../../../server/src/protocol.js';
import { filled } from '../filled.js';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import { evaluationHtml, showErrorCommand } from './page.js';
import type { PageTexts } from './page.js';
import { ErrorMarks, registerGoldTexts } from './showError.js';

const viewType = 'glosa.evaluation';

/** A key binding may name the folder. */
async function askFolder(given: unknown): Promise<string | undefined> {
  if (typeof given === 'string') return given;
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: l10n.t('Folder of annotated reports'),
    openLabel: l10n.t('Evaluate against it'),
  });
  return chosen?.[0]?.fsPath;
}

function pageTexts({ moreErrors }: EvaluateResult): PageTexts {
  return {
    language: env.language,
    errors: l10n.t('Differences'),
    noErrors: l10n.t('Gold and reading say the same.'),
    more: filled(l10n.t('{0} more {0|difference is|differences are} not listed.', moreErrors), moreErrors),
    problems: l10n.t('Files and lines that could not be taken as they stand'),
    columns: [l10n.t('Report'), l10n.t('Difference'), l10n.t('Gold'), l10n.t('Read')],
    nothing: l10n.t('nothing'),
    note: l10n.t('A link opens the report at the place, with gold and reading beside it.'),
  };
}

class Evaluation {
  readonly #marks = new ErrorMarks();
  /** What the pages that are open show, by their number. */
  readonly #shown = new Map<number, { readonly folder: string; readonly result: EvaluateResult }>();
  #pages = 0;

  constructor(
    private readonly server: Server,
    private readonly log: LogOutputChannel,
  ) {}

  async run(given: unknown): Promise<void> {
    const folder = await askFolder(given);
    if (folder === undefined) return;
    const result = await this.#read(folder);
    if (result === null || result.problem === '') return;
    if (result.problem !== null) {
      await window.showWarningMessage(result.problem);
      return;
    }
    const page = ++this.#pages;
    this.#shown.set(page, { folder, result });
    const panel = window.createWebviewPanel(viewType, result.title, ViewColumn.Active, {
      enableScripts: false,
      enableFindWidget: true,
      enableCommandUris: [showErrorCommand],
      localResourceRoots: [],
    });
    panel.onDidDispose(() => {
      this.#shown.delete(page);
    });
    panel.webview.html = evaluationHtml(result, pageTexts(result), randomBytes(16).toString('hex'), page);
  }

  async show(page: unknown, index: unknown): Promise<void> {
    const shown = typeof page === 'number' ? this.#shown.get(page) : undefined;
    const error = typeof index === 'number' ? shown?.result.errors[index] : undefined;
    if (shown === undefined || error === undefined) return;
    try {
      await this.#marks.show(shown.folder, error);
    } catch (failure) {
      this.log.warn(`${showErrorCommand} failed: ${errorName(failure)}`);
      await window.showWarningMessage(l10n.t('The report cannot be opened: {0}', error.path));
    }
  }

  dispose(): void {
    this.#marks.dispose();
  }

  /** Null where it was cancelled or the server does not answer; the person is told of the latter. */
  async #read(folder: string): Promise<EvaluateResult | null> {
    return window.withProgress(
      {
        location: ProgressLocation.Notification,
        cancellable: true,
        title: l10n.t('Evaluating against gold'),
      },
      async (progress, cancelled) => {
        const workDoneToken = `glosa-evaluate-${Date.now()}`;
        let percentage = 0;
        const following = await this.server.onProgress(workDoneToken, (value) => {
          const now = value.percentage ?? percentage;
          progress.report({ message: value.message ?? '', increment: now - percentage });
          percentage = now;
        });
        try {
          const request: EvaluateArguments = { folder };
          const params = { command: ids.evaluate, arguments: [request], workDoneToken };
          return await this.server.request<EvaluateResult | null>(
            'workspace/executeCommand',
            params,
            cancelled,
          );
        } catch (error) {
          if (cancelled.isCancellationRequested) return null;
          this.log.error(`${ids.evaluate} failed: ${errorName(error)}`);
          await window.showErrorMessage(
            l10n.t('The language server does not answer. Restart it, or see the log.'),
          );
          return null;
        } finally {
          following.dispose();
        }
      },
    );
  }
}

export function registerEvaluation(server: Server, log: LogOutputChannel): Disposable[] {
  const evaluation = new Evaluation(server, log);
  return [
    new Disposable(() => {
      evaluation.dispose();
    }),
    registerGoldTexts(server),
    commands.registerCommand(ids.evaluate, (folder: unknown) => evaluation.run(folder)),
    commands.registerCommand(showErrorCommand, (page: unknown, index: unknown) =>
      evaluation.show(page, index),
    ),
  ];
}
