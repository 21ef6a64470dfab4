/** The workspace view: an editor over the labels of a folder. It asks the server and passes on what it says. */
import { commands, env, l10n, Uri, ViewColumn, window } from 'vscode';
import type { CancellationToken, Disposable, LogOutputChannel, WebviewPanel } from 'vscode';
import {
  compareLabelsRequest,
  corpusStatisticsRequest,
  reportMapRequest,
  termsRequest,
  workspaceReportsRequest,
  workspaceRequest,
} from '../../../server/src/protocol.js';
import type {
  CompareLabelsParams,
  CompareLabelsResult,
  CorpusStatisticsParams,
  CorpusStatisticsResult,
  LabelWorkspaceArguments,
  ReportMapParams,
  ReportMapResult,
  TermsResult,
  WorkspaceReportsParams,
  WorkspaceReportsResult,
  WorkspaceResult,
} from '../../../server/src/protocol.js';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import { pageFolder } from '../strictPage.js';
import type { Jobs } from './jobs.js';
import { workspacePage } from './page.js';
import { failedReports, openAtEvidence, watchLabels } from './reports.js';
import { workspaceTexts } from './texts.js';
import type { FromPage, Job, Tab, ToPage } from './types.js';

const viewType = 'glosa.workspace';
/** Of the review queue: these reports of a folder alone. */
const reviewOnlyCommand = 'glosa.reviewQueue.only';
/** What the view asks of the commands around it. */
export interface ViewActions {
  label(request: LabelWorkspaceArguments): void;
  /** Two label files that a person chose; null where none were. */
  chooseFiles(): Promise<CompareLabelsParams | null>;
}

export class WorkspaceView implements Disposable {
  #panel: WebviewPanel | null = null;
  #ready = false;
  #waiting: ToPage[] = [];
  #folder: string | null = null;
  #watching: Disposable | null = null;
  #watchedFolder: string | null = null;

  constructor(
    readonly extension: Uri,
    readonly server: Server,
    readonly log: LogOutputChannel,
    readonly jobs: Jobs,
    readonly actions: ViewActions,
  ) {}

