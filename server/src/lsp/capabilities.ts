/** What this server tells the client that it can do. */
import { TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { ServerCapabilities } from 'vscode-languageserver/node';
import { diagnosticSource } from '../protocol.js';
import type { ClientFacts } from './clientFacts.js';
import { serverCommands } from './executeCommand.js';
import { semanticTokensLegend } from './semanticTokens.js';

/** Characters of codes, which editors do not take for the start of a word. */
const completionTriggers = '0123456789/'.split('');

export function serverCapabilities(client: ClientFacts): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    ...(client.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: diagnosticSource,
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
    hoverProvider: true,
    codeLensProvider: { resolveProvider: false },
    codeActionProvider: client.actionLiterals ? { codeActionKinds: ['quickfix'] } : true,
    completionProvider: { triggerCharacters: completionTriggers },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
    executeCommandProvider: { commands: [...serverCommands] },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      // Decisions go along with a report that is renamed.
      fileOperations: { didRename: { filters: [{ scheme: 'file', pattern: { glob: '**' } }] } },
    },
  };
}
