/** Asks the client to ask again, where an answer was given before the model had read. */
import {
  CodeLensRefreshRequest,
  DiagnosticRefreshRequest,
  SemanticTokensRefreshRequest,
} from 'vscode-languageserver/node';
import type { Connection } from 'vscode-languageserver/node';
import type { ClientFacts } from './clientFacts.js';

/** Features whose answers the client keeps. */
export type LateFeature = 'diagnostics' | 'codeLens' | 'semanticTokens';

const methods: Readonly<Record<LateFeature, string>> = {
  diagnostics: DiagnosticRefreshRequest.method,
  codeLens: CodeLensRefreshRequest.method,
  semanticTokens: SemanticTokensRefreshRequest.method,
};

export class Refresher {
  readonly #connection: Connection;
  readonly #able: ReadonlySet<LateFeature>;
  readonly #late = new Set<LateFeature>();
  #queued: NodeJS.Immediate | null = null;

  constructor(connection: Connection, client: ClientFacts) {
    this.#connection = connection;
    const able = new Set<LateFeature>();
    if (client.pullsDiagnostics && client.refreshesDiagnostics) able.add('diagnostics');
    if (client.refreshesCodeLens) able.add('codeLens');
    if (client.refreshesSemanticTokens) able.add('semanticTokens');
    this.#able = able;
  }

  canRefresh(feature: LateFeature): boolean {
    return this.#able.has(feature);
  }

  /** Remembers that the client holds an answer from before the model had read. */
  markLate(feature: LateFeature): void {
    this.#late.add(feature);
  }

  /** Something changed for every feature: reviews, settings or the engine. */
  all(): void {
    for (const feature of this.#able) this.#late.add(feature);
    this.flush();
  }

  /** Sends one refresh for each late feature, however many documents finish in this turn. */
  flush(): void {
    if (this.#late.size === 0 || this.#queued !== null) return;
    this.#queued = setImmediate(() => {
      this.#queued = null;
      const features = [...this.#late];
      this.#late.clear();
      for (const feature of features) {
        if (!this.canRefresh(feature)) continue;
        // A client that refuses or is gone keeps what it has.
        this.#connection.sendRequest(methods[feature]).catch(() => undefined);
      }
    });
  }
}
