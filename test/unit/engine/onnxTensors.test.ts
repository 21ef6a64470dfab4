import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGraphTensors } from '../../../server/src/engine/onnxTensors.js';

const packFolder = join(process.cwd(), 'models', 'glosa-base');

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
};
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, content: string): number[] =>
  bytes(field, [...new TextEncoder().encode(content)]);

/** A `TensorProto`: dims 1, data_type 2, name 8, raw_data 9, external_data 13, data_location 14. */
const tensor = (name: string, type: number, dims: readonly number[], rest: readonly number[]): number[] =>
  bytes(5, [...dims.flatMap((dim) => number(1, dim)), ...number(2, type), ...text(8, name), ...rest]);
const graph = (...tensors: readonly number[][]): Uint8Array =>
  Uint8Array.from([...number(1, 10), ...text(2, 'someone'), ...bytes(7, tensors.flat())]);
const raw = (values: ArrayBufferView): number[] =>
  bytes(9, [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
const outside = (location: string, offset: number, length: number): number[] => [
  ...bytes(13, [...text(1, 'location'), ...text(2, location)]),
  ...bytes(13, [...text(1, 'offset'), ...text(2, String(offset))]),
  ...bytes(13, [...text(1, 'length'), ...text(2, String(length))]),
  ...number(14, 1),
];
const none = (): Uint8Array => {
  throw new RangeError('no weights were asked for');
};

describe('readGraphTensors', () => {
  it('reads numbers of every kind, in the graph and beside it', () => {
    const weights = new Uint8Array([9, 9, 9, ...new Uint8Array(Float32Array.of(1.5, -2).buffer), 255, 1]);
    const found = readGraphTensors(
      graph(
        tensor('floats', 1, [2, 1], raw(Float32Array.of(0.25, -7))),
        tensor('sides', 7, [2], raw(BigInt64Array.of(3n, 1535n))),
        tensor('zero', 2, [], raw(Uint8Array.of(131))),
        tensor('far', 1, [2], outside('w.bin', 3, 8)),
        tensor('int8', 3, [1, 2], outside('w.bin', 11, 2)),
        tensor(
          'packed dims',
          3,
          [],
          [...bytes(1, [...varint(1), ...varint(300)]), ...raw(new Int8Array(300).fill(4))],
        ),
        tensor('doubles', 11, [1], raw(Float64Array.of(1))),
      ),
      (location) => {
        expect(location).toBe('w.bin');
        return weights;
      },
    );
    expect([...found.keys()]).toEqual(['floats', 'sides', 'zero', 'far', 'int8', 'packed dims']);
    expect(found.get('floats')).toEqual({ shape: [2, 1], data: Float32Array.of(0.25, -7) });
    expect(found.get('sides')?.data).toEqual(Int32Array.of(3, 1535));
    expect(found.get('zero')).toEqual({ shape: [], data: Uint8Array.of(131) });
    expect(found.get('far')?.data).toEqual(Float32Array.of(1.5, -2));
    expect(found.get('int8')).toEqual({ shape: [1, 2], data: Int8Array.of(-1, 1) });
    expect(found.get('packed dims')?.shape).toEqual([1, 300]);
  });

  it('refuses a constant of another length than its shape, or past the end of its file', () => {
    expect(() => readGraphTensors(graph(tensor('a', 1, [3], raw(Float32Array.of(1, 2)))), none)).toThrow(
      '2 of 3',
    );
    const far = graph(tensor('a', 3, [4], outside('w.bin', 2, 4)));
    expect(() => readGraphTensors(far, () => new Uint8Array(5))).toThrow('past the end');
  });

  it('reads the graph that ships', () => {
    const found = readGraphTensors(readFileSync(join(packFolder, 'model.cpu.onnx')), (location) =>
      readFileSync(join(packFolder, location)),
    );
    expect(found.get('words')?.shape).toEqual([32_000, 384]);
    expect(found.get('words')?.data).toBeInstanceOf(Int8Array);
    // Each layer's middle has a width of its own.
    for (let layer = 0; layer < 6; layer++) {
      const wide = found.get(`${layer}.up.bias`)?.shape[0] ?? 0;
      expect(wide % 64).toBe(0);
      expect(found.get(`${layer}.up`)?.shape).toEqual([384, wide]);
      expect(found.get(`${layer}.down`)?.shape).toEqual([wide, 384]);
    }
    const scales = found.get('words.scale')?.data ?? [];
    expect(Math.min(...scales)).toBeGreaterThan(0);
    expect(Math.max(...scales)).toBeLessThan(1);
  });

  it('throws RangeErrors and nothing else, whatever the bytes', () => {
    const whole = graph(
      tensor('floats', 1, [2, 1], raw(Float32Array.of(0.25, -7))),
      tensor('zero', 2, [], raw(Uint8Array.of(1))),
    );
    const tryBytes = (bytesRead: Uint8Array): void => {
      try {
        readGraphTensors(bytesRead, () => new Uint8Array(8));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    };
    for (let end = 0; end < whole.length; end++) tryBytes(whole.subarray(0, end));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), tryBytes));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        tryBytes(changed);
      }),
      { numRuns: 500 },
    );
  });
});
