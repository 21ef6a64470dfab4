/**
 * Wires one client's connection to the features. Invariant of `lsp/`: it turns editor messages into
 * questions to the analysis and back, decides nothing about reports, and logs no report text.
 */
import { DidChangeConfigurationNotification, ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type {
  Connection,
  InitializeParams,
  InitializeResult,
  TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine, EngineOptions } from '../engine/types.js';
import { settingsSection } from '../protocol.js';
import { MemoryReviewStore } from '../store/reviews.js';
import { Analyser } from './analyser.js';
import { serverCapabilities } from './capabilities.js';
import { readClientFacts } from './clientFacts.js';
import { registerCodeActions } from './codeActions.js';
import { registerCodeLens } from './codeLens.js';
import { registerCompletion } from './completion.js';
import { createDocuments } from './documents.js';
import { EngineHost } from './engineHost.js';
import { registerExecuteCommand } from './executeCommand.js';
import { registerFindCode } from './findCode.js';
import { registerFolding } from './folding.js';
import { logFailure } from './guard.js';
import { registerHover } from './hover.js';
import { messagesFor } from './messages.js';
import { sendAnalysis, StatusNotifier } from './notices.js';
import { registerOutline } from './outline.js';
import { registerPullDiagnostics } from './pullDiagnostics.js';
import { clearDiagnostics, pushDiagnostics } from './pushDiagnostics.js';
import { Refresher } from './refresh.js';
import { registerSemanticTokens } from './semanticTokens.js';
import type { Session } from './session.js';
import { SettingsStore } from './settings.js';
import { registerWhy } from './why.js';

/** What a host gives to every session. */
export interface ServeOptions {
  readonly createEngine: (options: EngineOptions) => Engine;
  /** The pack that ships with the server; `initializationOptions.packPath` goes before it. */
  readonly shippedPackPath: string;
  /** The engine's child script. */
  readonly childPath: string;
  /** Bundled parseWorker.ts. */
  readonly parseWorkerPath: string;
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
    onRules: (analysed) => {
      // A model that is still starting may take seconds: say what is known until then.
      if (engine.status().state === 'starting') sendAnalysis(session, analysed);
    },
    onFinal: (analysed) => {
      status.lastAnalysisMs = analysed.analysisMs;
      pushDiagnostics(session, analysed);
      sendAnalysis(session, analysed);
      session.refresher.flush();
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
    reviews: new MemoryReviewStore(),
    refresher: new Refresher(connection, client),
    folders: client.folders,
    shutDown: false,
  };
  const status = new StatusNotifier(session);
  followEngine(session, status);
  followDocuments(session);
  followClient(session);
  registerFeatures(session);
  return session;
}

/** Reads again what was read without a model, or with another one, once the engine is ready. */
function followEngine(session: Session, status: StatusNotifier): void {
  session.engine.onStatus((now) => {
    status.send(now);
    if (now.state !== 'ready') return;
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
    session.analyser.start(document);
  });
  session.documents.onDidClose(({ document }) => {
    session.analyser.close(document.uri);
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
        reread();
      });
    }
    void configure();
  });
  connection.onDidChangeConfiguration((params: { settings?: unknown } | undefined) => {
    settings.changed(params?.settings);
    void configure();
    reread();
  });
  connection.onShutdown(async () => {
    session.shutDown = true;
    session.analyser.dispose();
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
  registerFindCode(session);
  registerExecuteCommand(session, (uri) => {
    const analysed = session.analyser.latest(uri);
    if (analysed !== null) {
      pushDiagnostics(session, analysed);
      sendAnalysis(session, analysed);
    }
    session.refresher.all();
  });
}
