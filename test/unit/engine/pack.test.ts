import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { spanFeatureCount } from '../../../server/src/engine/decode/spanFeatures.js';
import { parseManifest, staysInside } from '../../../server/src/engine/manifest.js';
import { loadPack } from '../../../server/src/engine/pack.js';
import { PackError } from '../../../server/src/engine/packError.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';
import type { TinyPackChanges } from '../../fixtures/tiny-pack/tinyPack.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-pack-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
let count = 0;
const fresh = (changes?: TinyPackChanges): string => writeTinyPack(join(scratch, String(++count)), changes);

/** The error that loading ends with. */
async function problem(folder: string): Promise<PackError> {
  const error: unknown = await loadPack(folder).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PackError);
  return error as PackError;
}

const changed = (field: string, value: unknown): TinyPackChanges => ({
  manifest: (manifest) => {
    manifest[field] = value;
  },
});

describe('loadPack', () => {
  it('takes a whole pack and names it by the sha256 of its manifest', async () => {
    const folder = fresh();
    const pack = await loadPack(folder);
    expect(pack.manifest.name).toBe('tiny');
    expect(pack.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(pack.paths).sort()).toEqual(
      ['code-vectors.bin', 'codes.tsv.gz', 'lexicon.tsv.gz', 'model.cpu.onnx', 'tokenizer.json'].sort(),
    );
    writeFileSync(join(folder, 'manifest.json'), `${readFileSync(join(folder, 'manifest.json'), 'utf8')}\n`);
    expect((await loadPack(folder)).sha256).not.toBe(pack.sha256);
  });

  it('says which folder or manifest is missing', async () => {
    expect(await problem(join(scratch, 'none'))).toMatchObject({ kind: 'folderMissing' });
    const folder = fresh();
    rmSync(join(folder, 'manifest.json'));
    expect(await problem(folder)).toMatchObject({ kind: 'manifestMissing' });
  });

  it('says which file is missing', async () => {
    const folder = fresh();
    rmSync(join(folder, 'lexicon.tsv.gz'));
    const error = await problem(folder);
    expect(error).toMatchObject({ kind: 'fileMissing', details: { file: 'lexicon.tsv.gz' } });
    expect(error.message).toContain('lexicon.tsv.gz');
  });

  it('tells a truncated file from one that is too long, with both sizes', async () => {
    const short = fresh();
    truncateSync(join(short, 'model.cpu.onnx'), 100);
    const truncated = await problem(short);
    expect(truncated).toMatchObject({
      kind: 'fileTruncated',
      details: { file: 'model.cpu.onnx', found: 100 },
    });
    expect(truncated.message).toMatch(/truncated: 100 bytes found, \d+ expected/);
    const long = fresh();
    appendFileSync(join(long, 'model.cpu.onnx'), 'x');
    expect(await problem(long)).toMatchObject({ kind: 'fileSize' });
  });

  it('sees one altered byte', async () => {
    const folder = fresh();
    const path = join(folder, 'model.cpu.onnx');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const error = await problem(folder);
    expect(error).toMatchObject({ kind: 'fileAltered', details: { file: 'model.cpu.onnx' } });
    expect(error.message).toContain(String(error.details.expected));
  });

  it('does not follow a link out of the folder', async () => {
    const folder = fresh();
    const outside = join(scratch, 'outside.gz');
    writeFileSync(outside, readFileSync(join(folder, 'lexicon.tsv.gz')));
    rmSync(join(folder, 'lexicon.tsv.gz'));
    symlinkSync(outside, join(folder, 'lexicon.tsv.gz'));
    expect(await problem(folder)).toMatchObject({ kind: 'pathEscapes', details: { file: 'lexicon.tsv.gz' } });
  });

  it.each([
    ['schemaVersion', 2, 'schemaVersion', 'schema version 2'],
    ['schemaVersion', undefined, 'schemaVersion', 'schema version none'],
    ['name', 'Tiny Pack', 'manifestInvalid', 'field name'],
    ['window', { maxTokens: 16, overlapTokens: 15 }, 'manifestInvalid', 'field window.overlapTokens'],
    ['inputs', ['pixel_values'], 'manifestInvalid', 'field inputs.0'],
    ['tokenizer', '../tokenizer.json', 'pathEscapes', '"../tokenizer.json"'],
    ['tokenizer', '/etc/passwd', 'pathEscapes', '"/etc/passwd"'],
    ['tokenizer', 'other.json', 'fileNotListed', 'other.json'],
    ['outputs', [{ name: 'mention_logits', size: 3 }], 'headInvalid', 'code_vectors'],
    [
      'outputs',
      [
        { name: 'mention_logits', size: 4 },
        { name: 'code_vectors', size: 8 },
      ],
      'headInvalid',
      'size 4',
    ],
    [
      'outputs',
      [
        { name: 'mention_logits', size: 3 },
        { name: 'code_vectors', size: 16 },
      ],
      'headInvalid',
      'dimension is 8',
    ],
  ])('refuses %s = %j', async (field, value, kind, part) => {
    const error = await problem(fresh(changed(field, value)));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(part);
  });

  it('refuses code vectors of another length than the axes need', async () => {
    const error = await problem(fresh({ files: { 'code-vectors.bin': new Uint8Array(36) } }));
    expect(error).toMatchObject({ kind: 'headInvalid', details: { found: 36, expected: 9 * 9 * 4 } });
  });
});

