/** Collects an evaluation's errors and bad files as the editor shows them. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ErrorSide, GoldError } from '../../core/scores/goldErrors.js';
import type { WireGoldError, WireGoldSide } from '../../protocol.js';
import { quote } from '../quote.js';
import type { EvaluationMessages } from './editorMessages.js';
import type { EvaluationWatcher, GoldFileProblem } from './problems.js';

/** A page with more is of no use to a person, and slow. */
const shownErrors = 2_000;

export class EditorWatcher implements EvaluationWatcher {
  readonly errors: WireGoldError[] = [];
  readonly problems: string[] = [];
  moreErrors = 0;
  onDocument: (done: number) => void = () => undefined;
  #done = 0;

  constructor(
    private readonly folder: string,
    private readonly texts: EvaluationMessages,
  ) {}

  /** Counts documents from none. */
  start(): this {
    this.#done = 0;
    return this;
  }

  complain(place: string, problem: GoldFileProblem): void {
    this.problems.push(`${place}: ${this.texts.fileProblem(problem)}`);
  }

  compared(path: string, text: string, errors: () => readonly GoldError[]): void {
    this.onDocument(++this.#done);
    const found = errors();
    const room = shownErrors - this.errors.length;
    this.moreErrors += Math.max(0, found.length - room);
    if (found.length === 0 || room <= 0) return;
    const document = TextDocument.create('', '', 0, text);
    const side = (one: ErrorSide | null): WireGoldSide | null => {
      if (one === null) return null;
      const { value, span } = one;
      if (span === null) return { value, text: '', range: null };
      const range = {
        start: document.positionAt(span.startUtf16),
        end: document.positionAt(span.endUtf16),
      };
      return { value, text: quote(text.slice(span.startUtf16, span.endUtf16)), range };
    };
    const uri = path.endsWith('.txt') ? pathToFileURL(join(this.folder, path)).href : null;
    for (const { kind, gold, read } of found.slice(0, room))
      this.errors.push({ path, uri, what: this.texts.error[kind], gold: side(gold), read: side(read) });
  }
}
