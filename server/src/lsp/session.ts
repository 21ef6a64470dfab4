/** What every feature of one client's session shares. Made at `initialize`, gone with the process. */
import type { CancellationToken, Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Terminology } from '../engine/terminology.js';
import type { Analyser, Awaited } from './analyser.js';
import type { ClientFacts } from './clientFacts.js';
import type { EngineHost } from './engineHost.js';
import type { LearnedCodes } from './learnedCodes.js';
import type { Messages } from './messages.js';
import type { LateFeature, Refresher } from './refresh.js';
import type { TypingWatch } from './quality/typing.js';
import type { ReviewDesk } from './reviewDesk.js';
import type { SettingsStore } from './settings.js';
import type { SiteTemplates } from './templates/siteTemplates.js';
import type { Teaching } from './teaching.js';
import type { WorkspaceWorkers } from './workspace/workers.js';

export interface Session {
  readonly connection: Connection;
  readonly client: ClientFacts;
  readonly messages: Messages;
  readonly settings: SettingsStore;
  readonly documents: TextDocuments<TextDocument>;
  readonly engine: EngineHost;
  readonly analyser: Analyser;
  readonly reviews: ReviewDesk;
  readonly refresher: Refresher;
  readonly typing: TypingWatch;
  readonly learned: LearnedCodes;
  /** The site's templates and phrases. */
  readonly templates: SiteTemplates;
  /** Code tables for *Find code* and completion. */
  readonly terminology: Terminology;
  readonly teaching: Teaching;
  /** Folder of the pages that explain the checks. */
  readonly docsPath: string;
  readonly workers: WorkspaceWorkers;
  /** URIs of the workspace folders, as they are now. */
  folders: readonly string[];
  shutDown: boolean;
}

/** A feature answers with what the rules know when the model takes longer than this. */
const patienceMs = 1_000;

/**
 * The newest version's analysis for a feature. Where the model is late and the client can be told to
 * ask again, it gets what the rules know now and a refresh later; other clients wait.
 */
export async function analysedFor(
  session: Session,
  uri: string,
  token: CancellationToken,
  feature: LateFeature,
): Promise<Awaited> {
  const limitMs = session.refresher.canRefresh(feature) ? patienceMs : Infinity;
  const awaited = await session.analyser.wait(uri, token, limitMs);
  if (awaited.late) session.refresher.markLate(feature);
  return awaited;
}

/** As {@link analysedFor} for a feature that a person waits for: it never waits long. */
export async function analysedNow(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<Awaited['analysed']> {
  return (await session.analyser.wait(uri, token, patienceMs)).analysed;
}
