/** Requests of the workspace view. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { z } from 'zod';
import { codePointOffsets } from '../../core/offsets.js';
import {
  compareLabelsRequest,
  corpusStatisticsRequest,
  labelIds,
  reportColumns,
  workspacePlaceRequest,
  workspaceReportsRequest,
  workspaceRequest,
} from '../../protocol.js';
import type {
  CompareLabelsResult,
  CorpusStatisticsResult,
  WorkspacePlaceResult,
  WorkspaceReportsResult,
  WorkspaceResult,
} from '../../protocol.js';
import { decodeText } from '../../store/decodeText.js';
import { textSha256 } from '../../store/toLabelRecord.js';
import { answer } from '../guard.js';
import { parse } from '../reviewCommands.js';
import { isInside } from '../../store/insideFolder.js';
import type { Session } from '../session.js';
import type { EvidencePlace } from './folderTable.js';
import { workspaceMessages } from './messages.js';
import type { Circumstances } from './workerMessages.js';
import { WorkerFailed } from './workers.js';
import type { RunFollowing } from './workers.js';

const folderSchema = z.object({ folder: z.string() });
const filterSchema = z.object({
  path: z.string().exactOptional(),
  label: z.enum(labelIds).exactOptional(),
  is: z.enum(['stated', 'doubtful', 'notStated', 'notApplying']).exactOptional(),
  code: z.string().exactOptional(),
  anatomy: z.string().exactOptional(),
  state: z.enum(['suspected', 'doubtful', 'failed', 'reviewed', 'notReviewed', 'empty']).exactOptional(),
  paths: z.array(z.string()).exactOptional(),
});
const reportsSchema = folderSchema.extend({
  filter: filterSchema,
  sort: z.object({ by: z.enum(reportColumns), descending: z.boolean() }),
  offset: z.int().min(0),
  limit: z.int().min(1),
});
const placeSchema = folderSchema.extend({ path: z.string(), subject: z.string().exactOptional() });
const workDone = { workDoneToken: z.union([z.string(), z.number()]).optional() };
const compareSchema = z.object({ before: z.string(), after: z.string(), ...workDone });

export function registerWorkspace(session: Session): void {
  const { connection, workers } = session;
  const texts = workspaceMessages[session.messages.language];
  connection.onRequest(
    workspaceRequest,
    answer<unknown, WorkspaceResult>(session, workspaceRequest, nothing(session), (params) =>
      overview(session, parse(folderSchema.partial(), params).folder),
    ),
  );
  connection.onRequest(
    workspaceReportsRequest,
    answer<unknown, WorkspaceReportsResult>(
      session,
      workspaceReportsRequest,
      { revision: 0, total: 0, rows: [] },
      async (params) => {
        const asked = parse(reportsSchema, params);
        const folder = known(session, asked.folder);
        const now = await circumstances(session, folder);
        const { rows, ...page } = await workers.ask(folder, 'reports', { asked, now });
        return {
          ...page,
          rows: rows.map(({ failure, ...row }) => ({
            ...row,
            failure: failure === null ? null : { message: texts.failure(failure) },
          })),
        };
      },
    ),
  );
  connection.onRequest(
    workspacePlaceRequest,
    answer<unknown, WorkspacePlaceResult>(
      session,
      workspacePlaceRequest,
      { uri: '', range: null },
      (params) => placeOf(session, parse(placeSchema, params)),
    ),
  );
  connection.onRequest(
    corpusStatisticsRequest,
    answer<unknown, CorpusStatisticsResult | null>(
      session,
      corpusStatisticsRequest,
      null,
      async (params, token) => {
        const { folder, workDoneToken } = parse(folderSchema.extend(workDone), params);
        const following = follow(session, workDoneToken, token, (_, done) => texts.counting(done));
        try {
          return await workers.statistics(known(session, folder), following);
        } finally {
          following.end();
        }
      },
    ),
  );
  connection.onRequest(
    compareLabelsRequest,
    answer<unknown, CompareLabelsResult>(
      session,
      compareLabelsRequest,
      { difference: null, problem: null },
      async (params, token) => {
        const { before, after, workDoneToken } = parse(compareSchema, params);
        const following = follow(session, workDoneToken, token, (part) =>
          texts.comparing(session.messages.percent(part)),
        );
        try {
          return { difference: await workers.compare(before, after, following), problem: null };
        } catch (error) {
          if (!(error instanceof WorkerFailed)) throw error;
          const problem = error.path === null ? texts.unreadable(error.code) : texts.noRecords(error.path);
          return { difference: null, problem };
        } finally {
          following.end();
        }
      },
    ),
  );
}

/** Tells of progress under the client's token; says nothing where it gave none. */
function follow(
  session: Session,
  workDoneToken: string | number | undefined,
  token: CancellationToken,
  message: (part: number, done: number) => string,
): RunFollowing & { end(): void } {
  const progress = session.connection.window.attachWorkDoneProgress(workDoneToken);
  progress.begin('Glosa', 0, undefined, true);
  return {
    token,
    onProgress: (part, done) => {
      progress.report(Math.round(part * 100), message(part, done));
    },
    end: () => {
      progress.done();
    },
  };
}

/** A folder of the workspace. @throws ResponseError for any other. */
function known(session: Session, folder: string): string {
  if (session.learned.roots().includes(folder)) return folder;
  throw new ResponseError(ErrorCodes.InvalidParams, 'Not a folder of this workspace.');
}

function nothing(session: Session): WorkspaceResult {
  return { folder: null, folders: session.learned.roots(), overview: null };
}

/** What the answers of a folder's table depend on besides its files. */
async function circumstances(session: Session, folder: string): Promise<Circumstances> {
  const { quality } = await session.settings.get(pathToFileURL(folder).href);
  const { pack } = session.engine.status();
  return {
    off: Object.entries(quality).flatMap(([id, severity]) => (severity === 'off' ? [id] : [])),
    reading:
      pack === null ? null : { modelSha256: pack.sha256, calibration: session.teaching.sha256(folder) },
  };
}

async function overview(session: Session, asked: string | undefined): Promise<WorkspaceResult> {
  const folders = session.learned.roots();
  const folder = folders.find((root) => root === asked) ?? folders[0];
  if (folder === undefined) return nothing(session);
  const { overview: seen, versions } = await session.workers.ask(
    folder,
    'overview',
    await circumstances(session, folder),
  );
  const empty = seen.reports === 0 && seen.failed === 0;
  return { folder, folders, overview: empty ? null : { ...seen, versions } };
}

async function placeOf(
  session: Session,
  params: { readonly folder: string; readonly path: string; readonly subject?: string },
): Promise<WorkspacePlaceResult> {
  const root = known(session, params.folder);
  const evidence = await session.workers.ask(root, 'evidence', params);
  // A label file may be somebody else's: a path that leaves the folder is not opened.
  if (!isInside(params.path)) return { uri: '', range: null };
  const path = join(root, params.path);
  const uri = pathToFileURL(path).href;
  return { uri, range: evidence === null ? null : await rangeOf(path, evidence) };
}

/** Null where the report cannot be read or is another text by now. */
async function rangeOf(path: string, place: EvidencePlace): Promise<WorkspacePlaceResult['range']> {
  const decoded = await readFile(path).then(decodeText, () => null);
  if (decoded?.ok !== true || textSha256(decoded.text) !== place.textSha256) return null;
  const offsets = codePointOffsets(decoded.text);
  const document = TextDocument.create('', '', 0, decoded.text);
  return {
    start: document.positionAt(offsets.toUtf16(place.start)),
    end: document.positionAt(offsets.toUtf16(place.end)),
  };
}
