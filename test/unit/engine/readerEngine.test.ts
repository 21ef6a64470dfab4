import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../server/src/engine/engine.js';
import { readReport } from '../../../server/src/engine/readReport.js';
import { bundle } from '../../fixtures/engine/bundle.js';
import { parameterFile, smallHead, smallTensors } from '../../fixtures/reader-head/readerHead.js';
import { tinyGraph, writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-reader-engine-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/**
 * A pack with the reader head alone. The tiny graph's two outputs serve all five: `mention_logits` (3) are the tags
 * of one type and parts of dimension 1; `code_vectors`, 19 wide, are the queries and the vectors.
 */
function writeReaderPack(): string {
  const head = smallHead({
    tagOutput: 'mention_logits',
    types: ['Finding'],
    tagBias: [0],
    spanOutput: 'mention_logits',
    spanDimension: 1,
    relationOutput: 'mention_logits',
    relationDimension: 1,
    queryOutput: 'code_vectors',
    vectorOutput: 'code_vectors',
    vectorDimension: 19,
    examAxes: [{ name: 'own', values: ['BW03Z', 'B020Y'] }],
  });
  const tensors = smallTensors(head, {
    'label.bias': [9],
    'span.assertion.bias': [0, 1, 0],
    'exam.own.bias': [0, 3],
  });
  return writeTinyPack(join(scratch, 'pack'), {
    files: {
      'model.cpu.onnx': tinyGraph(19),
      'reader.bin': parameterFile(head, tensors),
      'exams.tsv.gz': gzipSync('BW03Z\tRadiografía de tórax\t\nB020Y\tTC de encéfalo\t\n'),
    },
    manifest: (manifest) => {
      manifest.heads = { reader: head };
      manifest.outputs = [
        { name: 'mention_logits', size: 3 },
        { name: 'code_vectors', size: 19 },
      ];
    },
  });
}

describe('an engine with a reader head', () => {
  it('reads a report in its child: entities, labels, exam code and vector', async () => {
    const engine = createEngine({
      packPath: writeReaderPack(),
      device: 'cpu',
      threads: 1,
      processes: 1,
      cacheBytes: 1_000_000,
      watchdogMs: 20_000,
      childPath: await bundle('server/src/engine/child.ts', scratch, 'engine-child.js'),
    });
    try {
      const text = 'Hallazgos:\nCarcinoma de colon. Nada en TC.';
      const first = await readReport(engine, text, { priority: 'typing' });
      expect(first.entities).toMatchObject([
        {
          id: 'e1',
          type: 'Finding',
          startUtf16: 11,
          endUtf16: 20,
          assertion: 'possible',
          experiencer: 'patient',
        },
      ]);
      expect(first.labels.map(({ id, value }) => [id, value])[0]).toEqual(['abnormal', true]);
      expect(first.labels).toHaveLength(8);
      expect(first.codes.map(({ system, code, rank, value }) => [system, code, rank, value])).toEqual([
        ['ICD-10-PCS', 'B020Y', 1, true],
        ['ICD-10-PCS', 'BW03Z', 2, false],
      ]);
      expect(first.vector).toHaveLength(38);
      // From the cache the same to the last bit.
      expect(await readReport(engine, text, { priority: 'typing' })).toEqual(first);
    } finally {
      await engine.dispose();
    }
  });
});
