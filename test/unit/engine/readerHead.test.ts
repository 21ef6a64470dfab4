import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoder } from '../../../server/src/engine/decode/index.js';
import type { WordOutput } from '../../../server/src/engine/decode/types.js';
import { usedFiles } from '../../../server/src/engine/manifest.js';
import { loadPack } from '../../../server/src/engine/pack.js';
import { PackError } from '../../../server/src/engine/packError.js';
import { labelNames } from '../../../server/src/engine/readerManifest.js';
import type { ReportReaderHead } from '../../../server/src/engine/readerManifest.js';
import { loadVocabulary } from '../../../server/src/engine/vocabulary.js';
import { parameterFile, smallHead, smallTensors } from '../../fixtures/reader-head/readerHead.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';
import { packVector } from '../../../server/src/core/wordVector.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-reader-head-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
let count = 0;

const exams =
  'BW03Z\tRadiografía de tórax\tPlain radiography of chest\nB020Y\t\tCT of brain\nBW03Z\tOtra\t\nlocal\tPropio\t\n';
const values = {
  'span.subtype.bias': [0, 0, 1],
  'relation.bias': [2, -9],
  'label.bias': [0.5],
  'label.section': [0.25, -1, 0, 2],
  'exam.section': [0, 3],
  'exam.own': [1, 2],
  'exam.own.bias': [0.5],
};
const sizes = (head: ReportReaderHead): { name: string; size: number }[] => [
  { name: 'entity_tags', size: 3 * head.types.length },
  { name: 'span_parts', size: 6 },
  { name: 'relation_parts', size: 6 },
  { name: 'queries', size: 19 },
  { name: 'vectors', size: 2 },
];

/** A tiny pack with the small reader head beside its codes head, or alone. */
function write(head: ReportReaderHead, { alone = false, file = exams, outputs = sizes(head) } = {}): string {
  return writeTinyPack(join(scratch, String(++count)), {
    files: {
      'reader.bin': parameterFile(head, smallTensors(head, values)),
      'exams.tsv.gz': gzipSync(file),
    },
    manifest: (manifest) => {
      const { codes } = manifest.heads as { codes: unknown };
      manifest.heads = alone ? { reader: head } : { codes, reader: head };
      manifest.outputs = [...(manifest.outputs as unknown[]), ...outputs];
    },
  });
}

/** The error that loading ends with. */
async function problem(folder: string): Promise<PackError> {
  const error: unknown = await loadPack(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PackError);
  return error as PackError;
}

