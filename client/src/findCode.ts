/** *Find code*: searches the code tables and inserts the chosen code at every cursor. */
import { CancellationTokenSource, commands, l10n, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { Disposable, LogOutputChannel, QuickInputButton, QuickPickItem, TextEditor } from 'vscode';
import { commands as ids, findCodeRequest } from '../../server/src/protocol.js';
import type { FindCodeParams, FindCodeResult, WireFoundCode } from '../../server/src/protocol.js';
import { readFilter, systemFilters, toggled } from './codeFilter.js';
import type { SystemFilter } from './codeFilter.js';
import { markedDescription } from './description.js';
import { errorName } from './log.js';
import type { Server } from './server.js';

/** As many rows as a person scrolls through. */
const limit = 100;
/** Longer than the gap between two keystrokes of a fast typist, shorter than a pause. */
const pauseMs = 120;

interface CodeItem extends QuickPickItem {
  /** Absent on a row that says that nothing was found, and on separators. */
  readonly code?: { readonly code: string; readonly description: string };
}

interface FilterButton extends QuickInputButton {
  readonly filter: SystemFilter;
}

async function insert(editor: TextEditor | undefined, text: string): Promise<void> {
  // An editor that was closed meanwhile refuses.
  const done = await editor
    ?.edit((edit) => {
      for (const selection of editor.selections) edit.replace(selection, text);
    })
    .then(undefined, () => false);
  if (done !== true) await window.showWarningMessage(l10n.t('There is no editor to insert the code into.'));
}

function titleFor(filter: SystemFilter | null): string {
  return filter === null ? l10n.t('Find code') : l10n.t('Find code: {0}', filter.system);
}

/** Asks the server as the person types; the newest query wins. */
class Search {
  readonly #pick = window.createQuickPick<CodeItem>();
  readonly #filters = systemFilters.map((filter): FilterButton => ({
    filter,
    iconPath: new ThemeIcon(filter.icon),
    tooltip: l10n.t('{0} alone ({1})', filter.system, filter.prefix),
  }));
  readonly #withDescription: QuickInputButton = {
    iconPath: new ThemeIcon('list-flat'),
    tooltip: l10n.t('Insert with description'),
  };
  #pending = new CancellationTokenSource();

  constructor(
    readonly server: Server,
    readonly log: LogOutputChannel,
    readonly editor: TextEditor | undefined,
  ) {
    const pick = this.#pick;
    pick.title = titleFor(null);
    pick.placeholder = l10n.t('Words of the description, or the start of a code');
    pick.matchOnDescription = false;
    pick.buttons = this.#filters;
    pick.onDidTriggerButton((button) => {
      const filter = this.#filters.find((one) => one === button)?.filter;
      if (filter === undefined) return;
      pick.value = toggled(pick.value, filter);
      void this.#ask();
    });
    pick.onDidChangeValue(() => void this.#ask());
    pick.onDidAccept(() => void this.#choose(pick.selectedItems[0]?.code, false));
    pick.onDidTriggerItemButton(({ item }) => void this.#choose(item.code, true));
    pick.onDidHide(() => {
      this.#pending.cancel();
      pick.dispose();
    });
    pick.show();
  }

  async #ask(): Promise<void> {
    this.#pending.cancel();
    const pending = new CancellationTokenSource();
    this.#pending = pending;
    const { filter, query } = readFilter(this.#pick.value);
    this.#pick.title = titleFor(filter);
    this.#pick.busy = query !== '';
    if (query === '') {
      this.#pick.items = [];
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (pending !== this.#pending) return;
    const systems = filter === null ? {} : { systems: [filter.system] };
    const items = await this.#search({ query, limit, ...systems }, pending);
    if (pending !== this.#pending) return;
    this.#pick.items = items;
    this.#pick.busy = false;
  }

  async #search(params: FindCodeParams, pending: CancellationTokenSource): Promise<CodeItem[]> {
    try {
      const { codes } = await this.server.request<FindCodeResult>(findCodeRequest, params, pending.token);
      if (codes.length === 0) {
        return [{ label: l10n.t('No code has all these words.'), alwaysShow: true }];
      }
      const items = codes.map((code) => this.#item(code));
      // The nearest come first: where the first lacks a word, all do.
      return (codes[0]?.missing ?? 0) === 0
        ? items
        : [
            {
              label: l10n.t('No code has all these words; these have some'),
              kind: QuickPickItemKind.Separator,
            },
            ...items,
          ];
    } catch (error) {
      if (pending.token.isCancellationRequested) return [];
      this.log.error(`${findCodeRequest} failed: ${errorName(error)}`);
      return [
        {
          label: l10n.t('The language server does not answer. Restart it, or see the log.'),
          alwaysShow: true,
        },
      ];
    }
  }

  #item(found: WireFoundCode): CodeItem {
    const { system, code, description, complete, phrase } = found;
    const said = phrase === null ? '' : ` · ${l10n.t('coded for “{0}”', phrase)}`;
    return {
      label: code,
      description: `${system}${complete ? '' : ` · ${l10n.t('category')}`}${said}`,
      // On a line of its own: codes of one examination differ in their last words.
      detail: markedDescription(found),
      alwaysShow: true,
      buttons: [this.#withDescription],
      code: { code, description },
    };
  }

  async #choose(chosen: CodeItem['code'], withDescription: boolean): Promise<void> {
    if (chosen === undefined) return;
    this.#pick.hide();
    await insert(this.editor, withDescription ? `${chosen.code} ${chosen.description}` : chosen.code);
  }
}

export function registerFindCode(server: Server, log: LogOutputChannel): Disposable {
  return commands.registerCommand(ids.findCode, () => {
    new Search(server, log, window.activeTextEditor);
  });
}
