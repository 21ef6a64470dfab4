/**
 * The constants of an ONNX graph, without a library: `ModelProto.graph.initializer`, inside the file or in a weight file
 * beside it (onnx.proto3, fields of `ModelProto`, `GraphProto`, `TensorProto` and `StringStringEntryProto`).
 */

/** Numbers of one constant, row-major; int64 as int32. */
export type TensorData = Float32Array | Int8Array | Uint8Array | Int32Array;

export interface GraphTensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Gives the bytes of a weight file that a graph names; asked once for each. */
export type WeightReader = (location: string) => Uint8Array;

type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

/**
 * Constants by name; those of other element types than float, int8, uint8 and int64 are left out.
 * @throws RangeError where the bytes are no such graph or end too early.
 */
export function readGraphTensors(bytes: Uint8Array, weights: WeightReader): Map<string, GraphTensor> {
  const tensors = new Map<string, GraphTensor>();
  const files = new Map<string, Uint8Array>();
  const once: WeightReader = (location) => {
    const file = files.get(location) ?? weights(location);
    files.set(location, file);
    return file;
  };
  const graph = bytesOf(readFields(bytes), 7);
  for (const field of readFields(graph).get(5) ?? []) {
    if (typeof field === 'number') throw new RangeError('a constant is a number');
    const tensor = readFields(field);
    const shape = numbersOf(tensor, 1);
    const raw = external(tensor, once) ?? bytesOf(tensor, 9);
    const data = cast(numberOf(tensor, 2), raw);
    if (data === null) continue;
    const count = shape.reduce((product, size) => product * size, 1);
    const name = new TextDecoder().decode(bytesOf(tensor, 8));
    if (data.length !== count)
      throw new RangeError(`constant ${name} has ${data.length} of ${count} numbers`);
    tensors.set(name, { shape, data });
  }
  return tensors;
}

/** The part of a weight file that a constant lies in; null where it lies in the graph. */
function external(tensor: Fields, weights: WeightReader): Uint8Array | null {
  if (numberOf(tensor, 14) !== 1) return null;
  const entries = new Map<string, string>();
  for (const field of tensor.get(13) ?? []) {
    if (typeof field === 'number') throw new RangeError('an entry is a number');
    const entry = readFields(field);
    const text = (id: number): string => new TextDecoder().decode(bytesOf(entry, id));
    entries.set(text(1), text(2));
  }
  const file = weights(entries.get('location') ?? '');
  const start = Number(entries.get('offset') ?? 0);
  const end = start + Number(entries.get('length') ?? file.length - start);
  if (!(start >= 0 && end <= file.length)) throw new RangeError('a constant lies past the end of its file');
  return file.subarray(start, end);
}

/** ONNX element types 1 float, 2 uint8, 3 int8, 7 int64. Every platform that Node runs on is little-endian. */
function cast(type: number, raw: Uint8Array): TensorData | null {
  switch (type) {
    case 1:
      return new Float32Array(aligned(raw));
    case 2:
      return raw;
    case 3:
      return new Int8Array(raw.buffer, raw.byteOffset, raw.length);
    case 7:
      return Int32Array.from(new BigInt64Array(aligned(raw)), Number);
    default:
      return null;
  }
}

/** A copy at an address of its own: constants may lie anywhere in a file. (A Buffer's `slice` would copy nothing.) */
function aligned(raw: Uint8Array): ArrayBuffer {
  return new Uint8Array(raw).buffer;
}

/** Fields of one message by number: varints as numbers, all else as bytes. */
function readFields(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('a graph ends inside a number');
      value += (byte & 127) * scale;
      if (!Number.isSafeInteger(value)) throw new RangeError('a number of a graph is too large');
      if (byte < 128) return value;
    }
  };
  const chunk = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('a graph ends inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const list = fields.get(field) ?? [];
    fields.set(field, list);
    if (key % 8 === 0) list.push(varint());
    else if (key % 8 === 1) list.push(chunk(8));
    else if (key % 8 === 2) list.push(chunk(varint()));
    else if (key % 8 === 5) list.push(chunk(4));
    else throw new RangeError(`a graph has a field of the unknown kind ${key % 8}`);
  }
  return fields;
}

function bytesOf(fields: Fields, field: number): Uint8Array {
  const found = fields.get(field)?.at(-1) ?? new Uint8Array();
  if (typeof found === 'number') throw new RangeError(`field ${field} is a number`);
  return found;
}

function numberOf(fields: Fields, field: number): number {
  const found = fields.get(field)?.at(-1) ?? 0;
  if (typeof found !== 'number') throw new RangeError(`field ${field} is no number`);
  return found;
}

/** A repeated number, packed or not. */
function numbersOf(fields: Fields, field: number): number[] {
  return (fields.get(field) ?? []).flatMap((value) => (typeof value === 'number' ? [value] : unpack(value)));
}

function unpack(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    values.push(value);
    value = 0;
    scale = 1;
  }
  return values;
}
