/** Opens an error of an evaluation in its report, with gold and read side by side. */
import {
  commands,
  l10n,
  MarkdownString,
  OverviewRulerLane,
  Range,
  Selection,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Disposable, TextEditor, TextEditorDecorationType } from 'vscode';
import { goldTextRequest } from '../../../server/src/protocol.js';
import type {
  GoldTextParams,
  GoldTextResult,
  WireGoldError,
  WireGoldSide,
  WireRange,
} from '../../../server/src/protocol.js';
import type { Server } from '../server.js';

/** Scheme of reports that lie inside a gold table; the folder is the query, the report's path the path. */
export const goldScheme = 'glosa-gold';

/** Gives such reports their text. */
export function registerGoldTexts(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(goldScheme, {
    provideTextDocumentContent: async (uri) => {
      const params: GoldTextParams = { folder: uri.query, path: uri.path.slice(1) };
      const { text } = await server.request<GoldTextResult>(goldTextRequest, params);
      return text ?? l10n.t('This report is no longer in its table.');
    },
  });
}

const rangeOf = ({ start, end }: WireRange): Range =>
  new Range(start.line, start.character, end.line, end.character);

function shown(side: WireGoldSide | null): string {
  if (side === null) return l10n.t('nothing');
  return side.text === '' ? side.value : `${side.value} “${side.text}”`;
}

/** Marks gold with a solid line and what was read with a dashed one, until the next error or edit. */
export class ErrorMarks implements Disposable {
  readonly #gold: TextEditorDecorationType;
  readonly #read: TextEditorDecorationType;
  readonly #said: TextEditorDecorationType;
  readonly #listening: Disposable;
  #editor: TextEditor | null = null;

  constructor() {
    const ruler = { overviewRulerLane: OverviewRulerLane.Center };
    const color = new ThemeColor('editorWarning.foreground');
    const mark = (borderStyle: string): TextEditorDecorationType =>
      window.createTextEditorDecorationType({
        borderWidth: '0 0 2px 0',
        borderStyle,
        borderColor: color,
        overviewRulerColor: color,
        ...ruler,
      });
    this.#gold = mark('solid');
    this.#read = mark('dashed');
    this.#said = window.createTextEditorDecorationType({
      after: { color: new ThemeColor('descriptionForeground'), fontStyle: 'italic' },
    });
    this.#listening = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document === this.#editor?.document) this.clear();
    });
  }

  async show(folder: string, error: WireGoldError): Promise<void> {
    const uri =
      error.uri === null
        ? Uri.from({ scheme: goldScheme, path: `/${error.path}`, query: folder })
        : Uri.parse(error.uri);
    const document = await workspace.openTextDocument(uri);
    const editor = await window.showTextDocument(document, { preview: true });
    this.clear();
    this.#editor = editor;
    const [gold, read] = [shown(error.gold), shown(error.read)];
    const words = l10n.t('{0}. Gold: {1}. Read: {2}.', error.what, gold, read);
    // Words of a report are no Markdown.
    const hover = new MarkdownString().appendText(words);
    const atStart: WireRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const goldRange = error.gold?.range ?? null;
    const readRange = error.read?.range ?? null;
    const place = rangeOf(readRange ?? goldRange ?? atStart);
    const marked = (range: WireRange | null) =>
      range === null ? [] : [{ range: rangeOf(range), hoverMessage: hover }];
    editor.setDecorations(this.#gold, marked(goldRange));
    editor.setDecorations(this.#read, marked(readRange ?? (goldRange === null ? atStart : null)));
    // After the line, where nobody takes it for the report's words.
    const lineEnd = document.lineAt(Math.min(place.end.line, document.lineCount - 1)).range.end;
    const after = { contentText: `    ${words}` };
    editor.setDecorations(this.#said, [{ range: new Range(lineEnd, lineEnd), renderOptions: { after } }]);
    editor.selection = new Selection(place.start, place.end);
    editor.revealRange(place, TextEditorRevealType.InCenterIfOutsideViewport);
    // Also read out, and there for who does not see the text after the line.
    window.setStatusBarMessage(words, 15_000);
    await commands.executeCommand('editor.action.showHover');
  }

  clear(): void {
    this.#editor?.setDecorations(this.#gold, []);
    this.#editor?.setDecorations(this.#read, []);
    this.#editor?.setDecorations(this.#said, []);
    this.#editor = null;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#gold.dispose();
    this.#read.dispose();
    this.#said.dispose();
  }
}
