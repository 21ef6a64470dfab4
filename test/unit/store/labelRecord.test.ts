import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format as prettier } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ReportAnalysis } from '../../../server/src/core/types.js';
import { parseReport } from '../../../server/src/core/report.js';
import { parseCsvRow } from '../../../server/src/store/csv.js';
import { csvFormat, jsonlFormat } from '../../../server/src/store/labelFormat.js';
import { labelRecordSchema, storedRecordSchema } from '../../../server/src/store/labelRecord.js';
import { textSha256, toLabelRecord } from '../../../server/src/store/toLabelRecord.js';
import { keyOf, model, record } from './records.js';

const text = '🧠 Carcinoma ductal. 🧠 metástasis';
const analysis: ReportAnalysis = {
  language: 'es',
  sections: [],
  sentences: [],
  codes: [
    {
      system: 'ICD-O-3',
      code: '8500/3',
      description: 'Carcinoma ductal infiltrante',
      descriptionLanguage: 'es',
      probability: 0.123456789012345,
      rank: 1,
      value: false,
      status: { assertion: 'possible', experiencer: 'past' },
      evidence: [
        {
          startUtf16: 3,
          endUtf16: 19,
          probability: 0.1,
          runnerUp: null,
          assertion: 'possible',
          experiencer: 'past',
        },
      ],
    },
  ],
  entities: [
    {
      id: 'e1',
      type: 'Finding',
      startUtf16: 24,
      endUtf16: 34,
      score: 0.5,
      sentence: 0,
      assertion: 'possible',
      subtype: 'Lung',
      side: null,
      trend: 'new',
      experiencer: 'past',
    },
    {
      id: 'e2',
      type: 'Anatomy',
      startUtf16: 3,
      endUtf16: 12,
      score: 0.25,
      sentence: 0,
      assertion: null,
      subtype: 'Breast',
      side: 'left',
      trend: null,
      experiencer: null,
    },
  ],
  relations: [{ type: 'has', head: 'e1', tail: 'e2', score: 0.625 }],
  labels: [
    {
      id: 'abnormal',
      probability: 0.9123456789,
      threshold: 0.5,
      sensitiveThreshold: 0.2,
      value: true,
      applies: true,
      evidence: [{ startUtf16: 24, endUtf16: 34, attention: 0.75, entity: 'e1' }],
    },
  ],
  vector: null,
  notAnalysed: [],
};

describe('a label record', () => {
  const made = toLabelRecord('a/b.txt', parseReport(text), analysis, model, new Map([['Lung', '39607008']]));

  it('counts Unicode code points and quotes the text', () => {
    const points = Array.from(text);
    for (const { start, end, text: quoted } of [...made.codes[0]!.evidence, ...made.entities])
      expect(points.slice(start, end).join('')).toBe(quoted);
    expect(made.codes[0]!.evidence).toEqual([{ start: 2, end: 18, text: 'Carcinoma ductal' }]);
    expect(made.entities[0]).toMatchObject({ start: 22, end: 32, text: 'metástasis' });
  });

  it('says what the report says of the code', () => {
    expect(made.codes[0]).toMatchObject({ assertion: 'possible', experiencer: 'past' });
  });

  it('says all that is known of entities, relations and labels', () => {
    expect(made.entities).toMatchObject([
      {
        id: 'e1',
        assertion: 'possible',
        experiencer: 'past',
        subtype: 'Lung',
        snomed: '39607008',
        trend: 'new',
      },
      { id: 'e2', assertion: null, experiencer: null, subtype: 'Breast', snomed: null, side: 'left' },
    ]);
    expect(made.relations).toEqual([{ type: 'has', head: 'e1', tail: 'e2', score: 0.625 }]);
    expect(made.labels).toEqual([
      {
        id: 'abnormal',
        probability: 0.9123456789,
        threshold: 0.5,
        sensitiveThreshold: 0.2,
        value: true,
        applies: true,
        evidence: [{ start: 22, end: 32, text: 'metástasis' }],
      },
    ]);
  });

  it('does not round and fits its schema', () => {
    expect(labelRecordSchema.parse(made)).toEqual(made);
    expect(made.labels[0]!.probability).toBe(0.9123456789);
    expect(made.codes[0]!.probability).toBe(0.123456789012345);
    // printf Nódulo | sha256sum
    expect(textSha256('Nódulo')).toBe('e97daecfe6e3709a26db7e1ad5b52759f32f58f4d2e83d02059796fd2d06ae20');
  });

  it('is described by the published JSON Schema', async () => {
    const path = join(__dirname, '../../../docs/label-record.schema.json');
    const published = readFileSync(path, 'utf8');
    const own = z.toJSONSchema(storedRecordSchema);
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(own)));
    expect(published).toBe(await prettier(JSON.stringify(own), { parser: 'json', printWidth: 110 }));
  });
});

describe('the formats', () => {
  const code = {
    system: 'ICD-O-3',
    description: 'say "x", y',
    probability: 0.1 + 0.2,
    rank: 1,
    value: true,
    assertion: 'present' as const,
    experiencer: 'patient' as const,
    evidence: [{ start: 0, end: 1, text: 'línea\nrota' }],
  };
  const item = record('ñ,"\r\n.txt', 't', [
    { ...code, code: '8720/3', experiencer: 'family' },
    { ...code, code: '8000/6' },
    { ...code, code: '8140/3' },
    { ...code, code: '8000/1', value: false },
    { ...code, code: '8010/3', assertion: 'absent' },
    { ...code, code: '8010/6', experiencer: 'family' },
    { ...code, system: 'ICD-10-PCS', code: 'BW03Z', description: 'Radiografía de tórax', probability: 0.75 },
    { ...code, system: 'ICD-10-PCS', code: 'B020Y', value: false, rank: 2 },
  ]);

  it.each([jsonlFormat, csvFormat])('$name gives back the key that it was written with', (format) => {
    expect(format.keyOf(format.encode(item))).toEqual(keyOf(item));
    const taught = { ...item, calibration: { decisions: 8, sha256: 'd'.repeat(64) } };
    expect(format.keyOf(format.encode(taught))).toEqual({ ...keyOf(item), calibration: 'd'.repeat(64) });
    expect(format.keyOf('something,else\n')).toBeNull();
    expect(format.keyOf('{}')).toBeNull();
  });

  it('jsonl gives back the record, on one line', () => {
    const line = jsonlFormat.encode(item);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual(item);
  });

  it('csv has a row of the header’s width with the codes above the threshold', () => {
    const header = parseCsvRow(csvFormat.header)!;
    const fields = parseCsvRow(csvFormat.encode(item))!;
    const row = Object.fromEntries(header.map((name, index) => [name, fields[index]]));
    expect(fields).toHaveLength(header.length);
    expect(row).toMatchObject({
      path: item.path,
      topCode: '8000/6',
      topCodeDescription: 'say "x", y',
      topCodeProbability: '0.30000000000000004',
      codes: '8000/6;8140/3',
      evidence: 'línea\nrota;línea\nrota',
      exam: 'BW03Z',
      examDescription: 'Radiografía de tórax',
      examProbability: '0.75',
    });
    expect(csvFormat.encode(item).endsWith('\r\n')).toBe(true);
  });
});