describe('a pack with a reader head', () => {
  it('loads, with the files that the head uses', async () => {
    const { manifest } = await loadPack(write(smallHead()));
    expect(usedFiles(manifest)).toEqual(expect.arrayContaining(['exams.tsv.gz', 'reader.bin']));
  });

  it('is decoded with the parameters of its file', async () => {
    const decode = createDecoder(await loadPack(write(smallHead())));
    const rows = (size: number, ...cells: [number, number, number][]): WordOutput => {
      const data = new Float32Array(2 * size);
      for (const [row, column, value] of cells) data[row * size + column] = value;
      return { data, size };
    };
    const o = (row: number, column: number): [number, number, number] => [row, column, 20];
    const outputs = new Map([
      ['entity_tags', rows(9, [0, 1, 20], o(1, 0), o(0, 3), [1, 4, 20], o(0, 6), o(1, 6))],
      ['span_parts', rows(6)],
      ['relation_parts', rows(6)],
      ['queries', rows(19, [0, 1, 3])],
      ['vectors', rows(2, [0, 0, 1])],
      ['mention_logits', rows(3, o(0, 0), o(1, 0))],
      ['code_vectors', rows(8)],
    ]);
    const reading = decode(['nodulo', 'pulmonar'], outputs);
    expect(reading.mentions).toEqual([]);
    expect(reading.entities.map(({ type, firstWord, subtype }) => [type, firstWord, subtype])).toEqual([
      ['Finding', 0, 'Liver'],
      ['Anatomy', 1, 'Liver'],
    ]);
    expect(reading.relations).toMatchObject([{ type: 'has', head: 0, tail: 1 }]);
    const values = reading.report?.labels.sums.filter((_, i) => i % 2 === 1);
    expect(values).toEqual([1.5, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(reading.report?.mean).toBe(packVector([0.5, 0]));
  });

  it('gives the report-level merge its parameters', async () => {
    const { reader } = (await loadVocabulary(await loadPack(write(smallHead()))))!;
    expect(reader?.labels.map(({ id }) => id)).toEqual(labelNames);
    expect(reader?.labels[0]).toMatchObject({
      bias: 0.5,
      sectionShift: { findings: 0.25, impression: -1 },
      specific: 0.5,
      sensitive: 0.2,
    });
    expect(reader?.labels[1]?.sectionShift).toEqual({ findings: 0, impression: 2 });
    expect(reader?.snomed.get('Liver')).toBe('10200004');
    expect(reader?.exam.sectionShift).toEqual({ findings: 0, impression: 3 });
    expect(reader?.exam.codes).toEqual([
      { code: 'BW03Z', es: 'Radiografía de tórax', en: 'Plain radiography of chest' },
      { code: 'B020Y', es: null, en: 'CT of brain' },
      { code: 'local', es: 'Propio', en: null },
    ]);
    // Axes: own, system, modality, part, contrast.
    expect(reader?.exam.axes.map(({ rowOfCode }) => [...rowOfCode])).toEqual([
      [0, -1, -1],
      [0, -1, -1],
      [0, 1, -1],
      [0, -1, -1],
      [0, 1, -1],
    ]);
    expect([...reader!.exam.axes[0]!.weights, ...reader!.exam.axes[0]!.biases]).toEqual([1, 2, 0.5]);
  });

  it('describes exam codes beside its own, and alone', async () => {
    const both = (await loadVocabulary(await loadPack(write(smallHead()))))!;
    expect(both).toMatchObject({ system: 'ICD-O-3', threshold: 0.5 });
    expect(both.describe('BW03Z')).toMatchObject({ es: 'Radiografía de tórax' });
    expect(both.describe('8010/3')?.es).toBe('Carcinoma');
    expect(both.rows().codeAt(0)).toBe('8010/3');
    const alone = (await loadVocabulary(
      await loadPack(write(smallHead({ examThreshold: 0.3 }), { alone: true })),
    ))!;
    expect(alone).toMatchObject({ system: 'ICD-10-PCS', threshold: 0.3 });
    expect(alone.rows().at(1)).toMatchObject({ code: 'BW03Z', es: 'Radiografía de tórax' });
  });

  it('names the line of the exams that is no row', async () => {
    const pack = await loadPack(write(smallHead(), { file: 'BW03Z\ta\tb\nnonsense\n' }));
    await expect(loadVocabulary(pack)).rejects.toThrow('exams.tsv.gz, line 2');
  });
});

describe('a reader head is refused', () => {
  const shapes = smallHead().tensors;
  const wider = shapes.map(({ name, shape }) => ({ name, shape: name === 'span.side' ? [4, 2] : shape }));

  it.each<[string, Partial<ReportReaderHead>, string]>([
    ['tagBias of another length', { tagBias: [0] }, 'tagBias has 1 values; heads.reader.types has 3'],
    ['snomed of another length', { snomed: ['1'] }, 'snomed has 1 values'],
    ['thresholds of another length', { relationThresholds: [] }, 'relationThresholds has 0 values'],
    ['labelThresholds of another length', { labelThresholds: [] }, 'labelThresholds has 0 values'],
    ['labelCalibration of another length', { labelCalibration: [] }, 'labelCalibration has 0 values'],
    [
      'an axis twice',
      {
        examAxes: [
          { name: 'own', values: ['a'] },
          { name: 'own', values: ['b'] },
        ],
      },
      'an axis twice',
    ],
    ['an output that is not there', { queryOutput: 'query' }, 'output query, which is not among'],
    ['an output of another size', { spanDimension: 3 }, 'span_parts has size 6; heads.reader needs 9'],
    [
      'a tensor of another shape',
      { tensors: wider },
      'tensor span.side has shape [4, 2]; heads.reader needs [3, 2]',
    ],
    ['a missing tensor', { tensors: shapes.slice(1) }, 'lacks span.width'],
    ['an unknown tensor', { tensors: [...shapes, { name: 'x', shape: [1] }] }, 'tensors has x'],
    ['a tensor twice', { tensors: [...shapes, ...shapes.slice(0, 1)] }, 'tensors has span.width'],
  ])('with %s', async (_, changes, part) => {
    const error = await problem(write(smallHead(changes), { outputs: sizes(smallHead()) }));
    expect(error).toMatchObject({ kind: 'headInvalid', details: { head: 'reader' } });
    expect(error.message).toContain(part);
  });

  it('with a parameter file of another length', async () => {
    const folder = writeTinyPack(join(scratch, String(++count)), {
      files: { 'reader.bin': new Uint8Array(8), 'exams.tsv.gz': gzipSync(exams) },
      manifest: (manifest) => {
        manifest.heads = { reader: smallHead() };
        manifest.outputs = sizes(smallHead());
      },
    });
    const numbers = shapes.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    expect(await problem(folder)).toMatchObject({
      kind: 'headInvalid',
      details: { file: 'reader.bin', found: 8, expected: numbers * 4 },
    });
  });

  it.each<[string, object, string]>([
    ['an unknown entity type', { types: ['Finding', 'finding'] }, 'heads.reader.types.1'],
    ['a type twice', { types: ['Finding', 'Finding'] }, 'holds a value twice'],
    ['labels in another order', { labels: [...labelNames].reverse() }, 'heads.reader.labels'],
    [
      'a sensitive threshold above the specific one',
      { labelThresholds: [{ specific: 0.2, sensitive: 0.3 }] },
      'labelThresholds.0.sensitive',
    ],
    ['an unknown relation', { pairs: [['is', 'Finding', 'Anatomy']] }, 'heads.reader.pairs.0.0'],
  ])('with %s', async (_, changes, part) => {
    const head = { ...smallHead(), ...changes } as ReportReaderHead;
    const folder = writeTinyPack(join(scratch, String(++count)), {
      manifest: (manifest) => {
        manifest.heads = { reader: head };
      },
    });
    const error = await problem(folder);
    expect(error.kind).toBe('manifestInvalid');
    expect(error.message).toContain(part);
  });
});
