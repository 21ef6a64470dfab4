/** Asks a person for what the server's review commands still lack: the report, a note's words, what is right. */
import { l10n, Range, Selection, window } from 'vscode';
import type { QuickPickItem, TextEditor } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { commands as ids, findCodeRequest } from '../../server/src/protocol.js';
import type {
  AddNoteArguments,
  AdjudicateArguments,
  AnalysisParams,
  CorrectArguments,
  FindCodeParams,
  FindCodeResult,
  ReviewSubject,
  WireRange,
  WriteReviewsResult,
} from '../../server/src/protocol.js';
import { adjudicated } from './adjudicating.js';
import type { Analyses } from './analyses.js';
import { labelName } from './attention.js';
import { markedDescription } from './description.js';
import { askForgetting } from './forgetting.js';

type Correction = CorrectArguments['correction'];
/** What the server's code action knows, or the command palette: nothing. */
type Begun = Partial<CorrectArguments & AddNoteArguments & AdjudicateArguments>;

interface Choice extends QuickPickItem {
  readonly subject: ReviewSubject;
  readonly range?: WireRange;
  /** Null where the person gives it up. */
  readonly correction: () => Promise<Correction | null>;
}

interface Asked {
  request<Result>(method: string, params: object): Promise<Result>;
}

/** As many rows as a person scrolls through. */
const limit = 100;