describe('a span scorer in a manifest', () => {
  const whole = {
    statistics: 'mention-spans.tsv.gz',
    weights: [Array<number>(spanFeatureCount).fill(0)],
    bias: [0],
    threshold: [0.5],
    shift: 0,
    floor: 0.1,
    longest: 9,
  };
  const scored = (changes: Partial<typeof whole>, files: TinyPackChanges['files'] = {}): TinyPackChanges => ({
    files,
    manifest: (manifest) => {
      const heads = manifest.heads as { codes: Record<string, unknown> };
      heads.codes.spanScorer = { ...whole, ...changes };
    },
  });

  it('is taken with its statistics, which are part of the pack', async () => {
    const table = gzipSync('o\tcarcinoma\t3\n');
    const pack = await loadPack(fresh(scored({}, { 'mention-spans.tsv.gz': table })));
    expect(Object.keys(pack.paths)).toContain('mention-spans.tsv.gz');
    expect(await problem(fresh(scored({})))).toMatchObject({
      kind: 'fileNotListed',
      details: { file: 'mention-spans.tsv.gz' },
    });
  });

  it('is refused where it does not fit the head', async () => {
    const table = { 'mention-spans.tsv.gz': gzipSync('') };
    expect(await problem(fresh(scored({ bias: [0, 0] }, table)))).toMatchObject({
      kind: 'headInvalid',
      details: { head: 'codes', field: 'spanScorer.bias', found: 2, expected: 1 },
    });
    expect(await problem(fresh(scored({ weights: [[1, 2]] }, table)))).toMatchObject({
      kind: 'manifestInvalid',
      details: { field: 'heads.codes.spanScorer.weights.0' },
    });
  });
});

describe('parseManifest', () => {
  it('refuses what is not JSON', () => {
    expect(() => parseManifest('{ "schemaVersion": 1,')).toThrow(PackError);
    expect(() => parseManifest('[]')).toThrow('schema version none');
  });
});

describe('staysInside', () => {
  it.each(['a.json', 'onnx/a.onnx', '..a', 'a..b/c'])('takes %s', (name) => {
    expect(staysInside(name)).toBe(true);
  });
  it.each(['../a', 'a/../../b', '/a', 'C:\\a', 'C:a', 'a\\..\\b', '', '.', 'a//b', 'a/./b'])(
    'refuses %s',
    (name) => {
      expect(staysInside(name)).toBe(false);
    },
  );
});
