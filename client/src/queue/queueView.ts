/** The review queue: a tree of what is to be reviewed, and commands that go through it. */
import {
  commands,
  EventEmitter,
  l10n,
  Range,
  Selection,
  TextEditorRevealType,
  ThemeIcon,
  TreeItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Disposable, LogOutputChannel, TreeDataProvider, TreeView } from 'vscode';
import { commands as ids, settingsSection } from '../../../server/src/protocol.js';
import type { WireQueueEntry } from '../../../server/src/protocol.js';
import { filled } from '../filled.js';
import type { Analyses } from '../analyses.js';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import { decide } from './deciding.js';
import type { QueueDecision } from './deciding.js';
import { entryItem, openCommand } from './entryItem.js';
import { askFilter, filterWords } from './filter.js';
import { QueueModel } from './queueModel.js';

const viewId = 'glosa.reviewQueue';
const moreCommand = 'glosa.reviewQueue.more';
const againCommand = 'glosa.reviewQueue.labelAgain';
const messageMs = 6_000;
/** Changes that come together are asked for once. */
const settleMs = 300;

/** A row that loads the next page. */
const more = 'more';
/** A row that labels the workspace again, since its probabilities are not what decisions have taught. */
const again = 'again';
type Row = WireQueueEntry | typeof more | typeof again;

