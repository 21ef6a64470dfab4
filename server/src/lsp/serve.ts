/**
 * Wires one client's connection to the features. Invariant of `lsp/`: it turns editor messages into
 * questions to the analysis and back, decides nothing about reports, and logs no report text.
 */
import {
  DidChangeConfigurationNotification,
  ErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type {
  Connection,
  InitializeParams,
  InitializeResult,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Terminology } from '../engine/terminology.js';
import type { Engine, EngineOptions } from '../engine/types.js';
import { settingsSection } from '../protocol.js';
import { Analyser } from './analyser.js';
import { registerAgreement } from './agreementPage.js';
import { registerAttention } from './attention.js';
import { serverCapabilities } from './capabilities.js';
import { readClientFacts } from './clientFacts.js';
import { registerCodeActions } from './codeActions.js';
import { registerCodeLens } from './codeLens.js';
import { registerCompletion } from './completion.js';
import { registerConflicts } from './conflicts.js';
import { createDocuments } from './documents.js';
import { EngineHost } from './engineHost.js';
import { registerGoldText } from './evaluation/goldText.js';
import { registerExecuteCommand } from './executeCommand.js';
import { registerFindCode } from './findCode.js';
import { registerFolding } from './folding.js';
import { logFailure } from './guard.js';
import { registerHover } from './hover.js';
import { LearnedCodes } from './learnedCodes.js';
import { registerReportMap } from './map/reportMap.js';
import { learnMessages } from './learnMessages.js';
import { registerLearnt } from './learnt.js';
import { messagesFor } from './messages.js';
import { sendAnalysis, StatusNotifier } from './notices.js';
import { registerOutline } from './outline.js';
import { registerPullDiagnostics } from './pullDiagnostics.js';
import { clearDiagnostics, pushDiagnostics } from './pushDiagnostics.js';
import { TypingWatch } from './quality/typing.js';
import { Refresher } from './refresh.js';
import { tellOfMemory } from './memoryOnly.js';
import { ReviewDesk } from './reviewDesk.js';
import { reviewPlace } from './reviewPlace.js';
import { registerReviewQueue } from './reviewQueue.js';
import { registerSemanticTokens } from './semanticTokens.js';
import type { Session } from './session.js';
import { SettingsStore } from './settings.js';
import { Teaching } from './teaching.js';
import { registerTemplates } from './templates/request.js';
import { SiteTemplates } from './templates/siteTemplates.js';
import { registerTerms } from './terms.js';
import { registerWhy } from './why.js';
import { registerWhyLabel } from './whyLabel.js';
import { registerWorkspace } from './workspace/requests.js';
import { WorkspaceWorkers } from './workspace/workers.js';

/** What a host gives to every session. */
export interface ServeOptions {
  readonly createEngine: (options: EngineOptions) => Engine;
  /** The pack that ships with the server; `initializationOptions.packPath` goes before it. */
  readonly shippedPackPath: string;
  /** Folder of the code tables that ship with the server. */
  readonly terminologyPath: string;
  /** Folder of the documentation that ships with the server. */
  readonly docsPath: string;
  /** The engine's child script. */
  readonly childPath: string;
  /** Bundled parseWorker.ts. */
  readonly parseWorkerPath: string;
  /** Bundled workspaceWorker.ts. */
  readonly workspaceWorkerPath: string;
  /** Bundled mapWorker.ts. */
  readonly mapWorkerPath: string;
}

/** Listens on a connection until it closes. The library ends the process at `exit` or a dead parent. */
export function serve(connection: Connection, options: ServeOptions): void {
  let session: Session | null = null;
  const documents = createDocuments(connection);
  connection.onInitialize((params): InitializeResult | ResponseError<never> => {
    if (session !== null) return new ResponseError<never>(ErrorCodes.InvalidRequest, 'Already initialized.');
    session = startSession(connection, documents, params, options);
    return {
      capabilities: serverCapabilities(session.client),
      serverInfo: { name: settingsSection },
    };
  });
  connection.onRequest((method) => {
    const code = session === null ? ErrorCodes.ServerNotInitialized : ErrorCodes.MethodNotFound;
    return new ResponseError(code, `Unhandled method ${method.slice(0, 100)}`);
  });
  connection.listen();
}

function startSession(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  params: InitializeParams,
  options: ServeOptions,
): Session {
  const client = readClientFacts(params);
  const engine = new EngineHost({
    createEngine: options.createEngine,
    shippedPackPath: client.options.packPath ?? options.shippedPackPath,
    childPath: options.childPath,
    trusted: client.options.trusted !== false,
  });
  const settings = new SettingsStore(connection, client);
  const analyser = new Analyser({
    engine,
    parseWorkerPath: options.parseWorkerPath,
    settings: (uri) => settings.get(uri),
    folders: () => session.folders,
    recalibration: (uri) =>
      session.teaching.of(reviewPlace(uri, session.folders, client.options.trusted !== false).root),
    withLearned: (uri, analysis, report, readings) =>
      session.learned.extend(uri, analysis, report, readings, engine.status()),
    onRules: (analysed) => {
      // A model that is still starting may take seconds: say what is known until then.
      if (engine.status().state === 'starting') sendAnalysis(session, analysed);
    },
    onFinal: (analysed) => {
      status.lastAnalysisMs = analysed.analysisMs;
      pushDiagnostics(session, analysed);
      sendAnalysis(session, analysed);
      session.refresher.flush();
      session.reviews.follow(analysed).catch((error: unknown) => {
        logFailure(connection, 'reviews', error);
      });
    },
    onFailure: (error) => {
      logFailure(connection, 'analysis', error);
    },
  });
  const session: Session = {
    connection,
    client,
    messages: messagesFor(client.locale),
    settings,
    documents,
    engine,
    analyser,
    reviews: new ReviewDesk({
      folders: () => session.folders,
      trusted: client.options.trusted !== false,
      pack: () => engine.status().pack,
      tell: (why) => {
        tellOfMemory(session, why);
      },
      onChange: (uri) => {
        showReviews(session, uri);
        void session.teaching.update();
      },
    }),
    refresher: new Refresher(connection, client),
    typing: new TypingWatch((uri) => {
      const analysed = session.analyser.latest(uri);
      if (analysed === null) return;
      pushDiagnostics(session, analysed);
      session.refresher.markLate('diagnostics');
      session.refresher.flush();
    }),
    teaching: new Teaching({
      logs: () => session.reviews.logs(),
      pack: () => engine.status().pack,
      onChange: (root) => {
        rereadFolder(session, root);
      },
    }),
    templates: new SiteTemplates(client.options.trusted !== false),
    terminology: new Terminology(options.terminologyPath, (error) => {
      logFailure(connection, 'code tables', error);
    }),
    learned: new LearnedCodes(() => session.folders, client.options.trusted !== false),
    workers: new WorkspaceWorkers(options.workspaceWorkerPath),
    docsPath: options.docsPath,
    folders: client.folders,
    shutDown: false,
  };
  const status = new StatusNotifier(session);
  followEngine(session, status);
  followDocuments(session);
  followClient(session);
  registerFeatures(session);
  registerReportMap(session, options.mapWorkerPath);
  return session;
}

/** Reads the folders' learned lists; documents that were read before they were known are read again. */
async function loadLearned(session: Session): Promise<void> {
  const { connection, learned, messages } = session;
  try {
    const texts = learnMessages[messages.language];
    for (const { file, problem } of await learned.load()) {
      connection.console.warn(texts.badFile(file, problem));
    }
    if (learned.lists().length === 0) return;
    tellOfOtherModels(session);
    session.refresher.all();
    for (const document of session.documents.all()) session.analyser.start(document);
  } catch (error) {
    logFailure(connection, 'learned codes', error);
  }
}

/** Reads the folders' decisions: what they teach counts for the first report that is opened. */
async function loadReviews(session: Session): Promise<void> {
  try {
    await session.reviews.load();
    await session.teaching.update();
  } catch (error) {
    logFailure(session.connection, 'reviews', error);
  }
}

/** Reads the folder's open reports again: their labels are shown with other probabilities. */
function rereadFolder(session: Session, root: string): void {
  session.refresher.all();
  for (const document of session.documents.all()) {
    const place = reviewPlace(document.uri, session.folders, session.engine.trusted);
    if (place.root === root) session.analyser.start(document);
  }
}

/** Says once which learned lists the model of now cannot use. */
function tellOfOtherModels(session: Session): void {
  const texts = learnMessages[session.messages.language];
  const { pack: model } = session.engine.status();
  if (model === null) return;
  for (const { pack } of session.learned.newlyUnusable(model.sha256)) {
    const message = texts.otherModel(pack.name);
    session.connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(() => undefined);
  }
}

/** Reads again what was read without a model, or with another one, once the engine is ready. */
function followEngine(session: Session, status: StatusNotifier): void {
  session.engine.onStatus((now) => {
    status.send(now);
    if (now.state !== 'ready') return;
    tellOfOtherModels(session);
    void session.teaching.update();
    for (const document of session.documents.all()) {
      const last = session.analyser.latest(document.uri);
      if (last?.report == null) continue;
      if (last.packSha256 !== (now.pack?.sha256 ?? null) && !last.reasons.includes('empty')) {
        session.refresher.all();
        session.analyser.start(document);
      }
    }
  });
}

function followDocuments(session: Session): void {
  session.documents.onDidChangeContent(({ document }) => {
    session.typing.changed(document);
    session.analyser.start(document);
  });
  session.documents.onDidClose(({ document }) => {
    session.analyser.close(document.uri);
    session.typing.close(document.uri);
    session.settings.forget(document.uri);
    clearDiagnostics(session, document.uri);
  });
}

function followClient(session: Session): void {
  const { connection, client, settings, engine } = session;
  const configure = async (): Promise<void> => {
    try {
      await engine.configure(await settings.get());
    } catch (error) {
      logFailure(connection, 'engine start', error);
    }
  };
  const reread = (): void => {
    session.refresher.all();
    for (const document of session.documents.all()) session.analyser.start(document);
  };
  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: settingsSection })
        .catch(() => undefined);
    }
    if (client.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        session.folders = [
          ...session.folders.filter((uri) => !gone.has(uri)),
          ...added.map(({ uri }) => uri),
        ];
        settings.changed(null);
        void loadLearned(session);
        void loadReviews(session);
        reread();
      });
    }
    void loadLearned(session);
    void loadReviews(session);
    void configure();
  });
  connection.onDidChangeConfiguration((params: { settings?: unknown } | undefined) => {
    settings.changed(params?.settings);
    void configure();
    reread();
  });
  connection.workspace.onDidRenameFiles(async ({ files }) => {
    for (const { oldUri, newUri } of files) await session.reviews.renamed(oldUri, newUri);
  });
  connection.onShutdown(async () => {
    session.shutDown = true;
    session.analyser.dispose();
    session.typing.dispose();
    session.workers.dispose();
    session.reviews.dispose();
    await session.reviews.settled();
    await engine.dispose();
  });
}

function registerFeatures(session: Session): void {
  if (session.client.pullsDiagnostics) registerPullDiagnostics(session);
  registerHover(session);
  registerCodeLens(session);
  registerCodeActions(session);
  registerCompletion(session);
  registerOutline(session);
  registerFolding(session);
  registerSemanticTokens(session);
  registerWhy(session);
  registerWhyLabel(session);
  registerTerms(session);
  registerFindCode(session);
  registerTemplates(session);
  registerAttention(session);
  registerExecuteCommand(session);
  registerReviewQueue(session);
  registerConflicts(session);
  registerAgreement(session);
  registerLearnt(session);
  registerGoldText(session);
  registerWorkspace(session);
}

/** Shows documents again after decisions on them changed. @param uri null: any may be concerned. */
function showReviews(session: Session, uri: string | null): void {
  for (const document of session.documents.all()) {
    const analysed = uri === null || uri === document.uri ? session.analyser.latest(document.uri) : null;
    if (analysed === null) continue;
    pushDiagnostics(session, analysed);
    sendAnalysis(session, analysed);
  }
  session.refresher.all();
}
