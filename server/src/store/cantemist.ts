/** Reader of CANTEMIST's official format: a folder of `.txt` with `.ann` (brat standoff) beside them. */
import { codePointOffsets } from '../core/offsets.js';
import type { GoldMention } from '../core/scores/cantemist.js';
import { annotatedFiles } from './imports/annotatedFiles.js';
import type { AnnotatedFile } from './imports/annotatedFiles.js';

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
export interface CantemistCase extends AnnotatedFile {
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

/** The cases under a folder, as {@link annotatedFiles} finds them. */
export async function* readCantemist(folder: string, maxBytes: number): AsyncGenerator<CantemistCase> {
  for await (const file of annotatedFiles(folder, maxBytes)) {
    const { report, annotations } = file;
    const text = report?.ok === true ? report.text : null;
    yield { ...file, gold: parseAnn(annotations.ok ? annotations.text : '', text) };
  }
}
