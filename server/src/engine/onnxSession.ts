/** One onnxruntime session of a pack's graph. Used in child processes only: creating and running both block. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { WordOutput } from './decode/types.js';
import { packPath } from './pack.js';
import type { LoadedPack } from './pack.js';
import { PackError } from './packError.js';
import type { ReaderSession, SessionChoice, TokenRow } from './session.js';

/**
 * Loads onnxruntime and one graph, and checks the graph's inputs and outputs against the manifest.
 * @throws PackError `graphUnloadable`, `graphInputs`, `graphOutputs`; Error where the provider fails.
 */
export async function openOnnxSession(pack: LoadedPack, choice: SessionChoice): Promise<ReaderSession> {
  const ort = await import('onnxruntime-node');
  const { manifest } = pack;
  const file = choice.graph === 'gpu' ? (manifest.graphs.gpu ?? manifest.graphs.cpu) : manifest.graphs.cpu;
  const session = await ort.InferenceSession.create(packPath(pack, file), {
    executionProviders: [choice.provider],
    intraOpNumThreads: choice.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // A spinning thread starves the other processes of a small machine.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : 'unknown error';
    if (choice.provider !== 'cpu') throw new Error(reason);
    throw new PackError('graphUnloadable', `${file} cannot be loaded as an ONNX graph: ${reason}`, {
      file,
      reason,
    });
  });
  checkNames(session, pack, file);
  const tensor = (data: BigInt64Array, dims: number[]): Tensor => new ort.Tensor('int64', data, dims);
  return {
    runtime: `onnxruntime, ${choice.provider}`,
    padded: true,
    run: async (rows) => {
      const length = rows.reduce((longest, row) => Math.max(longest, row.ids.length), 0);
      const feeds: Record<string, Tensor> = {};
      for (const input of manifest.inputs) {
        feeds[input] = tensor(fill(input, rows, length, manifest.specialTokens.pad), [rows.length, length]);
      }
      const results = await session.run(feeds);
      const outputs = new Map<string, WordOutput>();
      for (const { name, size } of manifest.outputs) {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array) || data.length !== rows.length * length * size) {
          throw new PackError(
            'graphOutputs',
            `${file}: output ${name} is not float32 [batch, tokens, ${size}] as manifest.json says.`,
            { file, output: name, expected: size },
          );
        }
        outputs.set(name, { data: keptRows(data, size, rows, length), size });
      }
      return { outputs };
    },
  };
}

/** Rows of the kept tokens, one after another. */
function keptRows(data: Float32Array, size: number, rows: readonly TokenRow[], length: number): Float32Array {
  const kept = new Float32Array(rows.reduce((sum, row) => sum + row.kept.length, 0) * size);
  let to = 0;
  rows.forEach((row, r) => {
    for (const position of row.kept) {
      const from = (r * length + position) * size;
      kept.set(data.subarray(from, from + size), to);
      to += size;
    }
  });
  return kept;
}

function fill(input: string, rows: readonly TokenRow[], length: number, pad: number): BigInt64Array {
  const data = new BigInt64Array(rows.length * length);
  // Every platform that onnxruntime runs on is little-endian: the low half of each int64 comes first.
  const low = new Int32Array(data.buffer);
  if (input === 'input_ids' && pad !== 0) data.fill(BigInt(pad));
  rows.forEach((row, r) => {
    const source = input === 'token_type_ids' ? row.types : row.ids;
    const mask = input === 'attention_mask';
    for (let i = 0, at = r * length * 2; i < row.ids.length; i++, at += 2)
      low[at] = mask ? 1 : (source[i] ?? 0);
  });
  return data;
}

function checkNames(session: InferenceSession, pack: LoadedPack, file: string): void {
  const { inputs, outputs } = pack.manifest;
  const found = [...session.inputNames].sort().join(', ');
  const expected = [...inputs].sort().join(', ');
  if (found !== expected) {
    throw new PackError('graphInputs', `${file} has the inputs ${found}; manifest.json says ${expected}.`, {
      file,
      found,
      expected,
    });
  }
  for (const { name, size } of outputs) {
    const metadata = session.outputMetadata.find((output) => output.name === name);
    if (metadata === undefined) {
      const names = session.outputNames.join(', ');
      throw new PackError('graphOutputs', `${file} has no output ${name}; its outputs are ${names}.`, {
        file,
        output: name,
        found: names,
      });
    }
    if (!metadata.isTensor) continue;
    const last = metadata.shape.at(-1);
    if (metadata.type === 'float32' && (typeof last !== 'number' || last === size)) continue;
    throw new PackError(
      'graphOutputs',
      `${file}: output ${name} is ${metadata.type} of size ${last ?? 'unknown'}; manifest.json says float32 of size ${size}.`,
      { file, output: name, found: last ?? 'unknown', expected: size },
    );
  }
}
