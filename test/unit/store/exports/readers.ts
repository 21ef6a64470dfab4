/** Readers of what the exports write, made from the formats' descriptions alone, for the round trips. */
import type { BiocDocument } from '../../../../server/src/store/exports/bioc.js';
import type { Row } from '../../../../server/src/store/exports/rows.js';
import { Phrases } from '../../../../server/src/store/exports/spans.js';
import type { PointSpan } from '../../../../server/src/store/exports/spans.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';

export interface ConllSpan extends PointSpan {
  readonly type: string;
}

/** Reads the entities of a file that {@link conllFile} wrote, by layer and in the order of the text. */
export function readConll(file: string): ConllSpan[] {
  const rows = file.split('\n');
  const layers = rows[0]?.replace('# columns = FORM START END ', '').split(' ') ?? [];
  const words = rows
    .slice(1)
    .filter((row) => row !== '')
    .map((row) => row.split('\t'));
  return layers.flatMap((_, layer) => {
    const found: ConllSpan[] = [];
    let open: { type: string; start: number; end: number } | null = null;
    for (const [, start, end, ...said] of words) {
      const [tag = '', ...name] = (said[layer] ?? 'O').split('-');
      if (tag === 'I' && open !== null) open.end = Number(end);
      else if (tag === 'O') open = null;
      else found.push((open = { type: name.join('-'), start: Number(start), end: Number(end) }));
    }
    return found;
  });
}

/** Entities and relations of a document back, as a record has them. */
export function readBiocDocument(document: BiocDocument): Pick<LabelRecord, 'entities' | 'relations'> {
  const [passage] = document.passages;
  const relations = passage?.relations ?? [];
  const entities = (passage?.annotations ?? []).filter(({ infons: said }) => said.identifier === undefined);
  const phrases = new Phrases(passage?.text ?? '');
  return {
    entities: entities.map(({ id, infons: said, locations }) => {
      const pieces = locations.map(({ offset, length }) => ({ start: offset, end: offset + length }));
      const span = { start: pieces[0]?.start ?? 0, end: pieces[pieces.length - 1]?.end ?? 0 };
      return {
        id,
        type: said.type ?? '',
        ...span,
        text: phrases.at(span),
        ...(pieces.length < 2 ? {} : { fragments: pieces }),
        score: Number(said.score),
        assertion: said.assertion ?? null,
        experiencer: (said.experiencer ?? null) as 'patient' | 'family' | 'past' | null,
        subtype: said.subtype ?? null,
        snomed: said.snomed ?? null,
        side: said.side ?? null,
        trend: said.trend ?? null,
        ...(said.decision === undefined ? {} : { decision: said.decision as 'accepted' | 'dismissed' }),
      };
    }),
    relations: relations.map(({ infons: said, nodes }) => ({
      type: said.type ?? '',
      head: nodes[0]?.refid ?? '',
      tail: nodes[1]?.refid ?? '',
      score: Number(said.score),
    })),
  };
}

/** The cells of a CSV text (RFC 4180), read character by character. */
export function csvRecords(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(at++);
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      row.push(cell);
      cell = '';
    } else if (char === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at++;
    } else cell += char;
  }
  return rows;
}

type Evidence = LabelRecord['codes'][number]['evidence'];

const decisionOf = ({ decision }: Row): object => (decision == null || decision === '' ? {} : { decision });

/** A record made again from its rows; `offsets`, which no row says, is taken from `model`. */
export function recordOfRows(rows: readonly Row[], { offsets }: LabelRecord): LabelRecord {
  const of = (kind: string): Row[] => rows.filter((row) => row.kind === kind);
  const pick = (row: Row, names: readonly (keyof Row)[]): object =>
    Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  const evidence = (parent: string): Evidence =>
    of('evidence')
      .filter((row) => row.parent === parent)
      .map((row) => pick(row, ['start', 'end', 'text'])) as Evidence;
  const [report = {}] = of('report');
  const record = {
    path: report.path,
    textSha256: report.textSha256,
    language: report.type,
    model: { name: report.modelName, version: report.modelVersion, sha256: report.modelSha256 },
    offsets,
    labels: of('label').map((row) => ({
      ...pick(row, ['id', 'probability', 'threshold', 'sensitiveThreshold', 'value', 'applies']),
      ...decisionOf(row),
      evidence: evidence(`label:${String(row.id)}`),
    })),
    codes: of('code').map((row, index) => ({
      ...pick(row, ['probability', 'rank', 'value', 'assertion', 'experiencer']),
      system: row.type,
      code: row.id,
      description: row.description ?? '',
      ...decisionOf(row),
      evidence: evidence(`code:${index + 1}`),
    })),
    entities: of('entity').map((row) => {
      const pieces = of('fragment').filter(({ parent }) => parent === row.id);
      return {
        ...pick(row, ['id', 'type', 'start', 'end', 'text']),
        ...pick(row, ['assertion', 'experiencer', 'subtype', 'snomed', 'side', 'trend']),
        ...(pieces.length === 0 ? {} : { fragments: pieces.map((piece) => pick(piece, ['start', 'end'])) }),
        score: row.probability,
        ...decisionOf(row),
      };
    }),
    relations: of('relation').map((row) => ({
      ...pick(row, ['type', 'head', 'tail']),
      score: row.probability,
    })),
    quality: of('quality').map((row, index) => ({
      id: row.id,
      severity: row.type,
      message: row.description,
      evidence: evidence(`quality:${index + 1}`),
    })),
    ...(of('assessment').length === 0
      ? {}
      : {
          assessments: of('assessment').map((row, index) => ({
            system: row.type,
            variant: row.subtype ?? null,
            value: row.id,
            valid: row.value,
            use: row.assertion,
            part: row.description ?? null,
            side: row.side ?? null,
            points: row.rank ?? null,
            evidence: evidence(`assessment:${index + 1}`),
          })),
        }),
    ...(report.calibrationSha256 == null
      ? {}
      : { calibration: { decisions: report.calibrationDecisions, sha256: report.calibrationSha256 } }),
    notAnalysed: (report.notAnalysed ?? '') === '' ? [] : String(report.notAnalysed).split(';'),
  };
  return record as LabelRecord;
}
