/** CoNLL, BioC, CSV, JSONL, Parquet, CodiEsp and OMOP: what they hold comes back, what they do not is counted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { biocDocument, biocFormat } from '../../../../server/src/store/exports/bioc.js';
import type { BiocDocument } from '../../../../server/src/store/exports/bioc.js';
import { codiespFormat } from '../../../../server/src/store/exports/codiesp.js';
import { conllFile, conllFormat, conllSentences } from '../../../../server/src/store/exports/conll.js';
import { csvTableFormat } from '../../../../server/src/store/exports/csv.js';
import type { ExportFormat, ReportToExport } from '../../../../server/src/store/exports/exportFormat.js';
import { jsonlExportFormat } from '../../../../server/src/store/exports/jsonl.js';
import { noteNlpColumns, omopFormat } from '../../../../server/src/store/exports/omop.js';
import { parquetFormat } from '../../../../server/src/store/exports/parquet.js';
import { rowColumns } from '../../../../server/src/store/exports/rows.js';
import type { Row } from '../../../../server/src/store/exports/rows.js';
import { codiespRecord, parseCodiesp } from '../../../../server/src/store/imports/codiesp.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../records.js';
import { context, reports } from './arbitrary.js';
import { csvRecords, readBiocDocument, readConll, recordOfRows } from './readers.js';

/** The bytes of a format's table after some reports. */
async function written(format: ExportFormat, given: readonly ReportToExport[], table = 0): Promise<Buffer> {
  if (format.layout !== 'tables') throw new Error('no table');
  const encoder = await format.tables[table]!.open();
  const parts = given.map((report, index) => encoder.add(report, { ...context, number: index + 1 }));
  return Buffer.concat([...parts, encoder.end()].map((part) => Buffer.from(part)));
}

const text = '🧠 Nódulo de 12 mm en lóbulo superior derecho. Sin derrame.';
const base = { score: 0.9, assertion: null, subtype: null, snomed: null, side: null, trend: null };
const made: LabelRecord = {
  ...record('a/b.txt', text),
  entities: [
    { ...base, id: 'e1', type: 'Finding', start: 2, end: 8, text: 'Nódulo', assertion: 'present' },
    { ...base, id: 'e2', type: 'Measure', start: 12, end: 17, text: '12 mm' },
    { ...base, id: 'e3', type: 'Negation', start: 46, end: 49, text: 'Sin' },
    { ...base, id: 'e4', type: 'Finding', start: 50, end: 57, text: 'derrame', assertion: 'absent' },
  ],
  relations: [{ type: 'measures', head: 'e2', tail: 'e1', score: 0.8 }],
  codes: (['ICD-10-PCS', 'ICD-10-PCS', 'ICD-10-CM', 'ICD-10-CM', 'ICD-O-3'] as const).map(
    (system, index) => ({
      system,
      code: ['BW24Z', '0TCB', 'R91.1', 'J90', '8140/3'][index]!,
      description: '',
      probability: 0.9 - index / 10,
      rank: index + 1,
      value: true,
      assertion: index === 3 ? 'absent' : 'present',
      experiencer: 'patient',
      evidence: [{ start: 2, end: 8, text: 'Nódulo' }],
      ...(index >= 2 ? { decision: 'accepted' } : {}),
    }),
  ),
};
const report: ReportToExport = { record: made, text, reviewers: [] };

describe('conll', () => {
  it('has a column per layer and a line per word', () => {
    const rows = conllFile(report).split('\n');
    expect(rows[0]).toBe(
      '# columns = FORM START END Finding Anatomy Location Measure Type_of_measure Degree Abbreviation ' +
        'Negation Uncertainty ConditionalTemporal',
    );
    expect(rows[2]).toBe('Nódulo\t2\t8\tB-Finding\tO\tO\tO\tO\tO\tO\tO\tO\tO');
    expect(rows[5]).toBe('mm\t15\t17\tO\tO\tO\tI-Measure\tO\tO\tO\tO\tO\tO');
    // The head, "🧠", eight words and a full stop; then the second sentence.
    expect(rows.indexOf('', 1)).toBe(11);
  });

  it('has every word of the text once, and gives entities of whole words back', () => {
    fc.assert(
      fc.property(reports, (given) => {
        const words = conllSentences(given.text).flat();
        const points = Array.from(given.text);
        let at = 0;
        for (const { form, start, end } of words) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(
            points
              .slice(start, end)
              .join('')
              .replace(/[\f\u0085]/g, ''),
          ).toBe(form);
          expect(form).not.toMatch(/\s/);
          at = end;
        }
        // One entity a type, at the ends of words: nothing can stand in its way.
        const types = new Map(given.record.entities.map((entity) => [entity.type, entity]));
        const entities = [...types.values()].flatMap((entity, index) => {
          const first = words[index % Math.max(1, words.length)];
          const last = words[words.length - 1];
          return first === undefined || last === undefined || last.start < first.start
            ? []
            : [{ ...entity, start: first.start, end: last.end }];
        });
        const whole = { ...given, record: { ...given.record, entities } };
        const key = (span: { type: string; start: number; end: number }): string =>
          `${span.type} ${span.start} ${span.end}`;
        expect(readConll(conllFile(whole)).map(key).sort()).toEqual(entities.map(key).sort());
        expect(conllFormat.losses(whole).some(({ kind }) => kind === 'wordEnds')).toBe(false);
      }),
    );
  });

  it('counts entities that end inside a word, and keeps an entity beside one of its type', () => {
    const entities = [
      { ...base, id: 'e1', type: 'Finding', start: 2, end: 5, text: 'Nód' },
      { ...base, id: 'e2', type: 'Finding', start: 9, end: 11, text: 'de' },
    ];
    const cut = { ...report, record: { ...made, entities } };
    expect(conllFormat.losses(cut)).toContainEqual({ kind: 'wordEnds', count: 1 });
    expect(readConll(conllFile(cut))).toEqual([
      { type: 'Finding', start: 2, end: 8 },
      { type: 'Finding', start: 9, end: 11 },
    ]);
  });
});

