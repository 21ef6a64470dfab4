/** Tables of what is right of whole reports: `labels.tsv`, and JSON lines that hold the text too. */
import { z } from 'zod';
import type { LabelId } from '../core/types.js';

/** `fields`: a line without what it must have; `label`: a label that is not known, or neither yes nor no. */
export type GoldProblemKind = 'fields' | 'label';

export interface GoldProblem {
  /** 1-based. */
  readonly line: number;
  readonly kind: GoldProblemKind;
}

/** One report's row. */
export interface GoldRow {
  readonly line: number;
  /** Name of the report's files without ending. */
  readonly id: string;
  readonly labels: ReadonlyMap<LabelId, boolean>;
  readonly exam: string | null;
  /** Where the text is from: a source document, or `authored`; null where the table does not say. */
  readonly source: string | null;
  /** Source document: train and dev are apart by it. */
  readonly document: string;
  /** Null where the text lies in a file of its own. */
  readonly text: string | null;
}

export interface GoldTable {
  readonly rows: readonly GoldRow[];
  readonly problems: readonly GoldProblem[];
}

const known: ReadonlySet<string> = new Set<LabelId>([
  'abnormal',
  'mass',
  'acute_stroke',
  'atrophy',
  'vascular',
  'small_vessel_disease',
  'white_matter_inflammation',
  'encephalomalacia',
]);
const isLabel = (name: string): name is LabelId => known.has(name);

/**
 * Reads a table with a header: `id`, `labels` (`abnormal=yes mass=no …`), and where they are there `exam`, `source`
 * and `document`; other columns are passed over. The document of a row is its `document`, else its `source`, else
 * its `id`. A line without an id, or with other fields than the header, is left out and named; so is a bad label.
 */
export function parseLabelTable(content: string): GoldTable {
  const rows: GoldRow[] = [];
  const problems: GoldProblem[] = [];
  const lines = content.split(/\r?\n/);
  const header = (lines[0] ?? '').replace(/^\ufeff/, '').split('\t');
  if (!header.includes('id')) return { rows, problems: [{ line: 1, kind: 'fields' }] };
  lines.slice(1).forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 2;
    const fields = text.split('\t');
    const of = (name: string): string | null => {
      const value = fields[header.indexOf(name)]?.trim() ?? '';
      return value === '' ? null : value;
    };
    const id = of('id');
    if (id === null || fields.length !== header.length) {
      problems.push({ line, kind: 'fields' });
      return;
    }
    const said = (of('labels') ?? '').split(/\s+/).filter((part) => part !== '');
    const { labels, bad } = labelsOf(said.map((part) => splitOnce(part)));
    if (bad) problems.push({ line, kind: 'label' });
    const source = of('source');
    const document = of('document') ?? source ?? id;
    rows.push({ line, id, labels, exam: of('exam'), source, document, text: null });
  });
  return { rows, problems };
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

const reportLine = z.looseObject({
  id: z.string().min(1),
  text: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  exam: z.string().min(1).nullish(),
  source: z.string().min(1).nullish(),
  document: z.string().min(1).nullish(),
});

/** Reads JSON lines of `id`, `text`, `labels` (`{"abnormal": "yes", …}`), `exam`, `source`, `document`. */
export function parseReportLines(content: string): GoldTable {
  const rows: GoldRow[] = [];
  const problems: GoldProblem[] = [];
  content.split('\n').forEach((json, index) => {
    if (json.trim() === '') return;
    const line = index + 1;
    const read = reportLine.safeParse(parsed(json));
    if (!read.success) {
      problems.push({ line, kind: 'fields' });
      return;
    }
    const { id, text, exam = null, source = null, document } = read.data;
    const { labels, bad } = labelsOf(Object.entries(read.data.labels ?? {}));
    if (bad) problems.push({ line, kind: 'label' });
    rows.push({ line, id, labels, exam, source, document: document ?? `labelled/${id}`, text });
  });
  return { rows, problems };
}

function labelsOf(said: readonly (readonly [string, string])[]): {
  labels: Map<LabelId, boolean>;
  bad: boolean;
} {
  const labels = new Map<LabelId, boolean>();
  let bad = false;
  for (const [name, value] of said) {
    if (isLabel(name) && (value === 'yes' || value === 'no')) labels.set(name, value === 'yes');
    else bad = true;
  }
  return { labels, bad };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
