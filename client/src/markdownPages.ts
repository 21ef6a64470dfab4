/** Pages that the server writes, in VS Code's Markdown preview. */
import { commands, EventEmitter, Uri, workspace } from 'vscode';
import type { Disposable } from 'vscode';

export class MarkdownPages implements Disposable {
  readonly #scheme: string;
  readonly #pages = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  /** @param scheme of the pages' URIs, theirs alone. */
  constructor(scheme: string) {
    this.#scheme = scheme;
    this.#registration = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#pages.get(uri.toString()) ?? '',
    });
  }

  /** Shows a page; one of the same name is replaced. */
  async show(name: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: this.#scheme, path: `/${name}.md` });
    this.#pages.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