class QueueView implements TreeDataProvider<Row>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #model: QueueModel;
  readonly #view: TreeView<Row>;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> = Promise.resolve();
  /** The rows as they were last drawn: the editor loses a click on a row that is drawn anew under it. */
  #drawn: readonly unknown[] = [];

  constructor(
    server: Server,
    readonly analyses: Analyses,
    readonly log: LogOutputChannel,
  ) {
    this.#model = new QueueModel(server);
    this.#view = window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: false });
    this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible) this.refreshSoon();
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }

  getTreeItem(row: Row): TreeItem {
    if (row === again) return againItem(this.#model.counts?.otherwiseTaught ?? 0);
    if (row !== more) return entryItem(row);
    const item = new TreeItem(l10n.t('Show more'));
    item.command = { command: moreCommand, title: l10n.t('Show more') };
    return item;
  }

  getChildren(parent?: Row): Row[] {
    if (parent !== undefined) return [];
    const taught = (this.#model.counts?.otherwiseTaught ?? 0) > 0;
    return [
      ...(taught ? [again as typeof again] : []),
      ...this.#model.entries,
      ...(this.#model.more ? [more as typeof more] : []),
    ];
  }

  getParent(): undefined {
    return undefined;
  }

  /** Asks anew a moment later, where somebody looks at the queue or goes through it. */
  refreshSoon(): void {
    if (!this.#view.visible && this.#model.current === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.refresh();
    }, settleMs);
  }

  /** Asks anew, and opens the next entry where the open one was decided on and the setting says so. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(async () => {
      try {
        const next = await this.#model.refresh();
        this.#show();
        if (next !== null && this.#opensNext()) await this.open(next);
        else if (next !== null) await this.#setCurrent(null);
      } catch (error) {
        this.log.error(`review queue failed: ${errorName(error)}`);
      }
    });
    return this.#refreshing;
  }

  async go(direction: 1 | -1): Promise<void> {
    if (this.#model.counts === null) await this.refresh();
    const entry = this.#model.neighbour(direction);
    if (entry !== null) await this.open(entry);
    else window.setStatusBarMessage(l10n.t('Glosa: nothing is left to review here.'), messageMs);
  }

  /** Opens the report at the entry's evidence. @returns false where it cannot be opened, which is said. */
  async open(entry: WireQueueEntry): Promise<boolean> {
    await this.#setCurrent(entry.id);
    try {
      const document = await workspace.openTextDocument(Uri.parse(entry.uri, true));
      const editor = await window.showTextDocument(document, { preview: true });
      if (entry.range !== null) {
        const { start, end } = entry.range;
        const range = new Range(start.line, start.character, end.line, end.character);
        // The cursor stays before the words: the quick fixes are those of the evidence.
        editor.selection = new Selection(range.start, range.start);
        editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
      }
    } catch (error) {
      this.log.error(`review queue: a report cannot be opened: ${errorName(error)}`);
      void window.showWarningMessage(l10n.t('The report cannot be opened: {0}', entry.path));
      return false;
    }
    const { description } = entryItem(entry);
    window.setStatusBarMessage(`Glosa: ${entry.name} · ${String(description)}`, messageMs);
    if (this.#view.visible) await this.#view.reveal(entry, { select: true, focus: false });
    return true;
  }

  async openById(id: unknown): Promise<void> {
    const entry = typeof id === 'string' ? this.#model.entry(id) : null;
    if (entry !== null) await this.open(entry);
  }

  /**
   * @param row of the tree; `{ open: true }`, as the editor's key sends it, is the open entry, whatever row is
   * selected; nothing is the selected row, else the open entry.
   */
  async decide(what: QueueDecision, row: unknown): Promise<void> {
    const given = row as { readonly id?: unknown; readonly open?: unknown } | undefined;
    const entry =
      typeof given?.id === 'string'
        ? this.#model.entry(given.id)
        : given?.open === true
          ? this.#model.current
          : (this.#selected() ?? this.#model.current);
    if (entry === null) {
      window.setStatusBarMessage(l10n.t('Glosa: no entry of the review queue is open.'), messageMs);
      return;
    }
    // A decision never goes to the report that happens to be in front.
    if (!(await this.open(entry))) return;
    if (!(await decide(what, entry, this.analyses))) {
      void window.showInformationMessage(l10n.t('The model has not read this report yet.'));
    } else if (what === 'accept' || what === 'dismiss' || what === 'markNormal') {
      this.#model.setDecided();
    }
    await this.refresh();
  }

  async filter(): Promise<void> {
    const filter = await askFilter(this.#model.counts?.reviewers ?? []);
    if (filter === undefined) return;
    await this.#setCurrent(null);
    this.#model.setFilter(filter);
    await this.refresh();
  }

  /** These reports alone, as a view of the workspace chose them. */
  async only(folder: unknown, paths: unknown): Promise<void> {
    if (typeof folder !== 'string' || !Array.isArray(paths)) return;
    await this.#setCurrent(null);
    this.#model.setFilter({ folder, paths: paths.filter((path) => typeof path === 'string') });
    await commands.executeCommand(`${viewId}.focus`);
    await this.refresh();
  }

  async more(): Promise<void> {
    this.#model.wantMore();
    await this.refresh();
  }

  /** The row that has the keyboard, where the tree has it. */
  #selected(): WireQueueEntry | null {
    const [row] = this.#view.visible ? this.#view.selection : [];
    return row === undefined || row === more || row === again ? null : row;
  }

  async #setCurrent(id: string | null): Promise<void> {
    this.#model.setCurrent(id);
    await commands.executeCommand('setContext', 'glosa.reviewing', id !== null);
  }

  #opensNext(): boolean {
    return workspace.getConfiguration(settingsSection).get<boolean>('reviews.openNext', true);
  }

  #show(): void {
    const { counts, filter } = this.#model;
    const rows = [this.#model.entries, this.#model.more, this.#model.counts?.otherwiseTaught ?? 0];
    if (rows.some((part, i) => part !== this.#drawn[i])) this.#changed.fire(undefined);
    this.#drawn = rows;
    const words = filterWords(filter);
    this.#view.description = words;
    if (counts === null) return;
    const all = counts.open + counts.reviewed;
    const progress = filled(l10n.t('{0} of {1} reviewed', counts.reviewed, all), counts.reviewed, all);
    const beyond =
      counts.leftOut === 0
        ? []
        : [
            filled(
              l10n.t('{0} more {0|candidate is|candidates are} not listed', counts.leftOut),
              counts.leftOut,
            ),
          ];
    // Without any the view shows how to label the workspace.
    const message =
      all === 0 && !counts.labelled && words === '' ? undefined : [progress, ...beyond].join(' · ');
    if (message === undefined) delete this.#view.message;
    else this.#view.message = message;
  }
}

function againItem(reports: number): TreeItem {
  const item = new TreeItem(l10n.t('Label the workspace again'));
  const why = filled(
    l10n.t('{0} {0|report was|reports were} labelled before what your decisions have taught since', reports),
    reports,
  );
  item.description = why;
  item.tooltip = why;
  item.iconPath = new ThemeIcon('refresh');
  item.command = { command: againCommand, title: l10n.t('Label the workspace again') };
  return item;
}

/** Commands on a row, or on the open entry. */
const decisions: readonly (readonly [command: string, what: QueueDecision])[] = [
  ['glosa.reviewQueue.accept', 'accept'],
  ['glosa.reviewQueue.dismiss', 'dismiss'],
  ['glosa.reviewQueue.correct', 'correct'],
  ['glosa.reviewQueue.markNormal', 'markNormal'],
  ['glosa.reviewQueue.note', 'note'],
  ['glosa.reviewQueue.adjudicate', 'adjudicate'],
];

export function registerReviewQueue(
  server: Server,
  analyses: Analyses,
  log: LogOutputChannel,
): { dispose(): unknown }[] {
  const queue = new QueueView(server, analyses, log);
  return [
    queue,
    commands.registerCommand(ids.reviewNext, () => queue.go(1)),
    commands.registerCommand(ids.reviewPrevious, () => queue.go(-1)),
    commands.registerCommand(openCommand, (id: unknown) => queue.openById(id)),
    commands.registerCommand(moreCommand, () => queue.more()),
    commands.registerCommand(againCommand, async () => {
      await commands.executeCommand(ids.labelWorkspace);
      await queue.refresh();
    }),
    commands.registerCommand('glosa.reviewQueue.refresh', () => queue.refresh()),
    commands.registerCommand('glosa.reviewQueue.filter', () => queue.filter()),
    // Of the views of the workspace: the path of a folder, and of reports in it.
    commands.registerCommand('glosa.reviewQueue.only', (folder: unknown, paths: unknown) =>
      queue.only(folder, paths),
    ),
    ...decisions.map(([command, what]) =>
      commands.registerCommand(command, (row: unknown) => queue.decide(what, row)),
    ),
    analyses.onDidChange(() => {
      queue.refreshSoon();
    }),
    ...labelsWatched(queue),
  ];
}

/** Reports labelled here or in a shell: the queue asks anew once nothing more is written. */
function labelsWatched(queue: QueueView): { dispose(): unknown }[] {
  const watcher = workspace.createFileSystemWatcher('**/.glosa/labels.jsonl');
  const soon = (): void => {
    queue.refreshSoon();
  };
  return [watcher, watcher.onDidCreate(soon), watcher.onDidChange(soon), watcher.onDidDelete(soon)];
}
