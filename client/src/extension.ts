/**
 * The VS Code face of Glosa. Invariant: it shows what the language server says and decides nothing
 * about reports; of the server it imports the protocol file alone.
 */
import { workspace } from 'vscode';
import type { ExtensionContext, TextDocument } from 'vscode';
import { registerActiveContext } from './activeContext.js';
import { Analyses } from './analyses.js';
import { registerAgreement } from './agreement.js';
import { registerAttention } from './attention.js';
import { registerDecorations } from './decorations.js';
import { needsServer } from './documents.js';
import { registerEntityDecorations } from './entityDecorations.js';
import { registerEvaluation } from './evaluation/evaluate.js';
import { registerFindCode } from './findCode.js';
import { registerFlags } from './flags.js';
import { registerLearnCodes } from './learnCodes.js';
import { createLog } from './log.js';
import { registerPanel } from './panel/panel.js';
import { registerReviewQueue } from './queue/queueView.js';
import { registerRestart } from './restart.js';
import { registerSamples } from './samples.js';
import { Server } from './server.js';
import { registerTemplates } from './templates.js';
import { registerStatusItem } from './statusItem.js';
import { registerWhy } from './why.js';
import { registerWorkspaceView } from './workspace/register.js';
import { settingsSection } from '../../server/src/protocol.js';

let started: Server | null = null;

/** Called by VS Code when a text file or report is opened, or a command is run. */
export function activate(context: ExtensionContext): void {
  const log = createLog();
  const analyses = new Analyses();
  const server = new Server(context, log, analyses);
  started = server;
  const startFor = (documents: readonly TextDocument[]): void => {
    if (documents.some(needsServer)) void server.start();
  };
  context.subscriptions.push(
    log,
    analyses,
    server,
    ...registerDecorations(analyses),
    ...registerEntityDecorations(analyses),
    ...registerAttention(server, analyses, log),
    ...registerFlags(),
    ...registerStatusItem(server, analyses),
    ...registerPanel(context, server, analyses, log),
    ...registerReviewQueue(server, analyses, log),
    ...registerAgreement(server, log),
    ...registerActiveContext(analyses),
    registerFindCode(server, log),
    ...registerTemplates(server, log),
    ...registerEvaluation(server, log),
    ...registerLearnCodes(server, log),
    registerRestart(server),
    registerSamples(context),
    registerWhy(server, log),
    ...registerWorkspaceView(context, server, log),
    workspace.onDidOpenTextDocument((document) => {
      startFor([document]);
    }),
    workspace.onDidCloseTextDocument((document) => {
      analyses.forget(document);
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingsSection)) startFor(workspace.textDocuments);
    }),
    // Packs and paths of the workspace's settings count from now on.
    workspace.onDidGrantWorkspaceTrust(() => server.restartIfStarted()),
  );
  startFor(workspace.textDocuments);
}

/** Called by VS Code at the end; waits until the server and its engine are gone. */
export async function deactivate(): Promise<void> {
  await started?.stop();
}
