/** Hover: what a phrase or a category is, and the codes that it states. */
import type { Hover } from 'vscode-languageserver/node';
import type { CodeSuggestion, Status } from '../core/types.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { categoryCardsAt } from './assessment.js';
import { asMarkdown, asPlaintext } from './card.js';
import type { Card } from './card.js';
import { entityCardsAt } from './entityCards.js';
import { answer } from './guard.js';
import type { Messages } from './messages.js';
import { quote } from './quote.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { suggestions } from './suggestions.js';
import type { Suggestion } from './suggestions.js';

const maximumCodes = 3;
/** A next best code below this probability tells a reader nothing. */
const worthShowing = 0.02;

/** Descriptions in the report's and, where another, the interface's language; each marked where needed. */
function descriptions(code: CodeSuggestion, analysed: Analysed, messages: Messages): string[] {
  const known = analysed.vocabulary?.describe(code.code) ?? null;
  const own = known?.[messages.language] ?? null;
  const first =
    code.description === code.code
      ? code.code
      : messages.inOwnLanguage(code.description, code.descriptionLanguage);
  return own === null || own === code.description ? [first] : [own, first];
}

function plainlyStated({ assertion, experiencer }: Status): boolean {
  return assertion === 'present' && experiencer === 'patient';
}

function card({ code, evidence, review }: Suggestion, analysed: Analysed, messages: Messages): Card {
  const title = `${code.system} ${code.code}`;
  const runnerUp = (evidence.runnerUp?.probability ?? 0) >= worthShowing ? evidence.runnerUp : null;
  const next = runnerUp === null ? null : (analysed.vocabulary?.describe(runnerUp.code) ?? null);
  const nextText = next?.[messages.language] ?? next?.[code.descriptionLanguage] ?? '';
  const lines: Card['lines'][number][] = [
    ...descriptions(code, analysed, messages).map((text) => [text] as const),
    ...(plainlyStated(evidence) ? [] : [[messages.hoverStatus, messages.status(evidence)] as const]),
    [messages.hoverProbability, messages.percent(evidence.probability)],
    [messages.hoverEvidence, quote(textOf(analysed, evidence))],
  ];
  if (runnerUp !== null) {
    const chance = messages.percent(runnerUp.probability);
    lines.push([messages.hoverRunnerUp, `${runnerUp.code} ${nextText} (${chance})`.replace('  ', ' ')]);
  }
  return { title, facts: review === 'accepted' ? [messages.acceptedMark] : [], lines };
}

/** The hover at an offset (UTF-16) of the analysed version, or null where nothing is known. */
export function hoverAt(session: Session, analysed: Analysed, offsetUtf16: number): Hover | null {
  const here = suggestions(analysed, session.reviews)
    .filter(({ evidence }) => evidence.startUtf16 <= offsetUtf16 && offsetUtf16 <= evidence.endUtf16)
    .sort((a, b) => b.evidence.probability - a.evidence.probability)
    .slice(0, maximumCodes);
  const entities = entityCardsAt(analysed, offsetUtf16, session.messages);
  const categories = categoryCardsAt(analysed, offsetUtf16, session.messages.language);
  const spans = [
    ...here.map(({ evidence }) => evidence),
    ...entities.map(({ entity }) => entity),
    ...categories.map(({ category }) => category),
  ];
  const [narrowest] = spans.sort((a, b) => a.endUtf16 - a.startUtf16 - (b.endUtf16 - b.startUtf16));
  if (narrowest === undefined) return null;
  const cards = [
    ...categories.map((found) => found.card),
    ...entities.map((found) => found.card),
    ...here.map((suggestion) => card(suggestion, analysed, session.messages)),
  ];
  const contents = session.client.markdownHover
    ? { kind: 'markdown' as const, value: cards.map(asMarkdown).join('\n\n---\n\n') }
    : { kind: 'plaintext' as const, value: cards.map(asPlaintext).join('\n\n') };
  return { contents, range: rangeOf(analysed, narrowest) };
}

export function registerHover(session: Session): void {
  session.connection.onHover(
    answer(session, 'textDocument/hover', null as Hover | null, async ({ textDocument, position }, token) => {
      const analysed = await analysedNow(session, textDocument.uri, token);
      return analysed === null ? null : hoverAt(session, analysed, analysed.document.offsetAt(position));
    }),
  );
}
