/** Where the author is typing, so that no check speaks of a word that is not finished. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../../core/types.js';

/** A word counts as being typed for this long after its last change. */
export const typingMs = 1_500;

interface Edit {
  readonly version: number;
  /** What the last change wrote, in the text of `version`. */
  readonly span: Span;
  readonly atMs: number;
}

/** The last change of each open document. */
export class TypingWatch {
  readonly #texts = new Map<string, string>();
  readonly #edits = new Map<string, Edit>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #onPause: (uri: string) => void;
  readonly #nowMs: () => number;

  /** @param onPause called when a document has not changed for {@link typingMs}. */
  constructor(onPause: (uri: string) => void, nowMs: () => number = () => performance.now()) {
    this.#onPause = onPause;
    this.#nowMs = nowMs;
  }

  /** Takes in a new version; the first is no change. */
  changed(document: TextDocument): void {
    const { uri } = document;
    const text = document.getText();
    const before = this.#texts.get(uri);
    this.#texts.set(uri, text);
    if (before === undefined || before === text) return;
    this.#edits.set(uri, { version: document.version, span: changedSpan(before, text), atMs: this.#nowMs() });
    clearTimeout(this.#timers.get(uri));
    const timer = setTimeout(() => {
      this.#edits.delete(uri);
      this.#onPause(uri);
    }, typingMs);
    timer.unref();
    this.#timers.set(uri, timer);
  }

  close(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#texts.delete(uri);
    this.#edits.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#texts.keys()]) this.close(uri);
  }

  /** True where a span of this version touches what the author has just written. */
  touches(uri: string, version: number, span: Span): boolean {
    const edit = this.#edits.get(uri);
    if (edit?.version !== version || this.#nowMs() - edit.atMs >= typingMs) return false;
    return span.startUtf16 <= edit.span.endUtf16 && edit.span.startUtf16 <= span.endUtf16;
  }

  /** Changes when what {@link touches} answers may have changed; part of diagnostics' result ids. */
  state(uri: string): string {
    const edit = this.#edits.get(uri);
    return edit === undefined || this.#nowMs() - edit.atMs >= typingMs ? '' : 'typing';
  }
}

/** The part of `after` that is not in `before`: between their common beginning and end. */
function changedSpan(before: string, after: string): Span {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return { startUtf16: start, endUtf16: after.length - tail };
}
