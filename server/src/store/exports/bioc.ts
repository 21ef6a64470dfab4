/**
 * BioC JSON: one collection, a document per report, one passage with the whole text. Offsets are code points, as the
 * `bioc` package of Python counts them. Values of `infons` are strings, as BioC wants them.
 */
import type { ExportFormat, ReportToExport } from './exportFormat.js';
import { lost } from './losses.js';
import { Phrases, piecesOf } from './spans.js';
import type { PointSpan } from './spans.js';

type Infons = Record<string, string>;

interface BiocNode {
  readonly refid: string;
  readonly role: string;
}
interface BiocAnnotation {
  readonly id: string;
  readonly infons: Infons;
  readonly text: string;
  readonly locations: readonly { readonly offset: number; readonly length: number }[];
}
interface BiocRelation {
  readonly id: string;
  readonly infons: Infons;
  readonly nodes: readonly BiocNode[];
}
export interface BiocDocument {
  readonly id: string;
  readonly infons: Infons;
  readonly passages: readonly {
    readonly offset: number;
    readonly infons: Infons;
    readonly text: string;
    readonly sentences: readonly never[];
    readonly annotations: readonly BiocAnnotation[];
    readonly relations: readonly BiocRelation[];
  }[];
  readonly annotations: readonly never[];
  readonly relations: readonly never[];
}

/** Those of the given values that are there. */
function infons(values: Readonly<Record<string, string | number | boolean | null>>): Infons {
  const found: Infons = {};
  for (const [name, value] of Object.entries(values)) if (value !== null) found[name] = String(value);
  return found;
}

const location = ({ start, end }: PointSpan): { offset: number; length: number } => ({
  offset: start,
  length: end - start,
});

/** Entities keep their ids; a code is an annotation `c<n>` of its system's type, at every phrase of its evidence. */
export function biocDocument({ record, text }: ReportToExport): BiocDocument {
  const phrases = new Phrases(text);
  const entities = record.entities.map((entity): BiocAnnotation => {
    const { id, type, score, assertion, experiencer = null, subtype, snomed, side, trend } = entity;
    const { decision = null } = entity;
    const pieces = piecesOf(entity);
    return {
      id,
      infons: infons({ type, score, assertion, experiencer, subtype, snomed, side, trend, decision }),
      text: pieces.map((piece) => phrases.at(piece)).join(' '),
      locations: pieces.map(location),
    };
  });
  const codes = record.codes.map((code, index): BiocAnnotation => {
    const { system, description, probability, value, assertion, experiencer, evidence } = code;
    const { decision = null } = code;
    return {
      id: `c${index + 1}`,
      infons: infons({
        type: system,
        identifier: code.code,
        description,
        rank: code.rank,
        probability,
        value,
        assertion,
        experiencer,
        decision,
      }),
      text: evidence.map((phrase) => phrase.text).join(' '),
      locations: evidence.map(location),
    };
  });
  const relations = record.relations.map(({ type, head, tail, score }, index): BiocRelation => ({
    id: `r${index + 1}`,
    infons: infons({ type, score }),
    nodes: [
      { refid: head, role: 'head' },
      { refid: tail, role: 'tail' },
    ],
  }));
  const labels = record.labels.flatMap(
    ({ id, probability, applies, decision }): [string, number | string][] => [
      ...(applies ? [[`label:${id}`, probability] as [string, number]] : []),
      ...(decision === undefined ? [] : [[`decision:${id}`, decision] as [string, string]]),
    ],
  );
  const { model, calibration } = record;
  return {
    id: record.path,
    infons: infons({
      language: record.language,
      textSha256: record.textSha256,
      model: `${model.name} ${model.version} ${model.sha256}`,
      calibration: calibration === undefined ? null : `${calibration.decisions} ${calibration.sha256}`,
      ...Object.fromEntries(labels),
    }),
    passages: [
      { offset: 0, infons: {}, text, sentences: [], annotations: [...entities, ...codes], relations },
    ],
    annotations: [],
    relations: [],
  };
}

export const biocFormat: ExportFormat = {
  name: 'bioc',
  dismissed: 'marked',
  layout: 'tables',
  tables: [
    {
      file: 'reports.bioc.json',
      open: () => {
        let head = '{"source":"Glosa","date":"","key":"","infons":{},"documents":[\n';
        const next = (): string => {
          const given = head;
          head = ',\n';
          return given;
        };
        let any = false;
        return Promise.resolve({
          add: (report) => {
            any = true;
            return next() + JSON.stringify(biocDocument(report));
          },
          end: () => `${any ? '' : next()}\n]}\n`,
        });
      },
    },
  ],
  losses: ({ record }) => lost(record, ['quality', 'assessments', 'notAnalysed']),
};
