/** Completion of templates and phrases by their abbreviation, and of skeletons in a report without text. */
import { CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver/node';
import type { CompletionItem } from 'vscode-languageserver/node';
import { skeletonsFor, writeSkeleton } from '../../core/skeletons/skeletons.js';
import { meant, suits } from '../../core/templates/choose.js';
import { plainText } from '../../core/templates/snippetFile.js';
import { languageOf } from './skeletonLanguage.js';
import type { Analysed } from '../analysed.js';
import type { Session } from '../session.js';
import { emptyReport, kindOf } from './reportKind.js';
import { tellProblems } from './problems.js';

/** More are found by typing on. */
const maximumItems = 50;

interface Typed {
  readonly startUtf16: number;
  readonly text: string;
}

/** What stands before the cursor since the last white space or bracket. */
function typedAt(analysed: Analysed, offsetUtf16: number): Typed {
  const before = analysed.document.getText().slice(Math.max(0, offsetUtf16 - 80), offsetUtf16);
  const text = /[\p{L}\p{M}\p{N}_.\-/#+]*$/u.exec(before)?.[0] ?? '';
  return { startUtf16: offsetUtf16 - text.length, text };
}

function itemAt(
  session: Session,
  analysed: Analysed,
  from: number,
  to: number,
  insertion: { readonly snippet: string; readonly text: string },
): Pick<CompletionItem, 'kind' | 'insertTextFormat' | 'insertTextMode' | 'textEdit' | 'documentation'> {
  const { snippets } = session.client;
  return {
    kind: CompletionItemKind.Snippet,
    insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    documentation: insertion.text,
    textEdit: {
      range: { start: analysed.document.positionAt(from), end: analysed.document.positionAt(to) },
      newText: snippets ? insertion.snippet : insertion.text,
    },
  };
}

/** Templates that the word before the cursor means; all that suit the report where there is none. */
export async function templateCompletions(
  session: Session,
  analysed: Analysed,
  offsetUtf16: number,
): Promise<CompletionItem[]> {
  const { folders } = analysed.settings.templates;
  if (folders.length === 0) return [];
  const { templates, problems } = await session.templates.list(folders, session.folders);
  tellProblems(session, problems);
  const typed = typedAt(analysed, offsetUtf16);
  const kind = kindOf(analysed);
  const suitable = templates.filter((template) => suits(template, kind));
  return meant(suitable, typed.text)
    .slice(0, maximumItems)
    .map((template, index): CompletionItem => {
      const [abbreviation = template.name] = template.abbreviations;
      return {
        ...itemAt(session, analysed, typed.startUtf16, offsetUtf16, template),
        label: abbreviation,
        labelDetails: { description: template.name === abbreviation ? template.description : template.name },
        detail: session.messages.templates.template,
        sortText: `2${String(index).padStart(4, '0')}`,
        // Matched already, whatever accents: the editor's own filter must not take it away.
        filterText: typed.text === '' ? abbreviation : typed.text,
      };
    });
}

/** Skeletons for the exam that the report's title names; all in a report without text. */
export function skeletonCompletions(
  session: Session,
  analysed: Analysed,
  offsetUtf16: number,
): CompletionItem[] {
  const empty = emptyReport(analysed);
  if (empty === null) return [];
  const text = analysed.document.getText();
  const { messages } = session;
  const lineStart =
    Math.max(text.lastIndexOf('\n', offsetUtf16 - 1), text.lastIndexOf('\r', offsetUtf16 - 1)) + 1;
  // On the title's own line the title is being written.
  if (empty.titled && text.slice(lineStart, offsetUtf16).trim() !== '') return [];
  const language = languageOf(analysed, empty.exam, messages.language);
  const other = language === 'es' ? 'en' : 'es';
  const languages = empty.titled ? [language] : ([language, other] as const);
  return languages.flatMap((one, languageIndex) =>
    skeletonsFor(empty.exam).flatMap((skeleton, index) =>
      [false, true].map((normal): CompletionItem => {
        const written = writeSkeleton(skeleton, one, normal, !empty.titled);
        const label = messages.templates.skeleton(written.name, normal);
        const foreign = one === messages.language ? null : messages.templates.languageNames[one];
        return {
          ...itemAt(session, analysed, lineStart, offsetUtf16, {
            snippet: written.snippet,
            text: session.client.snippets ? plainText(written.snippet) : written.text,
          }),
          label,
          detail: messages.templates.skeletonDetail(normal, foreign),
          sortText: `3${languageIndex}${String(index).padStart(3, '0')}${normal ? 1 : 0}`,
          filterText: label,
        };
      }),
    ),
  );
}
