/** What the workspace view does with reports: opens them at their evidence, and follows their labels. */
import {
  Disposable,
  RelativePattern,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { workspacePlaceRequest, workspaceReportsRequest } from '../../../server/src/protocol.js';
import type {
  WorkspacePlaceParams,
  WorkspacePlaceResult,
  WorkspaceReportsParams,
  WorkspaceReportsResult,
} from '../../../server/src/protocol.js';
import type { Server } from '../server.js';

/** Changes of the label file are told at most so often while a folder is being labelled. */
const settleMs = 1_000;
/** Files whose change changes what is shown. */
const watched = '.glosa/{labels*.jsonl,failures.json,reviews.jsonl}';
const pageRows = 500;

/** Opens a report beside the view, with its evidence selected. @param focus whether the keyboard goes there. */
export async function openAtEvidence(
  server: Server,
  params: WorkspacePlaceParams,
  focus: boolean,
): Promise<void> {
  const { uri, range } = await server.request<WorkspacePlaceResult>(workspacePlaceRequest, params);
  if (uri === '') return;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const editor = await window.showTextDocument(document, {
    viewColumn: ViewColumn.Beside,
    preserveFocus: !focus,
    preview: true,
  });
  if (range === null) return;
  const { start, end } = range;
  editor.selection = new Selection(start.line, start.character, end.line, end.character);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Paths of a folder's reports that could not be labelled. */
export async function failedReports(server: Server, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (;;) {
    const params: WorkspaceReportsParams = {
      folder,
      filter: { state: 'failed' },
      sort: { by: 'path', descending: false },
      offset: paths.length,
      limit: pageRows,
    };
    const { rows } = await server.request<WorkspaceReportsResult>(workspaceReportsRequest, params);
    paths.push(...rows.map(({ path }) => path));
    if (rows.length < pageRows) return paths;
  }
}

/** Tells when a folder's labels, failures or decisions have changed. */
export function watchLabels(folder: string, changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), watched));
  let timer: NodeJS.Timeout | undefined;
  let lastMs = 0;
  const soon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        lastMs = Date.now();
        changed();
      },
      Math.max(100, settleMs - (Date.now() - lastMs)),
    );
  };
  const listening = [watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
  return new Disposable(() => {
    clearTimeout(timer);
    for (const one of [...listening, watcher]) one.dispose();
  });
}
