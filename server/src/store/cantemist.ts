/** Reader of CANTEMIST's official format: a folder of `.txt` with `.ann` (brat standoff) beside them. */
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { codePointOffsets } from '../core/offsets.js';
import type { GoldMention } from '../core/scores/cantemist.js';
import { readReportFile } from './readReportFile.js';
import type { ReportFile } from './readReportFile.js';

/** The one label of CANTEMIST. */
export const cantemistLabel = 'MORFOLOGIA_NEOPLASIA';

/**
 * What is wrong with a line of an `.ann`. `fields`: not three tab fields; `span`: not one contiguous `LABEL start
 * end`; `range`: empty, or outside the text; `text`: the text at these offsets is another; `note`: no code, or of a
 * mention that is not there; `repeated`: the id, or the mention's code, was given before.
 */
export type AnnProblemKind = 'fields' | 'span' | 'range' | 'text' | 'note' | 'repeated';

export interface AnnProblem {
  /** 1-based. */
  readonly line: number;
  readonly kind: AnnProblemKind;
}

export interface AnnFile {
  readonly mentions: readonly GoldMention[];
  readonly problems: readonly AnnProblem[];
}

/** One case of the corpus. */
export interface CantemistCase {
  /** Relative to the folder, without ending, `/`-separated. */
  readonly path: string;
  /** The text, or why there is none; null where there is no `.txt`. */
  readonly report: ReportFile | null;
  readonly annotations: ReportFile;
  readonly gold: AnnFile;
}

/**
 * Reads `T` lines of the label and the codes in their `AnnotatorNotes`; other lines of brat say nothing here. A bad
 * line is left out and named, but for `text`, whose mention counts at its offsets as the official scorer has it.
 * @param text null where it is not known: offsets are then taken as they stand.
 */
export function parseAnn(ann: string, text: string | null): AnnFile {
  const offsets = text === null ? null : codePointOffsets(text);
  const problems: AnnProblem[] = [];
  /** By id, in the order of the file; null for other labels and for lines that were left out. */
  const spans = new Map<string, { startUtf16: number; endUtf16: number } | null>();
  const notes: { readonly line: number; readonly target: string; readonly code: string }[] = [];
  ann.split(/\r?\n/).forEach((row, index) => {
    const line = index + 1;
    const fail = (kind: AnnProblemKind): void => void problems.push({ line, kind });
    if (!/^[T#]/.test(row)) return;
    const [id = '', place = '', content, ...more] = row.split('\t');
    if (content === undefined || more.length > 0) {
      fail('fields');
      return;
    }
    if (row.startsWith('#')) {
      const target = /^AnnotatorNotes (T\S+)$/.exec(place)?.[1];
      if (target !== undefined) notes.push({ line, target, code: content.trim() });
      return;
    }
    if (spans.has(id)) {
      fail('repeated');
      return;
    }
    spans.set(id, null);
    if (!place.startsWith(`${cantemistLabel} `)) return;
    const match = /^\S+ (\d{1,9}) (\d{1,9})$/.exec(place);
    if (match === null) {
      fail('span');
      return;
    }
    const start = Number(match[1]);
    const end = Number(match[2]);
    if (start >= end || (offsets !== null && end > offsets.length)) {
      fail('range');
      return;
    }
    const startUtf16 = offsets?.toUtf16(start) ?? start;
    const endUtf16 = offsets?.toUtf16(end) ?? end;
    // brat writes a line break inside a span as a space.
    if (text !== null && text.slice(startUtf16, endUtf16).replace(/\s/g, ' ') !== content.replace(/\s/g, ' '))
      fail('text');
    spans.set(id, { startUtf16, endUtf16 });
  });
  const codes = new Map<string, string>();
  for (const { line, target, code } of notes) {
    if (code === '' || !spans.has(target)) problems.push({ line, kind: 'note' });
    else if (codes.has(target)) problems.push({ line, kind: 'repeated' });
    else codes.set(target, code);
  }
  const mentions = [...spans].flatMap(([id, span]) =>
    span === null ? [] : [{ ...span, code: codes.get(id) ?? null }],
  );
  return { mentions, problems: problems.sort((a, b) => a.line - b.line) };
}

/**
 * The cases under a folder, in UTF-16 order of their paths: each `.ann`, with its `.txt`. Hidden files and folders
 * are left out, links to folders are not followed; a `.txt` without `.ann` is no case.
 * @param maxBytes of one file. @throws the system's error where a folder cannot be listed.
 */
export async function* readCantemist(folder: string, maxBytes: number): AsyncGenerator<CantemistCase> {
  const listed = await readdir(folder, { recursive: true });
  const names = new Set(listed.map((name) => name.split(sep).join('/')));
  const annotated = [...names].filter((name) => name.endsWith('.ann') && !/(?:^|\/)\./.test(name));
  annotated.sort((a, b) => (a < b ? -1 : 1));
  for (const name of annotated) {
    const path = name.slice(0, -'.ann'.length);
    const report = names.has(`${path}.txt`)
      ? await readReportFile(join(folder, `${path}.txt`), maxBytes)
      : null;
    const annotations = await readReportFile(join(folder, name), maxBytes);
    const text = report?.ok === true ? report.text : null;
    const gold = parseAnn(annotations.ok ? annotations.text : '', text);
    yield { path, report, annotations, gold };
  }
}
