/** *Find code*: searches the vocabulary and inserts the chosen code at every cursor. */
import { CancellationTokenSource, commands, l10n, ThemeIcon, window } from 'vscode';
import type { Disposable, LogOutputChannel, QuickInputButton, QuickPickItem, TextEditor } from 'vscode';
import { commands as ids, findCodeRequest } from '../../server/src/protocol.js';
import type { FindCodeParams, FindCodeResult } from '../../server/src/protocol.js';
import { errorName } from './log.js';
import type { Server } from './server.js';

/** As many rows as a person scrolls through. */
const limit = 100;
/** Longer than the gap between two keystrokes of a fast typist, shorter than a pause. */
const pauseMs = 120;

interface CodeItem extends QuickPickItem {
  /** Absent on the row that says that nothing was found. */
  readonly code?: { readonly code: string; readonly description: string };
}

async function insert(editor: TextEditor | undefined, text: string): Promise<void> {
  const done = await editor?.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
  if (done !== true) await window.showWarningMessage(l10n.t('There is no editor to insert the code into.'));
}

/** Asks the server as the person types; the newest query wins. */
class Search {
  readonly #pick = window.createQuickPick<CodeItem>();
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
    pick.title = l10n.t('Find code');
    pick.placeholder = l10n.t('Words of the description, or the start of a code');
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
    const query = this.#pick.value.trim();
    this.#pick.busy = query !== '';
    if (query === '') {
      this.#pick.items = [];
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (pending !== this.#pending) return;
    const items = await this.#search({ query, limit }, pending);
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
      return codes.map(({ system, code, description }) => ({
        label: code,
        description: `${description} · ${system}`,
        alwaysShow: true,
        buttons: [this.#withDescription],
        code: { code, description },
      }));
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
