/** Semantic tokens, for editors without Glosa's own decorations: headings and evidence of codes. */
import { SemanticTokensBuilder } from 'vscode-languageserver/node';
import type {
  Range,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensLegend,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../core/types.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { analysedFor } from './session.js';
import type { Session } from './session.js';
import { offered, suggestions } from './suggestions.js';

/** Token types and modifiers; `docs/protocol.md` lists them. */
export const semanticTokensLegend = {
  tokenTypes: ['glosaHeading', 'glosaOrganHeading', 'glosaCodeEvidence'],
  tokenModifiers: ['glosaAccepted'],
} satisfies SemanticTokensLegend;

interface Token extends Span {
  readonly type: (typeof semanticTokensLegend.tokenTypes)[number];
  readonly accepted: boolean;
}

/** Tokens in text order that do not overlap: a heading or an earlier, longer evidence goes first. */
function tokensOf(session: Session, analysed: Analysed): Token[] {
  const headings = (analysed.analysis?.sections ?? []).flatMap((section): Token[] => {
    if (section.heading === null) return [];
    const type = section.kind === 'organ' ? 'glosaOrganHeading' : 'glosaHeading';
    return [{ ...section.heading, type, accepted: false }];
  });
  const evidence = offered(suggestions(analysed, session.reviews)).map(
    ({ evidence: span, review }): Token => ({
      startUtf16: span.startUtf16,
      endUtf16: span.endUtf16,
      type: 'glosaCodeEvidence',
      accepted: review === 'accepted',
    }),
  );
  const sorted = [...headings, ...evidence].sort(
    (a, b) => a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16,
  );
  let takenTo = 0;
  return sorted.filter((token) => {
    if (token.startUtf16 < takenTo || token.endUtf16 <= token.startUtf16) return false;
    takenTo = token.endUtf16;
    return true;
  });
}

/** A token for each line that the span covers: many clients take no token across lines. */
function push(builder: SemanticTokensBuilder, document: TextDocument, token: Token): void {
  const start = document.positionAt(token.startUtf16);
  const end = document.positionAt(token.endUtf16);
  for (let line = start.line; line <= end.line; line++) {
    const from = line === start.line ? start.character : 0;
    const lineEnd = document.positionAt(document.offsetAt({ line: line + 1, character: 0 }) - 1);
    const to = line === end.line ? end.character : lineEnd.character;
    if (to > from) {
      const type = semanticTokensLegend.tokenTypes.indexOf(token.type);
      builder.push(line, from, to - from, type, token.accepted ? 1 : 0);
    }
  }
}

/** Fills a builder with the tokens of an analysis, those that touch `range` where one is given. */
export function buildTokens(
  session: Session,
  analysed: Analysed,
  builder: SemanticTokensBuilder,
  range?: Range,
): void {
  const { document } = analysed;
  const from = range === undefined ? 0 : document.offsetAt(range.start);
  const to = range === undefined ? Infinity : document.offsetAt(range.end);
  for (const token of tokensOf(session, analysed)) {
    if (token.startUtf16 < to && token.endUtf16 > from) push(builder, document, token);
  }
}

/** Registers full, delta and range requests; keeps the last full result of each open document. */
export function registerSemanticTokens(session: Session): void {
  const builders = new Map<string, SemanticTokensBuilder>();
  session.documents.onDidClose(({ document }) => builders.delete(document.uri));
  const empty: SemanticTokens = { data: [] };
  const { semanticTokens } = session.connection.languages;
  const builderOf = (uri: string): SemanticTokensBuilder => {
    let builder = builders.get(uri);
    if (builder === undefined) {
      builder = new SemanticTokensBuilder();
      if (session.documents.get(uri) !== undefined) builders.set(uri, builder);
    }
    return builder;
  };
  semanticTokens.on(
    answer(session, 'textDocument/semanticTokens/full', empty, async ({ textDocument }, token) => {
      const { analysed } = await analysedFor(session, textDocument.uri, token, 'semanticTokens');
      if (analysed === null) return empty;
      const builder = builderOf(analysed.uri);
      builder.previousResult('');
      buildTokens(session, analysed, builder);
      return builder.build();
    }),
  );
  semanticTokens.onDelta(
    answer(
      session,
      'textDocument/semanticTokens/full/delta',
      empty as SemanticTokens | SemanticTokensDelta,
      async ({ textDocument, previousResultId }, token) => {
        const { analysed } = await analysedFor(session, textDocument.uri, token, 'semanticTokens');
        if (analysed === null) return empty;
        const builder = builderOf(analysed.uri);
        builder.previousResult(previousResultId);
        buildTokens(session, analysed, builder);
        return builder.buildEdits();
      },
    ),
  );
  semanticTokens.onRange(
    answer(session, 'textDocument/semanticTokens/range', empty, async ({ textDocument, range }, token) => {
      const { analysed } = await analysedFor(session, textDocument.uri, token, 'semanticTokens');
      if (analysed === null) return empty;
      const builder = new SemanticTokensBuilder();
      buildTokens(session, analysed, builder, range);
      return builder.build();
    }),
  );
}
