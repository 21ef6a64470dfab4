/** Folding of sections: the heading's line stays, the rest folds. */
import { FoldingRangeKind } from 'vscode-languageserver/node';
import type { FoldingRange } from 'vscode-languageserver/node';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { sectionTree, withoutTrailingSpace } from './sectionTree.js';
import type { SectionNode } from './sectionTree.js';
import type { Session } from './session.js';

/** Sections of two lines or more, organs inside their section. */
export function foldingOf(analysed: Analysed): FoldingRange[] {
  const text = analysed.document.getText();
  const fold = (node: SectionNode): FoldingRange[] => {
    const startLine = rangeOf(analysed, node.section.heading).start.line;
    const endLine = rangeOf(analysed, withoutTrailingSpace(text, node)).end.line;
    const own = endLine > startLine ? [{ startLine, endLine, kind: FoldingRangeKind.Region }] : [];
    return [...own, ...node.children.flatMap(fold)];
  };
  return sectionTree(analysed).flatMap(fold);
}

export function registerFolding(session: Session): void {
  session.connection.onFoldingRanges(
    answer(session, 'textDocument/foldingRange', [] as FoldingRange[], async ({ textDocument }, token) => {
      const analysed = await session.analyser.waitForRules(textDocument.uri, token);
      return analysed === null ? [] : foldingOf(analysed);
    }),
  );
}
