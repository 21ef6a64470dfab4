/** `manifest.json` of a model pack, schema version 1 (`docs/model-pack.md`). */
import { z } from 'zod';
import { fileName, platt, positiveInteger, probability } from './manifestFields.js';
import { PackError } from './packError.js';
import { checkReaderHead, reportReaderHead } from './readerManifest.js';
import { spanScorer } from './spanScorerManifest.js';
import type { SpanScorerSettings } from './spanScorerManifest.js';

/** The schema version that this build reads. */
export const packSchemaVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
const tokenId = z.int().min(0);

const mentionCodesHead = z.object({
  kind: z.literal('mention-codes'),
  system: z.string().min(1),
  mentionOutput: z.string(),
  vectorOutput: z.string(),
  vectors: fileName,
  dimension: positiveInteger,
  axes: z.array(z.object({ name: z.string().min(1), values: z.array(z.string()).min(1) })).min(1),
  vocabulary: fileName,
  lexicon: fileName,
  minimumMentionProbability: probability,
  maximumCandidates: positiveInteger,
  lexiconWeight: probability,
  temperature: z.number().positive(),
  unseenOffset: z.number(),
  wordWeights: z
    .object({
      histology: z.number(),
      base: z.number(),
      gradeStated: z.number(),
      gradeMissing: z.number(),
    })
    .optional(),
  spanScorer: spanScorer.optional(),
  threshold: probability,
  spanThreshold: probability.default(0.5),
  calibration: z.object({ mention: platt, span: platt, code: platt }),
});

const manifestSchema = z.object({
  schemaVersion: z.literal(packSchemaVersion),
  name: z.string().regex(/^[a-z0-9-]+$/, 'may hold a-z, 0-9 and - only'),
  version: z.string().min(1),
  languages: z.array(z.enum(['es', 'en'])).min(1),
  licence: z.string().min(1),
  credits: z.array(z.string()),
  files: z.record(fileName, z.object({ sha256, bytes: z.int().min(0) })),
  tokenizer: fileName,
  graphs: z.object({ cpu: fileName, gpu: fileName.optional() }),
  weights: z.array(fileName),
  encoder: z
    .object({
      kind: z.literal('bert-int8-rows'),
      layers: positiveInteger,
      heads: positiveInteger,
      epsilon: z.number().min(0),
    })
    .optional()
    // A later version may know other kinds; such a pack's graph runs on onnxruntime here.
    .catch(undefined),
  inputs: z.array(z.enum(['input_ids', 'token_type_ids', 'attention_mask'])).min(1),
  outputs: z.array(z.object({ name: z.string().min(1), size: positiveInteger })).min(1),
  specialTokens: z.object({ pad: tokenId, unk: tokenId, cls: tokenId, sep: tokenId }),
  window: z
    .object({ maxTokens: z.int().min(4), overlapTokens: z.int().min(0) })
    .refine((w) => w.overlapTokens <= (w.maxTokens - 2) / 2, {
      path: ['overlapTokens'],
      error: 'must be at most half of maxTokens - 2',
    }),
  heads: z.object({ codes: mentionCodesHead.optional(), reader: reportReaderHead.optional() }),
  training: z.looseObject({}).optional(),
  scores: z
    .array(z.looseObject({ name: z.string(), data: z.string(), n: z.int(), value: z.number() }))
    .optional(),
});

/** A valid manifest. Unknown fields are ignored, so that a newer writer may add some. */
export type Manifest = z.infer<typeof manifestSchema>;
/** Settings of S1's head, `heads.codes` in the manifest. */
export type MentionCodesHead = z.infer<typeof mentionCodesHead>;

/** Every file that a manifest uses, in the order of the manifest. */
export function usedFiles(manifest: Manifest): string[] {
  const { tokenizer, graphs, weights, heads } = manifest;
  const ofCodes =
    heads.codes === undefined ? [] : [heads.codes.vectors, heads.codes.vocabulary, heads.codes.lexicon];
  const ofReader = heads.reader === undefined ? [] : [heads.reader.exams, heads.reader.parameters];
  const gpu = graphs.gpu === undefined ? [] : [graphs.gpu];
  const tables = [
    heads.codes?.spanScorer?.statistics,
    heads.reader?.spanScorer?.statistics,
    heads.reader?.subtypeLexicon?.file,
  ];
  const ofTables = tables.filter((name) => name !== undefined);
  return [tokenizer, graphs.cpu, ...gpu, ...weights, ...ofCodes, ...ofReader, ...ofTables];
}

