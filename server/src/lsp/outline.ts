/** Document symbols: the report's sections, organs under the section that describes them, and each one's findings. */
import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver/node';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import type { Messages } from './messages.js';
import { FindingSymbols, inTextOrder } from './findingSymbols.js';
import { sectionTree, withoutTrailingSpace } from './sectionTree.js';
import type { SectionNode } from './sectionTree.js';
import type { Session } from './session.js';

/** A client cannot be told that it should ask again, so the findings are waited for; sections alone after that. */
const patienceMs = 5_000;

/** Symbols of one analysis, in text order. */
export function outlineOf(analysed: Analysed, messages: Messages): DocumentSymbol[] {
  const text = analysed.document.getText();
  const findings = new FindingSymbols(analysed, messages);
  const symbol = (node: SectionNode): DocumentSymbol => {
    const kindName = messages.sections[node.section.kind];
    return {
      // An empty name makes some editors refuse the whole outline.
      name: node.section.title.trim() === '' ? kindName : node.section.title.trim(),
      detail: kindName,
      kind: node.section.kind === 'organ' ? SymbolKind.Field : SymbolKind.Namespace,
      range: rangeOf(analysed, withoutTrailingSpace(text, node)),
      selectionRange: rangeOf(analysed, node.section.heading),
      children: inTextOrder([...node.children.map(symbol), ...findings.under(node)]),
    };
  };
  const sections = sectionTree(analysed);
  return inTextOrder([...sections.map(symbol), ...findings.outside(sections)]);
}

/** The same as a flat list, for clients without nested symbols. */
export function flatOutline(
  symbols: readonly DocumentSymbol[],
  uri: string,
  container = '',
): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(container === '' ? {} : { containerName: container }) },
    ...flatOutline(children ?? [], uri, name),
  ]);
}

export function registerOutline(session: Session): void {
  const empty: DocumentSymbol[] | SymbolInformation[] = [];
  session.connection.onDocumentSymbol(
    answer(
      session,
      'textDocument/documentSymbol',
      empty,
      async ({ textDocument }, token): Promise<DocumentSymbol[] | SymbolInformation[]> => {
        const { uri } = textDocument;
        const { analysed: read } = await session.analyser.wait(uri, token, patienceMs);
        const analysed = read ?? (await session.analyser.waitForRules(uri, token));
        if (analysed === null) return [];
        const symbols = outlineOf(analysed, session.messages);
        return session.client.nestedSymbols ? symbols : flatOutline(symbols, analysed.uri);
      },
    ),
  );
}
