/** Completion of codes in a codes section: the report's own suggestions first, then the code tables. */
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { CompletionItem, CompletionList } from 'vscode-languageserver/node';
import { titleLanguage, titleOf } from '../core/codeSearch/codeTable.js';
import { isOffered } from '../core/assertion.js';
import type { Language } from '../core/types.js';
import { commands } from '../protocol.js';
import type { AcceptCodeArguments } from '../protocol.js';
import { codesOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { codeLine, codesSectionOf, sectionHas } from './codesSection.js';
import type { CodesSection } from './codesSection.js';
import { skeletonCompletions, templateCompletions } from './templates/completion.js';
import { quote } from './quote.js';
import { answer } from './guard.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { reviewOf } from './suggestions.js';

const maximumRanked = 20;
const maximumFound = 50;
/** A code less probable than this is left to the search. */
const leastOffered = 0.01;

/** An item that puts a code and its description into the section. @param language of the description. */
type ItemOf = (
  code: string,
  description: string,
  language: Language,
  sortText: string,
  detail: string,
) => CompletionItem;

interface Typed {
  readonly startUtf16: number;
  readonly query: string;
}

/** What the person has typed of a code: the line up to the cursor, after a list mark or a separator. */
function typedAt(analysed: Analysed, section: CodesSection, offsetUtf16: number): Typed {
  const text = analysed.document.getText();
  const lineStart =
    Math.max(text.lastIndexOf('\n', offsetUtf16 - 1), text.lastIndexOf('\r', offsetUtf16 - 1)) + 1;
  const from = Math.max(lineStart, section.bodyStartUtf16);
  const line = text.slice(from, offsetUtf16);
  const lead = /^.*[;:]\s*|^\s*(?:[-*•·]\s+|\d{1,2}[.)]\s+)?/u.exec(line)?.[0].length ?? 0;
  return { startUtf16: from + lead, query: line.slice(lead) };
}

/** Items at an offset (UTF-16), or null outside a codes section. */
export async function completionsAt(
  session: Session,
  analysed: Analysed,
  offsetUtf16: number,
): Promise<CompletionList | null> {
  const section = codesSectionOf(analysed);
  if (section === null || offsetUtf16 < section.bodyStartUtf16 || offsetUtf16 > section.endUtf16) return null;
  const typed = typedAt(analysed, section, offsetUtf16);
  const range = {
    start: analysed.document.positionAt(typed.startUtf16),
    end: analysed.document.positionAt(offsetUtf16),
  };
  const item: ItemOf = (code, description, language, sortText, detail) => {
    const line = codeLine(code, description);
    return {
      label: code,
      // Without a description the code stands for it, in no language.
      labelDetails: {
        description: description === code ? '' : session.messages.inOwnLanguage(description, language),
      },
      kind: CompletionItemKind.Value,
      detail,
      sortText,
      filterText: line,
      insertText: line,
      textEdit: { range, newText: line },
    };
  };
  // The code being typed is in the text already; it does not count as held by the section.
  const held = (code: string): boolean => code !== typed.query.trim() && sectionHas(analysed, section, code);
  const ranked = codesOf(analysed)
    .filter(
      ({ code, status, probability }) => !held(code) && isOffered(status) && probability >= leastOffered,
    )
    .filter((code) => reviewOf(analysed, code, session.reviews) !== 'dismissed')
    .slice(0, maximumRanked)
    .map((code, index): CompletionItem => {
      const evidence = code.evidence[0];
      const detail =
        evidence === undefined
          ? session.messages.percent(code.probability)
          : session.messages.suggestedFor(quote(textOf(analysed, evidence)), code.probability);
      const acceptance: AcceptCodeArguments = {
        uri: analysed.uri,
        system: code.system,
        code: code.code,
        insert: false,
      };
      return {
        ...item(
          code.code,
          code.description,
          code.descriptionLanguage,
          `0${String(index).padStart(4, '0')}`,
          detail,
        ),
        ...(index === 0 && code.value ? { preselect: true } : {}),
        command: {
          title: session.messages.accept(code.code),
          command: commands.acceptCode,
          arguments: [acceptance],
        },
      };
    });
  const others = await found(analysed, typed, ranked, held, session, item);
  return { isIncomplete: true, items: [...ranked, ...others] };
}

async function found(
  analysed: Analysed,
  typed: Typed,
  ranked: readonly CompletionItem[],
  held: (code: string) => boolean,
  session: Session,
  item: ItemOf,
): Promise<CompletionItem[]> {
  const { vocabulary, analysis } = analysed;
  const query = typed.query.trim();
  if (query === '') return [];
  const known = new Set(ranked.map(({ label }) => label));
  const codes = await session.terminology.search({ query, limit: maximumFound, systems: null, vocabulary });
  return codes
    .filter(({ row, missing }) => missing === 0 && !known.has(row.code) && !held(row.code))
    .map(({ system, row }, index) => {
      const wanted = analysis?.language ?? 'es';
      const base = item(
        row.code,
        titleOf(row, wanted),
        titleLanguage(row, wanted),
        `1${String(index).padStart(4, '0')}`,
        session.messages.fromVocabulary(system),
      );
      // The search has matched whole words and without accents; the editor's filter, which wants the
      // letters in order, must not take it away.
      return { ...base, filterText: typed.query };
    });
}

/** Templates, phrases and skeletons outside a codes section; null where the document is no report. */
async function authoringAt(
  session: Session,
  analysed: Analysed,
  offsetUtf16: number,
): Promise<CompletionList | null> {
  // An empty document has no report yet, and may be going to be one.
  if (analysed.report === null && !analysed.reasons.includes('empty')) return null;
  const items = [
    ...(await templateCompletions(session, analysed, offsetUtf16)),
    ...skeletonCompletions(session, analysed, offsetUtf16),
  ];
  return items.length === 0 ? null : { isIncomplete: true, items };
}

export function registerCompletion(session: Session): void {
  session.connection.onCompletion(
    answer(
      session,
      'textDocument/completion',
      null as CompletionList | null,
      async ({ textDocument, position }, token) => {
        const analysed = await analysedNow(session, textDocument.uri, token);
        if (analysed === null) return null;
        const offsetUtf16 = analysed.document.offsetAt(position);
        return (
          (await completionsAt(session, analysed, offsetUtf16)) ?? authoringAt(session, analysed, offsetUtf16)
        );
      },
    ),
  );
}
