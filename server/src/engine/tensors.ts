/** Named arrays of numbers in one file: float32, little-endian, one after the other. */
import type { ReportReaderHead } from './readerManifest.js';

/** Row-major numbers by tensor name. */
export type Tensors = ReadonlyMap<string, Float32Array>;

/** Cuts a head's parameters, whose length the manifest's check has compared with its tensors. */
export function cutTensors(bytes: Uint8Array, tensors: ReportReaderHead['tensors']): Tensors {
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const cut = new Map<string, Float32Array>();
  let start = 0;
  for (const { name, shape } of tensors) {
    const end = start + shape.reduce((product, size) => product * size, 1);
    cut.set(name, all.subarray(start, end));
    start = end;
  }
  return cut;
}

/** The tensor of a name. @throws RangeError where it is missing. */
export function tensorOf(tensors: Tensors, name: string): Float32Array {
  const found = tensors.get(name);
  if (found === undefined) throw new RangeError(`tensor ${name} is missing`);
  return found;
}
