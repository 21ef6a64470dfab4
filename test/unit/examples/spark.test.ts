/** `examples/spark/label_reports.py` on a local cluster of two: where GLOSA_SPARK_PYTHON names a Python with PySpark. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProduct } from '../../fixtures/engine/product.js';
import type { Product } from '../../fixtures/engine/product.js';
import { jsonLines } from '../host/cli/harness.js';

const python = process.env.GLOSA_SPARK_PYTHON ?? '';
const folder = mkdtempSync(join(tmpdir(), 'glosa-spark-'));
let product: Product;
beforeAll(async () => {
  if (python !== '') product = await bundleProduct(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function submit(input: string, output: string, options: string): Promise<{ code: number; said: string }> {
  const args = [join('examples', 'spark', 'label_reports.py'), '--input', input, '--output', output];
  const glosa = `${process.execPath} ${product.glosa}`;
  const more = ['--partitions', '4', '--glosa', glosa, `--options=${options}`];
  const env = {
    ...process.env,
    PYSPARK_PYTHON: python,
    PYSPARK_SUBMIT_ARGS: '--master local[2] --conf spark.ui.enabled=false pyspark-shell',
  };
  return new Promise((resolve) => {
    execFile(python, [...args, ...more], { env, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

describe.skipIf(python === '')('label_reports.py on local[2]', () => {
  const limit = 900_000;

  it(
    'labels every report of every partition once, and answers bad ones',
    async () => {
      const input = join(folder, 'reports.jsonl');
      const rows = Array.from({ length: 40 }, (_, i) =>
        JSON.stringify({ id: `r${i}`, text: i === 17 ? null : `Informe ${i}: adenocarcinoma de pulmón.` }),
      );
      writeFileSync(input, `${rows.join('\n')}\n`);
      const output = join(folder, 'labels');
      const { code, said } = await submit(input, output, product.options.join(' '));
      expect(code, said).toBe(0);
      const parts = readdirSync(output).filter((name) => name.startsWith('part-'));
      expect(parts).toHaveLength(4);
      const records = parts.flatMap((name) => jsonLines(readFileSync(join(output, name), 'utf8')));
      const ids = records.map(({ id }) => Number(String(id).slice(1))).sort((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: 40 }, (_, i) => i));
      expect(records.find(({ id }) => id === 'r17')).toHaveProperty('error');
      expect(records.filter((record) => 'error' in record)).toHaveLength(1);
      expect(records.find(({ id }) => id === 'r3')).toMatchObject({ path: 'r3', language: 'es' });
    },
    limit,
  );

  it(
    'fails where glosa has no model, instead of writing fewer reports',
    async () => {
      const input = join(folder, 'one.jsonl');
      writeFileSync(input, '{"id":"a","text":"Carcinoma."}\n');
      const { code, said } = await submit(input, join(folder, 'none'), '--model /nowhere');
      expect(code).not.toBe(0);
      expect(said).toContain('no usable model');
    },
    limit,
  );
});
