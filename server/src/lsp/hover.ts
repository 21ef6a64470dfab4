/** Hover on evidence: the codes that this phrase states. */
import type { Hover } from 'vscode-languageserver/node';
import type { CodeSuggestion, Status } from '../core/types.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { quote } from './diagnostics.js';
import { answer } from './guard.js';
import type { Messages } from './messages.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { suggestions } from './suggestions.js';
import type { Suggestion } from './suggestions.js';

const maximumCodes = 3;
/** A next best code below this probability tells a reader nothing. */
const worthShowing = 0.02;

/** Takes the meaning of Markdown's marks away from a report's own text. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~&]/gu, '\\$&');
}

/** Descriptions in the report's and, where another, the interface's language; each marked where needed. */
function descriptions(code: CodeSuggestion, analysed: Analysed, messages: Messages): string[] {
  const known = analysed.vocabulary?.describe(code.code) ?? null;
  const own = known?.[messages.language] ?? null;
  const first =
    code.descriptionLanguage === messages.language
      ? code.description
      : `${code.description} (${messages.otherLanguage[code.descriptionLanguage]})`;
  return own === null || own === code.description ? [first] : [own, first];
}

function plainlyStated({ assertion, experiencer }: Status): boolean {
  return assertion === 'present' && experiencer === 'patient';
}

function card({ code, evidence, review }: Suggestion, analysed: Analysed, messages: Messages): string[][] {
  const title = `${code.system} ${code.code}`;
  const runnerUp = (evidence.runnerUp?.probability ?? 0) >= worthShowing ? evidence.runnerUp : null;
  const next = runnerUp === null ? null : (analysed.vocabulary?.describe(runnerUp.code) ?? null);
  const nextText = next?.[messages.language] ?? next?.[code.descriptionLanguage] ?? '';
  return [
    [review === 'accepted' ? `${title} · ${messages.acceptedMark}` : title],
    ...descriptions(code, analysed, messages).map((text) => [text]),
    ...(plainlyStated(evidence) ? [] : [[messages.hoverStatus, messages.status(evidence)]]),
    [messages.hoverProbability, messages.percent(evidence.probability)],
    [messages.hoverEvidence, quote(textOf(analysed, evidence))],
    ...(runnerUp === null
      ? []
      : [
          [
            messages.hoverRunnerUp,
            `${runnerUp.code} ${nextText} (${messages.percent(runnerUp.probability)})`.replace('  ', ' '),
          ],
        ]),
  ];
}

function asMarkdown(lines: readonly (readonly string[])[]): string {
  return lines
    .map(([head = '', value], index) => {
      if (value !== undefined) return `${escapeMarkdown(head)}: ${escapeMarkdown(value)}`;
      return index === 0 ? `**${escapeMarkdown(head)}**` : escapeMarkdown(head);
    })
    .join('  \n');
}

function asPlaintext(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => line.join(': ')).join('\n');
}

/** The hover at an offset (UTF-16) of the analysed version, or null where no evidence is. */
export function hoverAt(session: Session, analysed: Analysed, offsetUtf16: number): Hover | null {
  const here = suggestions(analysed, session.reviews)
    .filter(({ evidence }) => evidence.startUtf16 <= offsetUtf16 && offsetUtf16 <= evidence.endUtf16)
    .sort((a, b) => b.evidence.probability - a.evidence.probability)
    .slice(0, maximumCodes);
  const first = here[0];
  if (first === undefined) return null;
  const cards = here.map((suggestion) => card(suggestion, analysed, session.messages));
  const contents = session.client.markdownHover
    ? { kind: 'markdown' as const, value: cards.map(asMarkdown).join('\n\n---\n\n') }
    : { kind: 'plaintext' as const, value: cards.map(asPlaintext).join('\n\n') };
  return { contents, range: rangeOf(analysed, first.evidence) };
}

export function registerHover(session: Session): void {
  session.connection.onHover(
    answer(session, 'textDocument/hover', null as Hover | null, async ({ textDocument, position }, token) => {
      const analysed = await analysedNow(session, textDocument.uri, token);
      return analysed === null ? null : hoverAt(session, analysed, analysed.document.offsetAt(position));
    }),
  );
}
