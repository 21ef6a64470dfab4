/** The server's newest word on each open document. */
import { EventEmitter } from 'vscode';
import type { Disposable, TextDocument } from 'vscode';
import { reportLanguageId } from '../../server/src/protocol.js';
import type { AnalysisParams } from '../../server/src/protocol.js';

/** Reasons with which the server says that it treats the document as no report at all. */
const noReport = ['notAReport', 'disabled'];

export class Analyses implements Disposable {
  readonly #byUri = new Map<string, AnalysisParams>();
  readonly #changed = new EventEmitter<string>();
  /** Fires with a document's URI when its analysis came or went. */
  readonly onDidChange = this.#changed.event;

  /**
   * Takes in a notification. Dropped: an answer to an older version than the one known, and rule-only
   * results on the way to the model's where there is something better to show meanwhile.
   */
  accept(params: AnalysisParams): void {
    const known = this.#byUri.get(params.uri);
    const underWay = !params.complete && params.notAnalysed.length === 0;
    if (known !== undefined && (known.version > params.version || underWay)) return;
    this.#byUri.set(params.uri, params);
    this.#changed.fire(params.uri);
  }

  get(document: TextDocument): AnalysisParams | undefined {
    return this.#byUri.get(document.uri.toString());
  }

  /** True where the document is, or is treated as, a report. */
  isReport(document: TextDocument): boolean {
    const reasons = this.get(document)?.notAnalysed;
    if (reasons === undefined) return document.languageId === reportLanguageId;
    return !reasons.some((reason) => noReport.includes(reason));
  }

  forget(document: TextDocument): void {
    const uri = document.uri.toString();
    if (this.#byUri.delete(uri)) this.#changed.fire(uri);
  }

  dispose(): void {
    this.#byUri.clear();
    this.#changed.dispose();
  }
}
