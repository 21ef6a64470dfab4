/** A pack's CPU graph on this project's own kernel (`native/`). Used in child processes only: running blocks. */
import { readFileSync } from 'node:fs';
import type { WordOutput } from './decode/types.js';
import { chosenArithmetic, loadKernel } from './kernel.js';
import type { KernelModel, ReadingKernel } from './kernel.js';
import type { Manifest } from './manifest.js';
import { readGraphTensors } from './onnxTensors.js';
import type { GraphTensor, TensorData } from './onnxTensors.js';
import { packPath } from './pack.js';
import type { LoadedPack } from './pack.js';
import type { ReaderSession, TokenRow } from './session.js';

/**
 * Null where the pack does not say that its encoder is one that the kernel reads, or where this machine has no kernel:
 * onnxruntime is for these. So it is too where the kernel does not take the pack's tensors.
 * @param kernel tests bring their own.
 */
export function openKernelSession(
  pack: LoadedPack,
  kernel: ReadingKernel | null = loadKernel(),
): ReaderSession | null {
  const { encoder, outputs, specialTokens } = pack.manifest;
  if (encoder === undefined || kernel === null) return null;
  try {
    const arithmetic = chosenArithmetic(kernel);
    if (arithmetic === null) return null;
    const model = createModel(pack, encoder, kernel, arithmetic);
    if (model === null) return null;
    const read = reader(kernel, model, outputs);
    // What would be refused is refused now.
    read([{ ids: [specialTokens.cls, specialTokens.sep], types: [0, 0], kept: [0, 1] }]);
    return {
      runtime: `glosa kernel, ${arithmetic}`,
      padded: false,
      // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to reject
      run: async (rows) => ({ outputs: read(rows) }),
    };
  } catch {
    // Onnxruntime reads the same files, and says what is wrong with them.
    return null;
  }
}

/** Null where the constants are not those of such an encoder with the manifest's outputs. */
function createModel(
  pack: LoadedPack,
  encoder: NonNullable<Manifest['encoder']>,
  kernel: ReadingKernel,
  arithmetic: string,
): KernelModel | null {
  const { outputs, graphs } = pack.manifest;
  const graph = readFileSync(packPath(pack, graphs.cpu));
  const tensors = readGraphTensors(graph, (file) => readFileSync(packPath(pack, file)));
  const hidden = sizeOf(tensors, 'words', 1);
  const fits = outputs.every(
    ({ name, size }) =>
      sizeOf(tensors, `head.${name}`, 0) === hidden &&
      sizeOf(tensors, `head.${name}`, 1) === size &&
      sizeOf(tensors, `head.${name}.bias`, 0) === size,
  );
  if (!fits || tensors.has(`${encoder.layers}.q`)) return null;
  const data: Record<string, TensorData> = {};
  for (const [name, tensor] of tensors) data[name] = tensor.data;
  return kernel.create({
    arithmetic,
    layers: encoder.layers,
    heads: encoder.heads,
    epsilon: encoder.epsilon,
    hidden,
    inner: Array.from({ length: encoder.layers }, (_, i) => sizeOf(tensors, `${i}.up`, 1)),
    words: sizeOf(tensors, 'words', 0),
    positions: sizeOf(tensors, 'positions', 0),
    types: sizeOf(tensors, 'types', 0),
    tensors: data,
    outputs: outputs.map(({ name }) => name),
  });
}

function sizeOf(tensors: ReadonlyMap<string, GraphTensor>, name: string, axis: number): number {
  return tensors.get(name)?.shape[axis] ?? 0;
}

/** Runs batches into buffers that are kept from run to run. */
function reader(
  kernel: ReadingKernel,
  model: KernelModel,
  names: Manifest['outputs'],
): (rows: readonly TokenRow[]) => ReadonlyMap<string, WordOutput> {
  let room = 0;
  let buffers: Float32Array[] = [];
  return (rows) => {
    const tokens = rows.reduce((sum, row) => sum + row.ids.length, 0);
    const keptCount = rows.reduce((sum, row) => sum + row.kept.length, 0);
    const ids = new Int32Array(tokens);
    const types = new Uint8Array(tokens);
    const lengths = new Int32Array(rows.length);
    const kept = new Int32Array(keptCount);
    let at = 0;
    let k = 0;
    rows.forEach((row, r) => {
      ids.set(row.ids, at);
      types.set(row.types, at);
      lengths[r] = row.ids.length;
      for (const position of row.kept) kept[k++] = at + position;
      at += row.ids.length;
    });
    if (keptCount > room) {
      room = Math.ceil(keptCount / 256) * 256;
      buffers = names.map(({ size }) => new Float32Array(room * size));
    }
    kernel.read(model, ids, types, lengths, kept, buffers);
    return new Map(
      names.map(({ name, size }, i) => [name, { data: buffers[i] ?? new Float32Array(), size }]),
    );
  };
}