/** True where a name stays inside the pack's folder on every platform: relative, `/`-separated, no `..`. */
export function staysInside(name: string): boolean {
  if (/[\\:\0]/.test(name) || name.startsWith('/')) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/**
 * Parses and validates the text of a `manifest.json`.
 * @throws PackError `manifestNotJson`, `schemaVersion`, `manifestInvalid`, `pathEscapes`,
 * `fileNotListed` or `headInvalid`.
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PackError('manifestNotJson', 'manifest.json is not valid JSON.');
  }
  checkSchemaVersion(json);
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue === undefined || issue.path.length === 0 ? '(top level)' : issue.path.join('.');
    const problem = issue?.message ?? 'is invalid';
    throw new PackError('manifestInvalid', `manifest.json: field ${field}: ${problem}.`, { field, problem });
  }
  checkFiles(parsed.data);
  checkCodesHead(parsed.data);
  const { reader } = parsed.data.heads;
  if (reader !== undefined) {
    checkReaderHead(reader, parsed.data);
    checkSpanScorer('reader', reader.spanScorer, reader.types.length);
  }
  return parsed.data;
}

function checkSchemaVersion(json: unknown): void {
  const found: unknown =
    typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (found === packSchemaVersion) return;
  const shown = typeof found === 'number' || typeof found === 'string' ? found : 'none';
  throw new PackError(
    'schemaVersion',
    `manifest.json has schema version ${shown}; this version of Glosa reads ${packSchemaVersion}.`,
    { found: shown, expected: packSchemaVersion },
  );
}

function checkFiles(manifest: Manifest): void {
  for (const name of [...Object.keys(manifest.files), ...usedFiles(manifest)]) {
    if (staysInside(name)) continue;
    throw new PackError(
      'pathEscapes',
      `manifest.json names the file ${JSON.stringify(name)}, which may lie outside the pack's folder; ` +
        'file names are relative, separated by /, without "..".',
      { file: name },
    );
  }
  for (const name of usedFiles(manifest)) {
    if (Object.hasOwn(manifest.files, name)) continue;
    throw new PackError('fileNotListed', `manifest.json uses ${name} but "files" has no sha256 for it.`, {
      file: name,
    });
  }
}

function checkSpanScorer(head: string, scorer: SpanScorerSettings | undefined, layers: number): void {
  if (scorer === undefined) return;
  const { weights, bias, threshold, near } = scorer;
  const lists = { weights, bias, threshold, 'near.weights': near?.weights, 'near.bias': near?.bias };
  for (const [field, list] of Object.entries(lists)) {
    const found = list?.length ?? layers;
    if (found === layers) continue;
    throw new PackError(
      'headInvalid',
      `manifest.json: heads.${head}.spanScorer.${field} has ${found} values; the head has ${layers} layers.`,
      { head, field: `spanScorer.${field}`, found, expected: layers },
    );
  }
}

function checkCodesHead(manifest: Manifest): void {
  const head = manifest.heads.codes;
  if (head === undefined) return;
  const sizeOf = (output: string): number => {
    const found = manifest.outputs.find((o) => o.name === output);
    if (found !== undefined) return found.size;
    throw new PackError(
      'headInvalid',
      `manifest.json: heads.codes reads the output ${output}, which is not among "outputs".`,
      { head: 'codes', output },
    );
  };
  const mentionColumns = sizeOf(head.mentionOutput);
  if (mentionColumns !== 3) {
    throw new PackError(
      'headInvalid',
      `manifest.json: output ${head.mentionOutput} has size ${mentionColumns}; heads.codes needs 3 (O, B, I).`,
      { head: 'codes', output: head.mentionOutput, found: mentionColumns, expected: 3 },
    );
  }
  const vectorColumns = sizeOf(head.vectorOutput);
  if (vectorColumns !== head.dimension) {
    throw new PackError(
      'headInvalid',
      `manifest.json: output ${head.vectorOutput} has size ${vectorColumns}; heads.codes.dimension is ${head.dimension}.`,
      { head: 'codes', output: head.vectorOutput, found: vectorColumns, expected: head.dimension },
    );
  }
  checkSpanScorer('codes', head.spanScorer, 1);
  const rows = head.axes.reduce((sum, axis) => sum + axis.values.length, 0);
  const bytes = rows * (head.dimension + 1) * 4;
  const listed = manifest.files[head.vectors]?.bytes;
  if (listed !== bytes) {
    throw new PackError(
      'headInvalid',
      `manifest.json: ${head.vectors} has ${listed ?? 0} bytes; ${rows} axis values of ${head.dimension} weights ` +
        `and one bias need ${bytes}.`,
      { head: 'codes', file: head.vectors, found: listed ?? 0, expected: bytes },
    );
  }
}
