/**
 * The side panel: what the report in front states, with its codes, findings and checks. It shows the newest
 * analysis whose version is on the screen; while a newer one is being read, the older one stays as it is.
 */
import { commands, env, languages, Range, Selection, TextEditorRevealType, window } from 'vscode';
import type {
  Disposable,
  ExtensionContext,
  LogOutputChannel,
  TextDocument,
  Uri,
  WebviewView,
  WebviewViewProvider,
} from 'vscode';
import {
  codeSuggestionId,
  commands as ids,
  diagnosticSource,
  flagIdPrefix,
  learntRequest,
  termsRequest,
  whyLabelRequest,
} from '../../../server/src/protocol.js';
import type {
  AcceptArguments,
  AcceptCodeArguments,
  AnalysisParams,
  DismissArguments,
  LearntResult,
  TermsResult,
  WhyLabelParams,
  WhyLabelResult,
  WireLabelId,
  WireRange,
} from '../../../server/src/protocol.js';
import type { Analyses } from '../analyses.js';
import { labelName } from '../attention.js';
import { confirmForgetting } from '../forgetting.js';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import { pageFolder } from '../strictPage.js';
import { isCheck, keyedChecks } from './checkItems.js';
import type { Check } from './checkItems.js';
import { codeKey } from './codeItems.js';
import { ignoreCheck } from './ignoring.js';
import { labelOfItem } from './labelItems.js';
import { forgettingOf } from './learntItems.js';
import { panelOf, panelWithout } from './model.js';
import type { Panel } from './model.js';
import { noticeCommands, noticeOf } from './notices.js';
import { pageHtml } from './page.js';
import { stateOf } from './situation.js';
import { panelWording } from './texts.js';
import type { FromPage, PanelDo, PanelState, ToPage } from './types.js';

const viewId = 'glosa.panel';
/** Between two editors VS Code has none for a moment; changes that come together are shown once. */
const settleMs = 40;