function plain(range: Range): WireRange {
  const { start, end } = range;
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

function rangeOf({ start, end }: WireRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

async function otherCode(server: Asked): Promise<Correction | null> {
  const query = await window.showInputBox({
    title: l10n.t('Correct'),
    prompt: l10n.t('Words of the description, or the start of a code'),
  });
  if (query === undefined || query.trim() === '') return null;
  const params: FindCodeParams = { query, limit };
  const { codes } = await server.request<FindCodeResult>(findCodeRequest, params);
  if (codes.length === 0) {
    void window.showInformationMessage(l10n.t('No code has all these words.'));
    return null;
  }
  const chosen = await window.showQuickPick(
    codes.map((found) => ({
      label: found.code,
      description: markedDescription(found),
      system: found.system,
    })),
    { title: l10n.t('The right code') },
  );
  return chosen === undefined ? null : { kind: 'code', system: chosen.system, code: chosen.label };
}

/** What may be corrected at the selection, or of the code, label or finding that the code action names. */
function choices(editor: TextEditor, analysis: AnalysisParams, begun: Begun, server: Asked): Choice[] {
  const { selection } = editor;
  const about = begun.subject;
  const codes = analysis.codes.flatMap((ranked) => {
    const { system, code, value, evidence } = ranked;
    const description = markedDescription(ranked);
    const named = about?.kind === 'code' && about.system === system && about.code === code;
    if (about !== undefined && !named) return [];
    const here = begun.range ?? evidence.find(({ range }) => rangeOf(range).intersection(selection))?.range;
    return here === undefined || (!named && !value) ? [] : [{ system, code, description, range: here }];
  });
  const ofCodes = codes.flatMap(({ system, code, description, range }): Choice[] => {
    const subject: ReviewSubject = { kind: 'code', system, code };
    const other: Choice = {
      label: l10n.t('Another code instead of {0}…', code),
      description,
      subject,
      range,
      correction: () => otherCode(server),
    };
    if (selection.isEmpty) return [other];
    const span: Correction = { kind: 'span', range: plain(selection) };
    const words = l10n.t('{0} rests on the selected words', code);
    return [other, { label: words, description, subject, range, correction: () => Promise.resolve(span) }];
  });
  if (about?.kind === 'code') return ofCodes;
  const words = plain(selection);
  const ofWords: Choice[] =
    about === undefined || about.kind === 'quality' || selection.isEmpty
      ? []
      : [
          {
            label: l10n.t('It rests on the selected words'),
            subject: about,
            ...(begun.range === undefined ? {} : { range: begun.range }),
            correction: () => Promise.resolve({ kind: 'span', range: words }),
          },
        ];
  const ofLabels = analysis.labels
    .filter(({ id, applies }) => applies && (about?.kind !== 'label' || about.id === id))
    .map(({ id, value }): Choice => {
      const correction: Correction = { kind: 'label', id, value: !value };
      const name = labelName(id);
      return {
        label: value
          ? l10n.t('The report does not state: {0}', name)
          : l10n.t('The report states: {0}', name),
        subject: { kind: 'label', id },
        correction: () => Promise.resolve(correction),
      };
    });
  return [...ofCodes, ...ofWords, ...ofLabels];
}

async function corrected(
  editor: TextEditor,
  analysis: AnalysisParams | undefined,
  begun: Begun,
  server: Asked,
): Promise<CorrectArguments | null> {
  const offered = analysis === undefined ? [] : choices(editor, analysis, begun, server);
  if (offered.length === 0) {
    void window.showInformationMessage(
      l10n.t('There is nothing to correct here: put the cursor on words that support a code.'),
    );
    return null;
  }
  const chosen = await window.showQuickPick(offered, { title: l10n.t('Correct') });
  const correction = (await chosen?.correction()) ?? null;
  if (chosen === undefined || correction === null) return null;
  const { subject, range } = chosen;
  return { uri: editor.document.uri.toString(), subject, ...(range ? { range } : {}), correction };
}

async function noted(editor: TextEditor, begun: Begun): Promise<AddNoteArguments | null> {
  const note = await window.showInputBox({
    title: l10n.t('Add a note'),
    prompt: l10n.t('It is kept in the folder’s .glosa/reviews.jsonl, with your name.'),
  });
  if (note === undefined || note.trim() === '') return null;
  const { selection } = editor;
  const range =
    begun.range ?? (selection.isEmpty ? undefined : plain(new Selection(selection.start, selection.end)));
  const { subject } = begun;
  const uri = editor.document.uri.toString();
  return { uri, note, ...(subject ? { subject } : {}), ...(range ? { range } : {}) };
}

/** Says whether anything is still in memory alone. */
function wrote(result: WriteReviewsResult | null): null {
  if (result === null) return null;
  if (result.waiting > 0) void window.showWarningMessage(result.problem ?? '');
  else void window.showInformationMessage(l10n.t('All decisions are written.'));
  return null;
}

/** Completes the arguments of the review commands; other commands go on as they are. */
export function reviewMiddleware(server: Asked, analyses: Analyses): Middleware {
  return {
    executeCommand: async (command, args: unknown[], ask): Promise<unknown> => {
      const next = (name: string, list: unknown[]): Promise<unknown> =>
        Promise.resolve(ask(name, list) as unknown);
      const begun = (args[0] ?? {}) as Begun;
      const editor = window.activeTextEditor;
      const complete = (argument: object | null): unknown =>
        argument === null ? null : next(command, [argument]);
      switch (command) {
        case ids.forgetCorrections:
          // A menu passes the row that has the focus, or nothing, for an argument.
          return 'folder' in begun ? next(command, args) : complete(await askForgetting(server));
        case ids.writeReviews:
          return wrote((await next(command, [])) as WriteReviewsResult | null);
      }
      if (editor === undefined) return next(command, args);
      const uri = editor.document.uri.toString();
      switch (command) {
        case ids.adjudicate:
          return begun.take === undefined && begun.verdict === undefined && begun.correction === undefined
            ? complete(await adjudicated(uri, begun, server, () => otherCode(server)))
            : next(command, args);
        case ids.undoReview:
        case ids.markNormal:
          return complete({ uri, ...begun });
        case ids.addNote:
          return begun.note === undefined ? complete(await noted(editor, begun)) : next(command, args);
        case ids.correct:
          return begun.correction === undefined
            ? complete(await corrected(editor, analyses.get(editor.document), begun, server))
            : next(command, args);
        default:
          return next(command, args);
      }
    },
  };
}
