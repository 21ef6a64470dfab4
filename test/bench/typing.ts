import type { LspClient } from './lspClient.js';
import type { SentenceMaker } from './synthesis.js';

/** A report that is edited sentence by sentence in a running server. */
export class TypedReport {
  #version = 1;
  #edits = 0;
  readonly #lines: string[];

  private constructor(
    private readonly client: LspClient,
    private readonly maker: SentenceMaker,
    private readonly uri: string,
    text: string,
  ) {
    this.#lines = text.trimEnd().split('\n');
  }

  /** Opens a report and waits until the model has read it. */
  static async open(
    client: LspClient,
    maker: SentenceMaker,
    uri: string,
    words: number,
  ): Promise<TypedReport> {
    const text = maker.report(words, 'es');
    const read = client.modelMade(uri, 1);
    client.open(uri, text);
    await read;
    return new TypedReport(client, maker, uri, text);
  }

  /**
   * Replaces one sentence by one never read before; the others are as they were.
   * @returns milliseconds from writing `didChange` to the arrival of what the model made of this version.
   */
  async edit(): Promise<number> {
    const line = (this.#edits++ * 7) % this.#lines.length;
    const old = this.#lines[line] ?? '';
    const sentence = this.maker.next('es');
    this.#lines[line] = sentence;
    const version = ++this.#version;
    const made = this.client.modelMade(this.uri, version);
    const startedMs = performance.now();
    this.client.notify('textDocument/didChange', {
      textDocument: { uri: this.uri, version },
      contentChanges: [
        { range: { start: { line, character: 0 }, end: { line, character: old.length } }, text: sentence },
      ],
    });
    return (await made) - startedMs;
  }
}
