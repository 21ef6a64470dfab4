/**
 * The head labels on texts that no run has learned from and that name findings by their signs (`test/golden/README.md`),
 * through the product. The bars lie a little below what the shipped model has; SHOW=1 prints it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleProduct } from '../fixtures/engine/product.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const gold = join(__dirname, '..', 'golden', 'heads');
const model = join(__dirname, '..', '..', 'models', 'glosa-base');
const folder = mkdtempSync(join(tmpdir(), 'glosa-heads-'));

/** Least area under the curve of each label. */
const bars = {
  abnormal: 0.87,
  mass: 0.95,
  acute_stroke: 0.88,
  atrophy: 0.94,
  vascular: 0.93,
  small_vessel_disease: 0.96,
  white_matter_inflammation: 0.91,
  encephalomalacia: 0.95,
} as const;
type Label = keyof typeof bars;

let scores: Readonly<Record<Label, { readonly reports: number; readonly auc: number }>>;

beforeAll(async () => {
  const { glosa } = await bundleProduct(folder);
  const args = [glosa, 'eval', 'labels', gold, '--model', model, '--device', 'cpu', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { all } = JSON.parse(stdout) as { all: { labels: typeof scores } };
  scores = all.labels;
  if (process.env.SHOW === '1') process.stdout.write(`${JSON.stringify(scores, null, 1)}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the head labels on blind texts', () => {
  it.each(Object.keys(bars) as Label[])('%s', (label) => {
    expect(scores[label].reports).toBe(160);
    expect(scores[label].auc).toBeGreaterThanOrEqual(bars[label]);
  });
});