describe('bioc', () => {
  it('gives entities, relations and codes back', () => {
    fc.assert(
      fc.property(reports, (given) => {
        const document = JSON.parse(JSON.stringify(biocDocument(given))) as BiocDocument;
        const { entities, relations } = given.record;
        expect(readBiocDocument(document)).toEqual({ entities, relations });
        const taught = given.record.calibration;
        expect(document.infons.calibration).toBe(taught && `${taught.decisions} ${taught.sha256}`);
        const [passage] = document.passages;
        expect(passage?.annotations.filter(({ infons }) => infons.identifier !== undefined).length).toBe(
          given.record.codes.length,
        );
        const points = Array.from(passage!.text);
        for (const { text: quoted, locations } of passage!.annotations)
          expect(
            locations.map(({ offset, length }) => points.slice(offset, offset + length).join('')).join(' '),
          ).toBe(quoted);
      }),
    );
  });

  it('is one collection, also of nothing', async () => {
    const two = JSON.parse((await written(biocFormat, [report, report])).toString()) as {
      documents: unknown[];
    };
    expect(two.documents.length).toBe(2);
    expect(JSON.parse((await written(biocFormat, [])).toString())).toMatchObject({ documents: [] });
  });
});

describe('tables of rows', () => {
  it('csv gives the record back', async () => {
    await fc.assert(
      fc.asyncProperty(reports, async (given) => {
        const [head, ...rows] = csvRecords((await written(csvTableFormat, [given])).toString('utf8'));
        expect(head).toEqual(Object.keys(rowColumns));
        const typed = rows.map((cells): Row =>
          Object.fromEntries(
            Object.entries(rowColumns).map(([name, type], index) => {
              const cell = cells[index] ?? '';
              const value = type === 'STRING' ? cell : type === 'BOOLEAN' ? cell === 'true' : Number(cell);
              return [name, cell === '' ? null : value];
            }),
          ),
        );
        expect(recordOfRows(typed, given.record)).toEqual(given.record);
      }),
      { numRuns: 60 },
    );
  });

  it('parquet gives the record back', async () => {
    const { parquetReadObjects } = await import('hyparquet');
    await fc.assert(
      fc.asyncProperty(fc.array(reports, { maxLength: 3 }), async (given) => {
        const bytes = await written(parquetFormat, given);
        const file = new Uint8Array(bytes).buffer;
        const rows = (await parquetReadObjects({ file })) as Row[];
        let at = 0;
        for (const { record: wanted } of given) {
          const next = rows.findIndex(({ kind }, index) => index > at && kind === 'report');
          expect(recordOfRows(rows.slice(at, next < 0 ? rows.length : next), wanted)).toEqual(wanted);
          at = next;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('parquet writes a row group at a time', async () => {
    const { parquetMetadata } = await import('hyparquet');
    const many = Array.from({ length: 2600 }, () => report);
    const bytes = await written(parquetFormat, many);
    const metadata = parquetMetadata(new Uint8Array(bytes).buffer);
    expect(metadata.row_groups.length).toBeGreaterThan(0);
    expect(Number(metadata.num_rows)).toBe(2600 * 16);
  });

  it('jsonl is the record', async () => {
    expect(JSON.parse((await written(jsonlExportFormat, [report])).toString())).toEqual(made);
  });
});

describe('codiesp', () => {
  it('has imaging procedures, and diagnoses that a person accepted and the report does not deny', async () => {
    const [d, p, x] = await Promise.all([0, 1, 2].map((table) => written(codiespFormat, [report], table)));
    expect(d!.toString()).toBe('informe\tr91.1\n');
    expect(p!.toString()).toBe('informe\tbw24zzz\n');
    expect(x!.toString()).toBe('informe\t2 8\tDIAGNOSTICO\tr91.1\ninforme\t2 8\tPROCEDIMIENTO\tbw24zzz\n');
    expect(codiespFormat.losses(report)).toEqual([
      { kind: 'entities', count: 4 },
      { kind: 'relations', count: 1 },
      { kind: 'notAccepted', count: 1 },
      { kind: 'otherSystems', count: 2 },
    ]);
  });

  it('gives codes and their phrases back', async () => {
    await fc.assert(
      fc.asyncProperty(reports, async (given) => {
        const tables = await Promise.all(
          [0, 1, 2].map(async (table) => (await written(codiespFormat, [given], table)).toString()),
        );
        const rows = (['diagnosis', 'procedure', null] as const).flatMap((kind, index) => {
          const read = parseCodiesp(tables[index]!, kind);
          expect(read.problems).toEqual([]);
          return read.cases.get('informe') ?? [];
        });
        const back = codiespRecord('x.txt', given.text, rows, 'a'.repeat(64));
        expect(back.problems).toEqual([]);
        for (const { system, code, evidence } of back.record.codes) {
          const from = given.record.codes.find((one) => one.system === system && one.code === code)!;
          expect(from.assertion).not.toBe('absent');
          if (system === 'ICD-10-CM') expect(from.decision).toBe('accepted');
          if (system === 'ICD-10-CM' || from.value) expect(evidence).toEqual(from.evidence);
          else expect(evidence).toEqual([]);
        }
      }),
    );
  });

  it('reads the X table of the corpus, and names bad rows', () => {
    const table =
      'c1\tPROCEDIMIENTO\tbt41zzz\tNódulo 12 mm\t2 8;12 17\n' +
      'c1\tDIAGNOSTICO\tj90\totra cosa\t50 57\n' +
      'c1\tDIAGNOSTICO\tj91\tderrame\t50 570\n' +
      'c1\tOTRO\tj90\tderrame\t50 57\nc1\tDIAGNOSTICO\n';
    const read = parseCodiesp(table, null);
    expect(read.problems).toEqual([
      { line: 4, kind: 'fields' },
      { line: 5, kind: 'fields' },
    ]);
    const { record: gold, problems } = codiespRecord('c1.txt', text, read.cases.get('c1')!, 'a'.repeat(64));
    expect(problems).toEqual([
      { line: 2, kind: 'text' },
      { line: 3, kind: 'range' },
    ]);
    expect(gold.codes).toMatchObject([
      { system: 'ICD-10-CM', code: 'J90', rank: 1, evidence: [{ start: 50, end: 57, text: 'derrame' }] },
      { system: 'ICD-10-CM', code: 'J91', evidence: [] },
      { system: 'ICD-10-PCS', code: 'BT41ZZZ', rank: 1, evidence: [{ text: 'Nódulo de 12 mm' }] },
    ]);
  });
});

describe('omop', () => {
  it('has the columns of NOTE_NLP and never states what is denied', async () => {
    const rows = csvRecords((await written(omopFormat, [report, report])).toString());
    expect(rows[0]).toEqual([...noteNlpColumns]);
    expect(rows[1]).toEqual([
      '1',
      '1',
      '0',
      text,
      '2',
      'Nódulo',
      '0',
      '0',
      'Glosa test 1',
      '2026-11-26',
      '2026-11-26 12:34:56',
      'Y',
      'present',
      'type=Finding,certainty=present,subject=patient,score=0.9',
    ]);
    expect(rows[4]![11]).toBe('N');
    // Eight rows a note: four entities, and the phrases of the four codes that are not denied.
    expect(rows.map(([id]) => id)).toEqual([
      'note_nlp_id',
      ...Array.from({ length: 16 }, (_, index) => String(index + 1)),
    ]);
    const notes = csvRecords((await written(omopFormat, [report, report], 1)).toString());
    expect(notes[2]).toEqual(['2', 'a/b.txt', made.textSha256]);
  });

  it('keeps to the widths of the columns, and offsets to the text', async () => {
    await fc.assert(
      fc.asyncProperty(reports, async (given) => {
        const rows = csvRecords((await written(omopFormat, [given])).toString()).slice(1);
        const points = Array.from(given.text);
        given.record.entities.forEach(({ assertion, experiencer, start }, index) => {
          const row = rows[index]!;
          expect(Array.from(row[3]!).length).toBeLessThanOrEqual(250);
          expect(Array.from(row[13]!).length).toBeLessThanOrEqual(2000);
          expect(row[4]).toBe(String(start));
          expect(points.slice(start).join('').startsWith(row[5]!)).toBe(true);
          expect(row[3]).toContain(row[5]);
          const stated = assertion === 'present' && experiencer !== 'family';
          const denied = assertion === 'absent' || (assertion !== null && experiencer === 'family');
          expect(row[11]).toBe(stated ? 'Y' : denied ? 'N' : '');
        });
      }),
      { numRuns: 60 },
    );
  });

  it('cuts what is wider than a column, and says so', async () => {
    const long = 'ñ'.repeat(300);
    const wide = {
      ...report,
      text: long,
      record: { ...made, codes: [], entities: [{ ...made.entities[0]!, start: 0, end: 300, text: long }] },
    };
    const rows = csvRecords((await written(omopFormat, [wide])).toString());
    expect([rows[1]![3], rows[1]![5]]).toEqual([long.slice(0, 250), long.slice(0, 250)]);
    expect(omopFormat.losses(wide)).toContainEqual({ kind: 'cut', count: 1 });
  });
});