  /** Opens the view, or brings it to the front. */
  open(tab: Tab | null = null): void {
    if (this.#panel === null) this.#create();
    else this.#panel.reveal();
    if (tab !== null) this.#send({ kind: 'show', tab });
  }

  dispose(): void {
    this.#watching?.dispose();
    this.#panel?.dispose();
  }

  showJobs(): void {
    this.#send({ kind: 'jobs', jobs: this.jobs.states });
  }

  /** Shows what the labels say now. */
  async refresh(): Promise<void> {
    if (!this.#ready) return;
    const params = this.#folder === null ? {} : { folder: this.#folder };
    const found = await this.server.request<WorkspaceResult>(workspaceRequest, params);
    this.#folder = found.folder;
    this.#watch(found.folder);
    this.#send({ kind: 'workspace', workspace: found });
  }

  async compare(params: CompareLabelsParams): Promise<void> {
    this.open('compare');
    const found = await this.#run('compare', (workDoneToken, token) =>
      this.server.request<CompareLabelsResult>(compareLabelsRequest, { ...params, workDoneToken }, token),
    );
    if (found === null) return;
    this.#problem('compare', found.problem);
    if (found.difference !== null) this.#send({ kind: 'difference', difference: found.difference });
  }

  #create(): void {
    const panel = window.createWebviewPanel(viewType, workspaceTexts().title, ViewColumn.Active, {
      enableScripts: true,
      retainContextWhenHidden: true,
      localResourceRoots: [pageFolder(this.extension)],
    });
    const icon = (name: string): Uri => Uri.joinPath(this.extension, 'media', name);
    // A tab draws the file as it is, so each kind of theme needs strokes of its own.
    panel.iconPath = { light: icon('report-light.svg'), dark: icon('report-dark.svg') };
    this.#panel = panel;
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      this.#receive(message).catch((error: unknown) => {
        this.log.error(`workspace view: ${message.kind} failed: ${errorName(error)}`);
      });
    });
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#ready = false;
      this.#waiting = [];
      this.jobs.cancel('statistics');
      this.jobs.cancel('compare');
      this.jobs.cancel('map');
      this.#watch(null);
    });
    panel.webview.html = workspacePage(panel.webview, this.extension);
  }

  #send(message: ToPage): void {
    if (this.#panel === null) return;
    if (this.#ready) void this.#panel.webview.postMessage(message);
    else this.#waiting.push(message);
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        await this.#start();
        break;
      case 'folder':
        // What is still being worked out is of the folder before.
        this.jobs.cancel('statistics');
        this.jobs.cancel('map');
        this.#folder = message.folder;
        await this.refresh();
        break;
      case 'rows':
        await this.#rows(message);
        break;
      case 'open':
        if (this.#folder !== null) {
          const { path, subject } = message;
          const asked = { folder: this.#folder, path, ...(subject === null ? {} : { subject }) };
          await openAtEvidence(this.server, asked, message.focus).catch((error: unknown) => {
            this.log.error(`workspace view: a report cannot be opened: ${errorName(error)}`);
            void window.showWarningMessage(l10n.t('The report cannot be opened: {0}', path));
          });
        }
        break;
      case 'label':
        await this.#label(message.failedOnly);
        break;
      case 'statistics':
        await this.#countWords({ folder: this.#folder ?? '' });
        break;
      case 'compare':
        await this.compare({ before: message.before, after: message.after });
        break;
      case 'chooseFiles': {
        const chosen = await this.actions.chooseFiles();
        if (chosen !== null) await this.compare(chosen);
        break;
      }
      case 'map':
        await this.#map({ folder: this.#folder ?? '', seed: message.seed });
        break;
      case 'cancel':
        this.jobs.cancel(message.job);
        break;
      case 'review':
        await commands.executeCommand(reviewOnlyCommand, this.#folder ?? '', message.paths);
        break;
    }
  }

  async #start(): Promise<void> {
    const terms = await this.server.request<TermsResult>(termsRequest, {});
    this.#ready = true;
    const language = /^es(?:[-_]|$)/iu.test(env.language) ? 'es' : 'en';
    this.#send({ kind: 'start', texts: workspaceTexts(), terms, language });
    this.showJobs();
    await this.refresh();
    for (const message of this.#waiting.splice(0)) this.#send(message);
  }

  async #rows({ id, filter, sort, offset, limit }: FromPage & { kind: 'rows' }): Promise<void> {
    if (this.#folder === null) return;
    const params: WorkspaceReportsParams = { folder: this.#folder, filter, sort, offset, limit };
    const found = await this.server.request<WorkspaceReportsResult>(workspaceReportsRequest, params);
    this.#send({ kind: 'rows', id, offset, ...found });
  }

  async #label(failedOnly: boolean): Promise<void> {
    if (this.#folder === null) return;
    if (!failedOnly) {
      this.actions.label({ folder: this.#folder });
      return;
    }
    const paths = await failedReports(this.server, this.#folder);
    if (paths.length > 0) this.actions.label({ folder: this.#folder, paths });
  }

  async #countWords(params: CorpusStatisticsParams): Promise<void> {
    const statistics = await this.#run('statistics', (workDoneToken, token) =>
      this.server.request<CorpusStatisticsResult | null>(
        corpusStatisticsRequest,
        { ...params, workDoneToken },
        token,
      ),
    );
    if (statistics !== null) this.#send({ kind: 'statistics', statistics });
  }

  async #map(params: ReportMapParams): Promise<void> {
    const found = await this.#run('map', (workDoneToken, token) =>
      this.server.request<ReportMapResult>(reportMapRequest, { ...params, workDoneToken }, token),
    );
    if (found === null) return;
    this.#problem('map', found.problem);
    if (found.map !== null) this.#send({ kind: 'map', map: found.map });
  }

  /** Null where it was ended, or failed: then the page says so. */
  async #run<Result>(
    job: Job,
    ask: (workDoneToken: string, token: CancellationToken) => Promise<Result>,
  ): Promise<Result | null> {
    this.#problem(job, null);
    const ended = await this.jobs.run(job, ask);
    if (ended === null) return null;
    if ('result' in ended) return ended.result;
    this.#problem(job, ended.problem);
    return null;
  }

  #problem(job: Job, problem: string | null): void {
    this.#send({ kind: 'problem', job, problem });
  }

  #watch(folder: string | null): void {
    if (folder === this.#watchedFolder) return;
    this.#watchedFolder = folder;
    this.#watching?.dispose();
    this.#watching =
      folder === null
        ? null
        : watchLabels(folder, () => {
            this.refresh().catch((error: unknown) => {
              this.log.error(`workspace view: refresh failed: ${errorName(error)}`);
            });
          });
  }
}
