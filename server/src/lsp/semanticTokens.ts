/** Semantic tokens, for editors without Glosa's own decorations: headings, evidence of codes and entities. */
import { SemanticTokensBuilder } from 'vscode-languageserver/node';
import type {
  Range,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensLegend,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Assertion, EntityType, Experiencer, Span } from '../core/types.js';
import type { Analysed } from './analysed.js';
import { answer } from './guard.js';
import { analysedFor } from './session.js';
import type { Session } from './session.js';
import { offered, suggestions } from './suggestions.js';

/** Entities' token types, in the order in which they are painted: an earlier one keeps what it has. */
const entityTokens = {
  Finding: 'glosaFinding',
  Anatomy: 'glosaAnatomy',
  Measure: 'glosaMeasure',
  Negation: 'glosaNegation',
  Uncertainty: 'glosaUncertainty',
  ConditionalTemporal: 'glosaConditionalTemporal',
  Degree: 'glosaDegree',
  Type_of_measure: 'glosaMeasureType',
  Location: 'glosaLocation',
  Abbreviation: 'glosaAbbreviation',
} as const satisfies Record<EntityType, string>;
const paintedTypes = Object.keys(entityTokens) as (keyof typeof entityTokens)[];

/** Token types and modifiers; `docs/protocol.md` lists them. */
export const semanticTokensLegend = {
  tokenTypes: ['glosaHeading', 'glosaOrganHeading', 'glosaCodeEvidence', ...Object.values(entityTokens)],
  tokenModifiers: ['glosaAccepted', 'glosaAbsent', 'glosaPossible', 'glosaPast'],
} satisfies SemanticTokensLegend;

interface Token extends Span {
  readonly type: (typeof semanticTokensLegend.tokenTypes)[number];
  /** Bits of the legend's modifiers. */
  readonly modifiers: number;
}

/** Modifiers of what the report denies, suspects or puts in the past. */
function modifiersOf(assertion: Assertion | null, experiencer: Experiencer | null): number {
  return (
    (assertion === 'absent' ? 2 : 0) + (assertion === 'possible' ? 4 : 0) + (experiencer === 'past' ? 8 : 0)
  );
}

/** Everything that may be a token, what goes first before what goes second: headings, evidence, entities. */
function candidates(session: Session, analysed: Analysed): Token[] {
  const { sections = [], entities = [] } = analysed.analysis ?? {};
  const headings = sections.flatMap((section): Token[] => {
    if (section.heading === null) return [];
    return [
      {
        ...section.heading,
        type: section.kind === 'organ' ? 'glosaOrganHeading' : 'glosaHeading',
        modifiers: 0,
      },
    ];
  });
  const ofPhrases = suggestions(analysed, session.reviews).filter(
    ({ code }) => code.system === analysed.vocabulary?.system,
  );
  const evidence = offered(ofPhrases).map(
    ({ evidence: { startUtf16, endUtf16, assertion, experiencer }, review }): Token => ({
      startUtf16,
      endUtf16,
      type: 'glosaCodeEvidence',
      modifiers: (review === 'accepted' ? 1 : 0) + modifiersOf(assertion, experiencer),
    }),
  );
  const byType = new Map<string, Token[]>(paintedTypes.map((type) => [type, []]));
  for (const { type, startUtf16, endUtf16, assertion, experiencer } of entities) {
    const modifiers = modifiersOf(assertion, experiencer);
    byType.get(type)?.push({ startUtf16, endUtf16, type: entityTokens[type], modifiers });
  }
  const shown = analysed.settings.entities.show ? [...byType.values()].flat() : [];
  evidence.sort((a, b) => a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16);
  return [...headings, ...evidence, ...shown];
}

/** Tokens in text order that do not overlap: of what overlaps an earlier candidate the free parts are kept. */
function tokensOf(session: Session, analysed: Analysed): Token[] {
  const text = analysed.document.getText();
  const taken = new Uint8Array(text.length);
  const tokens: Token[] = [];
  for (const token of candidates(session, analysed)) {
    const { endUtf16 } = token;
    for (let at = token.startUtf16; at < endUtf16; at++) {
      if (taken[at] !== 0) continue;
      const start = at;
      while (at < endUtf16 && taken[at] === 0) taken[at++] = 1;
      const part = text.slice(start, at);
      const startUtf16 = start + part.length - part.trimStart().length;
      if (part.trim() !== '') tokens.push({ ...token, startUtf16, endUtf16: start + part.trimEnd().length });
    }
  }
  return tokens.sort((a, b) => a.startUtf16 - b.startUtf16);
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
      builder.push(line, from, to - from, type, token.modifiers);
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