function toRange({ start, end }: WireRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

function checksOf(uri: Uri): Check[] {
  return languages.getDiagnostics(uri).flatMap(({ source, code, message, range }) => {
    const id = String(typeof code === 'object' ? code.value : (code ?? codeSuggestionId));
    return source === diagnosticSource && isCheck(id) ? [{ id, message, range }] : [];
  });
}

class PanelView implements WebviewViewProvider, Disposable {
  #view: WebviewView | null = null;
  #terms: TermsResult | null = null;
  #asksTerms = false;
  #learnt: LearntResult | null = null;
  #document: TextDocument | null = null;
  #analysis: AnalysisParams | null = null;
  #checks: readonly Check[] = [];
  #panel: Panel | null = null;
  /** The model that the page has. */
  #sent = '';
  #open: readonly string[] = [];
  #whys = new Map<string, WhyLabelResult>();
  #timer: NodeJS.Timeout | undefined;
  #focusWanted = false;

  constructor(
    readonly extension: Uri,
    readonly server: Server,
    readonly analyses: Analyses,
    readonly log: LogOutputChannel,
  ) {}

  resolveWebviewView(view: WebviewView): void {
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(this.extension)] };
    view.webview.onDidReceiveMessage((message: FromPage) => {
      this.#receive(message).catch((error: unknown) => {
        this.log.error(`panel: ${message.kind} failed: ${errorName(error)}`);
      });
    });
    view.onDidDispose(() => {
      this.#view = null;
    });
    view.webview.html = pageHtml(view.webview, this.extension);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** Shows what is known a moment later. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#update();
    }, settleMs);
  }

  /** Marks what is under the cursor. */
  follow(): void {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    if (editor.document !== this.#document) return;
    if (editor.document.version !== this.#analysis?.version) return;
    this.#send({ kind: 'cursor', items: this.#panel?.places.at(editor.selection.active) ?? [] });
  }

  async focus(): Promise<void> {
    this.#focusWanted = this.#view?.visible !== true;
    await commands.executeCommand(`${viewId}.focus`);
    this.#send({ kind: 'focus' });
  }

  #send(message: ToPage): void {
    void this.#view?.webview.postMessage(message);
  }

  #update(): void {
    if (this.#view === null) return;
    const document = window.activeTextEditor?.document;
    const analysis = document === undefined ? undefined : this.analyses.get(document);
    const { running, status } = this.server;
    const report = document !== undefined && this.analyses.isReport(document);
    const state = stateOf({
      editor: document !== undefined,
      report,
      serverRuns: running,
      status,
      analysis,
    });
    const current = analysis !== undefined && analysis.version === document?.version;
    if (document === this.#document && state === 'ready' && !current) return;
    if (this.#terms === null && !this.#asksTerms && running) void this.#askTerms();
    const keeps = document !== undefined && current && (state === 'ready' || state === 'noModel');
    if (this.#document !== document) this.#whys = new Map();
    this.#document = document ?? null;
    this.#analysis = keeps ? analysis : null;
    this.#checks = keeps ? checksOf(document.uri) : [];
    this.#build(state === 'ready' && !current ? 'reading' : state);
    this.#askWhys().catch((error: unknown) => {
      this.log.error(`${whyLabelRequest} failed: ${errorName(error)}`);
    });
    if (keeps) void this.#askLearnt();
    this.follow();
  }

  /** Decisions teach: what was learnt may be other than before with every new word of the server. */
  async #askLearnt(): Promise<void> {
    try {
      const learnt = await this.server.request<LearntResult>(learntRequest, {});
      if (JSON.stringify(learnt) === JSON.stringify(this.#learnt)) return;
      this.#learnt = learnt;
      this.refresh();
    } catch (error) {
      this.log.error(`${learntRequest} failed: ${errorName(error)}`);
    }
  }

  #build(state: PanelState): void {
    const wording = panelWording(this.#terms);
    const [document, analysis] = [this.#document, this.#analysis];
    const notice = noticeOf(state, this.server.status, analysis ?? this.#known());
    if (document === null || analysis === null) {
      this.#panel = panelWithout(state, notice ?? { lines: [], actions: [] }, wording);
    } else {
      const textAt = (range: WireRange): string => document.getText(toRange(range));
      const report = { analysis, checks: this.#checks, whys: this.#whys, learnt: this.#learnt, textAt };
      this.#panel = panelOf(report, state, notice, wording);
    }
    const model = JSON.stringify(this.#panel.model);
    if (model === this.#sent) return;
    this.#sent = model;
    this.#send({ kind: 'model', model: this.#panel.model });
  }

  #known(): AnalysisParams | undefined {
    return this.#document === null ? undefined : this.analyses.get(this.#document);
  }

  async #askTerms(): Promise<void> {
    this.#asksTerms = true;
    try {
      this.#terms = await this.server.request<TermsResult>(termsRequest, {});
      this.refresh();
    } catch (error) {
      this.log.error(`${termsRequest} failed: ${errorName(error)}`);
    } finally {
      this.#asksTerms = false;
    }
  }

  /** Asks for the explanations that are open and not of this version. */
  async #askWhys(): Promise<void> {
    const analysis = this.#analysis;
    if (analysis === null) return;
    const { uri, version } = analysis;
    const wanted = this.#open.flatMap((key) => {
      const label = labelOfItem(key);
      return label === null || this.#whys.get(label)?.version === version ? [] : [label];
    });
    if (wanted.length === 0) return;
    for (const label of wanted) {
      const params: WhyLabelParams = { uri, label: label as WireLabelId };
      const why = await this.server.request<WhyLabelResult>(whyLabelRequest, params);
      if (this.#analysis?.uri !== uri) return;
      this.#whys.set(label, why);
    }
    if (this.#analysis?.version === version) this.#build('ready');
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#sent = '';
        this.#update();
        if (this.#focusWanted) this.#send({ kind: 'focus' });
        this.#focusWanted = false;
        break;
      case 'open':
        this.#open = message.items;
        await this.#askWhys();
        break;
      case 'reveal':
        await this.#reveal(message.place);
        break;
      case 'do':
        await this.#act(message.do, message.item);
        break;
      case 'command':
        if (noticeCommands.includes(message.command)) await commands.executeCommand(message.command);
        break;
    }
  }

  /** Shows a place in the report's editor; the keyboard stays in the panel. */
  async #reveal(place: string): Promise<void> {
    const range = this.#panel?.places.get(place);
    const document = this.#document;
    // After an edit the places are those of an older text; the next analysis brings new ones.
    if (range === undefined || document?.version !== this.#analysis?.version || document === null) return;
    const shown = window.visibleTextEditors.find((one) => one.document === document);
    const editor = await window.showTextDocument(document, {
      preserveFocus: true,
      ...(shown?.viewColumn === undefined ? {} : { viewColumn: shown.viewColumn }),
    });
    const { start, end } = toRange(range);
    editor.selection = new Selection(start, end);
    editor.revealRange(new Range(start, end), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #act(what: PanelDo, item: string): Promise<void> {
    const analysis = this.#analysis;
    if (analysis === null) return;
    const { uri } = analysis;
    const label = labelOfItem(item);
    const check = keyedChecks(this.#checks).find(([key]) => key === item)?.[1];
    const code = [...analysis.codes, ...analysis.stale].find((one) => codeKey(one) === item);
    const forgetting = what === 'forget' ? forgettingOf(item, this.#learnt) : null;
    if (forgetting !== null) {
      if ('list' in forgetting) await commands.executeCommand(ids.forgetLearned, forgetting.list);
      else if (await confirmForgetting(labelName(forgetting.label.label)))
        await commands.executeCommand(ids.forgetCorrections, forgetting.label);
      this.refresh();
    } else if (what === 'accept' && label !== null) {
      const args: AcceptArguments = { uri, subject: { kind: 'label', id: label } };
      await commands.executeCommand(ids.accept, args);
    } else if (what === 'dismiss' && label !== null) {
      const subject: DismissArguments['subject'] = { kind: 'label', id: label };
      const args: DismissArguments = { uri, id: `${flagIdPrefix}${label}`, subject };
      await commands.executeCommand(ids.dismiss, args);
    } else if (what === 'attention' && label !== null) {
      await commands.executeCommand(ids.toggleAttention, label);
    } else if (what === 'ignore' && check !== undefined) {
      await ignoreCheck(uri, check);
    } else if (what === 'accept' && code !== undefined) {
      const args: AcceptCodeArguments = { uri, system: code.system, code: code.code, insert: false };
      await commands.executeCommand(ids.acceptCode, args);
    } else if (what === 'dismiss' && code !== undefined) {
      const args: DismissArguments = { uri, id: codeSuggestionId, system: code.system, code: code.code };
      await commands.executeCommand(ids.dismiss, args);
    } else if (what === 'copy' && code !== undefined) {
      await env.clipboard.writeText(code.code);
    }
  }
}

export function registerPanel(
  context: ExtensionContext,
  server: Server,
  analyses: Analyses,
  log: LogOutputChannel,
): { dispose(): unknown }[] {
  const panel = new PanelView(context.extensionUri, server, analyses, log);
  const refresh = (): void => {
    panel.refresh();
  };
  return [
    panel,
    window.registerWebviewViewProvider(viewId, panel),
    commands.registerCommand(ids.focusPanel, () => panel.focus()),
    server.onDidChange(refresh),
    analyses.onDidChange(refresh),
    window.onDidChangeActiveTextEditor(refresh),
    languages.onDidChangeDiagnostics(({ uris }) => {
      const front = window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === front)) panel.refresh();
    }),
    window.onDidChangeTextEditorSelection(() => {
      panel.follow();
    }),
  ];
}
