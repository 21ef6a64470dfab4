/** `glosa/agreement`: how far the reviewers of each folder agree, and what they disagree on, as a Markdown page. */
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Kappa } from '../core/agreement.js';
import { agreementRequest } from '../protocol.js';
import type { AgreementResult } from '../protocol.js';
import { agreementOf } from '../store/reviews/agreementOf.js';
import type { PairAgreement } from '../store/reviews/agreementOf.js';
import { conflictsOf } from '../store/reviews/conflicts.js';
import type { Conflict } from '../store/reviews/conflicts.js';
import { EvidenceText } from '../store/reviews/evidenceText.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';
import { readReportFile } from '../store/readReportFile.js';
import { Turns } from '../store/turns.js';
import { agreementMessages } from './agreementMessages.js';
import type { Language } from '../core/types.js';
import type { AgreementMessages } from './agreementMessages.js';
import { nameIn } from './conflicts.js';
import { answer } from './guard.js';
import { folderPaths } from './reviewPlace.js';
import type { Session } from './session.js';

/** A larger file is no report. */
const maxBytes = 16 * 1024 * 1024;
/** As many rows as a person reads through; the review queue has all. */
const mostRows = 200;

/** A text in a cell of a Markdown table. */
const cell = (text: string): string => text.replace(/[\\|`*_<>[\]]/gu, '\\$&').replace(/\s+/gu, ' ');
const number = (value: number | null, language: Language): string => {
  const text = value === null ? '–' : value.toFixed(2);
  return language === 'es' ? text.replace('.', ',') : text;
};

async function page(session: Session, signal: AbortSignal): Promise<string> {
  const words = agreementMessages[session.messages.language];
  const turns = new Turns(signal);
  const parts: string[] = [`# ${words.title}`, '', words.explained, ''];
  for (const [root, log] of session.reviews.logs()) {
    await log.refresh();
    const pairs = agreementOf(log.byPath);
    parts.push(`## ${cell(basename(root))}`, '');
    if (pairs.length === 0) parts.push(words.onePerson, '');
    for (const pair of pairs) parts.push(...table(pair, session, words));
    parts.push(...(await disagreements(root, log, session, words, turns)));
  }
  return parts.join('\n');
}

function table(pair: PairAgreement, session: Session, words: AgreementMessages): string[] {
  const { language } = session.messages;
  const names = session.messages.reader.labels as Readonly<Record<string, string>>;
  const row = (name: string, { n, observed, kappa }: Kappa): string =>
    `| ${cell(name)} | ${n} | ${number(observed, language)} | ${number(kappa, language)} |`;
  const rows = [
    ...pair.labels.filter(([, { n }]) => n > 0).map(([id, kappa]) => row(names[id] ?? id, kappa)),
    ...(pair.codes.n > 0 ? [row(words.codes, pair.codes)] : []),
  ];
  const title = `### ${words.pair(cell(pair.reviewers[0]), cell(pair.reviewers[1]))}`;
  const { first, second, matched, f1 } = pair.spans;
  if (rows.length === 0 && first + second === 0) return [title, '', words.nothingShared, ''];
  return [
    title,
    '',
    `| ${words.columns.join(' | ')} |`,
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    words.spans(first, second, matched, number(f1, language)),
    '',
  ];
}

async function disagreements(
  root: string,
  log: ReviewLog,
  session: Session,
  words: AgreementMessages,
  turns: Turns,
): Promise<string[]> {
  const rows: string[] = [];
  let left = 0;
  for (const [path, entries] of log.byPath) {
    await turns.maybe();
    const conflicts = conflictsOf(entries, null);
    if (conflicts.length === 0) continue;
    if (rows.length >= mostRows) {
      left += conflicts.length;
      continue;
    }
    const file = join(root, path);
    const read = await readReportFile(file, maxBytes);
    const text = read.ok ? new EvidenceText(read.text) : null;
    for (const conflict of conflicts) {
      const span =
        text === null ? null : (conflict.phrases.flatMap((one) => text.find(one) ?? [])[0] ?? null);
      const before = read.ok && span !== null ? read.text.slice(0, span.startUtf16) : '';
      const line = before.split(/\r\n|\n|\r/u).length;
      const phrase = read.ok && span !== null ? read.text.slice(span.startUtf16, span.endUtf16) : '';
      rows.push(row(conflict, `${linkTo(file, session)}#L${line}`, `${path}:${line}`, phrase, session));
    }
  }
  if (rows.length === 0) return [words.noDisagreement, ''];
  return [
    `### ${words.disagreements(rows.length + left)}`,
    '',
    words.howToSettle,
    '',
    `| ${words.disagreementColumns.join(' | ')} |`,
    '| --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', words.more(left)] : []),
    '',
  ];
}

/** From the first workspace folder on, which is what VS Code's preview of a page without a file takes for its root. */
function linkTo(file: string, { folders }: Session): string {
  const [first = dirname(file)] = folderPaths(folders);
  return `/${relative(first, file).split(sep).map(encodeURIComponent).join('/')}`;
}

function row(
  { subject, sides }: Conflict,
  href: string,
  place: string,
  phrase: string,
  session: Session,
): string {
  const { messages } = session;
  const name = nameIn(subject, '', phrase, messages);
  const quoted =
    phrase === '' || subject.kind === 'finding'
      ? ''
      : ` ${messages.language === 'es' ? `«${cell(phrase)}»` : `“${cell(phrase)}”`}`;
  const said = sides.map(({ who, verdict, when, entry }) => {
    const { correction, decision } = entry.decided;
    const instead = correction?.kind === 'code' ? correction.code : null;
    return cell(messages.reviews.side(who, verdict, when, instead, decision === 'adjudicate'));
  });
  return `| [${cell(place)}](<${href}>) | ${cell(name)}${quoted} | ${said.join('<br>')} |`;
}

export function registerAgreement(session: Session): void {
  session.connection.onRequest(
    agreementRequest,
    answer<unknown, AgreementResult>(session, agreementRequest, { markdown: '' }, async (_params, token) => {
      const controller = new AbortController();
      const listening = token.onCancellationRequested(() => {
        controller.abort();
      });
      try {
        return { markdown: await page(session, controller.signal) };
      } finally {
        listening.dispose();
      }
    }),
  );
}
