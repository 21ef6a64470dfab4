/** From entries of the queue to what the client shows: names, and places in the text that a report has now. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codePointOffsets } from '../core/offsets.js';
import type { Span } from '../core/types.js';
import type { WireQueueEntry, WireRange } from '../protocol.js';
import type { Candidate } from '../store/queue/candidates.js';
import { EvidenceText } from '../store/reviews/evidenceText.js';
import type { Phrase } from '../store/reviews/reviewLine.js';
import { subjectKey } from '../store/reviews/reviewLine.js';
import { readReportFile } from '../store/readReportFile.js';
import { textSha256 } from '../store/toLabelRecord.js';
import { nameIn } from './conflicts.js';
import type { QueueEntry, ReviewQueue } from './reviewQueue.js';
import type { Session } from './session.js';

/** A larger file is no report. */
const maxBytes = 16 * 1024 * 1024;
/** Of the report's words, as many as fit a line. In UTF-16 units. */
const mostWords = 80;

/** A report as it is now. */
interface Now {
  readonly text: string;
  readonly sha256: string;
}

export async function placed(
  session: Session,
  queue: ReviewQueue,
  page: readonly QueueEntry[],
): Promise<WireQueueEntry[]> {
  const byRoot = new Map<string, QueueEntry[]>();
  for (const entry of page) byRoot.set(entry.root, [...(byRoot.get(entry.root) ?? []), entry]);
  const candidates = new Map<QueueEntry, { candidate: Candidate; sha256: string }>();
  for (const [root, entries] of byRoot) {
    const numbers = entries.flatMap(({ place }) => place?.record ?? []);
    const records = await queue.indexOf(root).read([...new Set(numbers)]);
    for (const entry of entries) {
      const read = entry.place === null ? undefined : records.get(entry.place.record);
      const key = subjectKey(entry.subject);
      const candidate =
        read?.candidates[entry.place?.ordinal ?? -1] ??
        read?.candidates.find(({ subject }) => subjectKey(subject) === key);
      if (read !== undefined && candidate !== undefined)
        candidates.set(entry, { candidate, sha256: read.record.textSha256 });
    }
  }
  const texts = new Map<string, Now | null>();
  const wire: WireQueueEntry[] = [];
  for (const entry of page) {
    const file = join(entry.root, entry.path);
    if (!texts.has(file)) texts.set(file, await textOf(entry, file));
    wire.push(shown(session, entry, candidates.get(entry) ?? null, texts.get(file) ?? null));
  }
  return wire;
}

async function textOf({ open }: QueueEntry, file: string): Promise<Now | null> {
  if (open !== null) return { text: open.analysed.document.getText(), sha256: open.text.sha256 };
  const read = await readReportFile(file, maxBytes);
  return read.ok ? { text: read.text, sha256: textSha256(read.text) } : null;
}

function shown(
  session: Session,
  entry: QueueEntry,
  stored: { readonly candidate: Candidate; readonly sha256: string } | null,
  now: Now | null,
): WireQueueEntry {
  const { root, path, subject, reason, probability, threshold, open } = entry;
  const own = open?.candidates.find((one) => subjectKey(one.subject) === subjectKey(subject));
  const candidate = own ?? stored?.candidate ?? null;
  const sha256 = own === undefined ? stored?.sha256 : open?.text.sha256;
  const span =
    now === null
      ? null
      : ((candidate !== null && sha256 === now.sha256 ? spanOf(candidate, now.text) : null) ??
        decidedSpan(session, entry, now.text));
  const words = span === null || now === null ? '' : now.text.slice(span.startUtf16, span.endUtf16);
  const id = createHash('sha256')
    .update(JSON.stringify([root, path, subjectKey(subject)]))
    .digest('hex');
  const description = candidate?.description ?? '';
  return {
    id: id.slice(0, 16),
    uri: open?.analysed.uri ?? pathToFileURL(join(root, path)).href,
    path,
    subject,
    reason,
    name: nameIn(subject, description, words, session.messages),
    probability: probability ?? candidate?.probability ?? null,
    threshold: threshold ?? candidate?.threshold ?? null,
    value: candidate?.value ?? false,
    range: span === null || now === null ? null : rangeIn(now.text, span),
    words: oneLine(words),
  };
}

/** The candidate's first phrase, whose numbers count code points of this text. */
function spanOf({ evidence }: Candidate, text: string): Span | null {
  const [first] = evidence;
  if (first === undefined) return null;
  const offsets = codePointOffsets(text);
  if (first.end > offsets.length) return null;
  return { startUtf16: offsets.toUtf16(first.start), endUtf16: offsets.toUtf16(first.end) };
}

/** Where a phrase stands that somebody decided on; a disagreement is opened there. */
function decidedSpan(session: Session, { root, path, subject }: QueueEntry, text: string): Span | null {
  const key = subjectKey(subject);
  const entries = session.reviews.logs().get(root)?.byPath.get(path) ?? [];
  const phrases = entries.flatMap(({ decided }): readonly Phrase[] =>
    decided.subject !== null && subjectKey(decided.subject) === key ? decided.evidence : [],
  );
  if (phrases.length === 0) return null;
  const evidence = new EvidenceText(text);
  return phrases.flatMap((phrase) => evidence.find(phrase) ?? [])[0] ?? null;
}

function rangeIn(text: string, { startUtf16, endUtf16 }: Span): WireRange {
  const document = TextDocument.create('', '', 0, text);
  return { start: document.positionAt(startUtf16), end: document.positionAt(endUtf16) };
}

function oneLine(words: string): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  return line.length <= mostWords ? line : `${line.slice(0, mostWords).replace(/[\ud800-\udbff]$/u, '')}…`;
}
