/** The native kernel against the same encoder written out plainly. Where the machine has none, only what needs none runs. */
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LinearRows } from '../../../server/src/engine/decode/linearRows.js';
import { SpanScores } from '../../../server/src/engine/decode/spanScores.js';
import { loadKernel } from '../../../server/src/engine/kernel.js';
import type { Kernel, KernelModel, KernelSettings } from '../../../server/src/engine/kernel.js';
import { randomModel, readPlainly } from '../../fixtures/kernel/reference.js';

const kernel = loadKernel(join(process.cwd(), 'out'));
const arithmetics = ['amx-int8', 'avx512-vnni', 'avx-vnni', 'avx2'].filter(
  (name) => kernel?.arithmetic(name) === name,
);
const shape = { heads: 4, inner: [192, 128], outputs: [3, 40, 64] };
const model = randomModel({ ...shape, most: 63 }, 7);
const sizes = model.outputs.map((name) => model.tensors[`head.${name}.bias`]!.length);

/**
 * Models with rows of several lengths and what the graph says of them, by their greatest weight: with 12 all sums are sure
 * to fit 16 bits, with 63 few (`gemm_avx2.c`).
 */
const plain = new Map(
  [12, 30, 63].map((most) => {
    const own = randomModel({ ...shape, most }, most);
    const rows = (most === 63 ? [1, 2, 15, 16, 17, 33, 64, 96] : [1, 7, 18, 33]).map((length) => {
      const ids = Array.from({ length }, (_, i) => (i * 17 + length) % own.words);
      const types = ids.map((_, i) => (i * 7) % 4);
      let outputs: number[][] | undefined;
      return { row: { ids, types }, outputs: () => (outputs ??= readPlainly(own, ids, types)) };
    });
    return [most, { own, rows }];
  }),
);

interface Row {
  readonly ids: readonly number[];
  readonly types: readonly number[];
}

const token = fc.record({ id: fc.nat(model.words - 1), type: fc.nat(3) });
const row = (maxLength: number): fc.Arbitrary<Row> =>
  fc
    .array(token, { minLength: 1, maxLength })
    .map((tokens) => ({ ids: tokens.map((t) => t.id), types: tokens.map((t) => t.type) }));

/** Outputs by head for all tokens, or for the kept ones, counted over all rows. */
function read(
  using: Kernel,
  made: KernelModel,
  rows: readonly Row[],
  kept?: readonly number[],
): Float32Array[] {
  const ids = Int32Array.from(rows.flatMap((r) => r.ids));
  const wanted = Int32Array.from(kept ?? ids.keys());
  const outputs = sizes.map((size) => new Float32Array(wanted.length * size));
  const types = Uint8Array.from(rows.flatMap((r) => r.types));
  using.read(
    made,
    ids,
    types,
    Int32Array.from(rows, (r) => r.ids.length),
    wanted,
    outputs,
  );
  return outputs;
}

/** @param heads those that are compared: all where none are named. */
function differences(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
  heads: readonly number[] = sizes.map((_, head) => head),
): number[] {
  return heads.flatMap((head) => Array.from(a[head]!, (value, i) => Math.abs(value - b[head]![i]!)));
}

/** Heads of more columns than a panel: tiles multiply these as bfloat16, with 8 bits of each number. */
const wide = sizes.flatMap((size, head) => (size > 32 ? [head] : []));
const narrow = sizes.flatMap((size, head) => (size > 32 ? [] : [head]));

/** The value below which a part of the values are. */
function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(part * values.length)]!;
}

describe.each(arithmetics)('the kernel with %s', (arithmetic) => {
  if (kernel === null) return;
  const make = (settings: Partial<KernelSettings> = {}): KernelModel =>
    kernel.create({ ...model, arithmetic, ...settings });
  const made = make();

  it.each([...plain])(
    'computes what the graph says, whatever the length of a row: weights to %i',
    (_, { own, rows }) => {
      const made = kernel.create({ ...own, arithmetic });
      const pairs = rows.map(({ row, outputs }) => [read(kernel, made, [row]), outputs()] as const);
      const ofNarrow = pairs.flatMap(([one, other]) => differences(one, other, narrow));
      const ofWide = pairs.flatMap(([one, other]) => differences(one, other, wide));
      expect(quantile(ofNarrow, 0.5)).toBeLessThan(1e-3);
      expect(quantile(ofWide, 0.5)).toBeLessThan(arithmetic === 'amx-int8' ? 1e-2 : 1e-3);
      // A rounding that falls the other way moves a value by a step of uint8, and all that comes of it a little.
      const all = [...ofNarrow, ...ofWide];
      expect(quantile(all, 0.99)).toBeLessThan(0.1);
      expect(Math.max(...all)).toBeLessThan(0.25);
    },
  );

  it('reads a row alike alone and among others, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(row(40), { minLength: 1, maxLength: 8 }), (rows) => {
        const together = read(kernel, made, rows);
        let from = 0;
        for (const one of rows) {
          const alone = read(kernel, made, [one]);
          alone.forEach((values, head) => {
            const size = sizes[head]!;
            const part = together[head]!.subarray(from * size, (from + one.ids.length) * size);
            expect([...part]).toEqual([...values]);
          });
          from += one.ids.length;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives the kept tokens alone, in their order', () => {
    fc.assert(
      fc.property(row(60), fc.infiniteStream(fc.boolean()), (one, choose) => {
        const kept = one.ids.map((_, i) => i).filter(() => choose.next().value);
        const all = read(kernel, made, [one]);
        const some = read(kernel, made, [one], kept);
        some.forEach((values, head) => {
          const size = sizes[head]!;
          expect([...values]).toEqual(
            kept.flatMap((t) => [...all[head]!.subarray(t * size, (t + 1) * size)]),
          );
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['lengths that do not add up', [1, 2], [0, 0], [1], [0], 'lengths'],
    ['a length of nothing', [1, 2], [0, 0], [0, 2], [0], 'lengths'],
    [
      'a row longer than there are positions',
      Array<number>(97).fill(1),
      Array<number>(97).fill(0),
      [97],
      [0],
      'lengths',
    ],
    ['an id that is no word', [1, 50], [0, 0], [2], [0], 'ids'],
    ['an id below nothing', [1, -1], [0, 0], [2], [0], 'ids'],
    ['a case type that is none', [1, 2], [0, 4], [2], [0], 'ids'],
    ['fewer types than ids', [1, 2], [0], [2], [0], 'types'],
    ['a kept token that is not there', [1, 2], [0, 0], [2], [2], 'kept'],
    ['a token that is kept twice', [1, 2], [0, 0], [2], [1, 1], 'kept'],
    ['tokens kept out of their order', [1, 2], [0, 0], [2], [1, 0], 'kept'],
  ])('refuses %s', (_name, ids, types, lengths, kept, complaint) => {
    const outputs = sizes.map((size) => new Float32Array(size * 4));
    expect(() => {
      kernel.read(
        made,
        Int32Array.from(ids),
        Uint8Array.from(types),
        Int32Array.from(lengths),
        Int32Array.from(kept),
        outputs,
      );
    }).toThrow(complaint);
  });

  it('refuses outputs that are too short or of another kind', () => {
    const one = [Int32Array.of(1, 2), Uint8Array.of(0, 0), Int32Array.of(2), Int32Array.of(0, 1)] as const;
    const short = sizes.map((size) => new Float32Array(size));
    expect(() => {
      kernel.read(made, ...one, short);
    }).toThrow('outputs are too short');
    const wrong = sizes.map((size) => new Float64Array(size * 2)) as unknown as Float32Array[];
    expect(() => {
      kernel.read(made, ...one, wrong);
    }).toThrow('outputs');
    expect(() => {
      kernel.read({} as KernelModel, ...one, short);
    }).toThrow('a model first');
  });

  it.each(Object.keys(model.tensors))('makes no model without %s, or with half of it', (name) => {
    const { [name]: removed, ...others } = model.tensors;
    expect(() => make({ tensors: others })).toThrow();
    const half = removed!.subarray(0, Math.floor(removed!.length / 2));
    expect(() => make({ tensors: { ...others, [name]: half } })).toThrow();
  });

  it('makes no model of weights that would overflow 16 bits', () => {
    const weights = Int8Array.from(model.tensors['1.o']!);
    weights[9] = -64;
    expect(() => make({ tensors: { ...model.tensors, '1.o': weights } })).toThrow('1.o has a weight past 63');
  });

  it('adds the greatest products exactly', () => {
    // All weights 63, and activations that are 255 or near it.
    const tensors = { ...model.tensors };
    for (const name of Object.keys(tensors))
      if (/^\d\.(q|k|v|o|up|down)$/.test(name)) tensors[name] = new Int8Array(tensors[name]!.length).fill(63);
    tensors['0.attention.offset'] = new Float32Array(model.hidden).fill(3);
    const ids = [3, 1, 4, 1, 5];
    const types = [0, 1, 2, 3, 0];
    const read1 = read(kernel, make({ tensors }), [{ ids, types }]);
    const plainly = readPlainly({ ...model, tensors }, ids, types);
    expect(Math.max(...differences(read1, plainly, narrow))).toBeLessThan(0.02);
    expect(Math.max(...differences(read1, plainly, wide))).toBeLessThan(
      arithmetic === 'amx-int8' ? 0.1 : 0.02,
    );
  });

  it.each([
    [{ heads: 3 }, 'hidden'],
    [{ layers: 0 }, 'layers'],
    [{ layers: 3, inner: [192, 128, 64] }, '2.'],
    [{ layers: 3 }, 'inner'],
    [{ inner: [192, 100] }, 'inner'],
    [{ inner: [128, 128] }, '0.up'],
    [{ words: 51 }, 'words'],
    [{ outputs: ['other'] }, 'head.other'],
    [{ outputs: [] }, 'outputs'],
    [{ arithmetic: 'abacus' }, 'this processor'],
  ] as const)('makes no model with %j', (settings, complaint) => {
    expect(() => make(settings as Partial<KernelSettings>)).toThrow(complaint);
  });
});

describe.skipIf(arithmetics.length < 2)('all arithmetics', () => {
  it('agree but for the last digits', () => {
    const rows: Row[] = [3, 20, 50].map((length) => ({
      ids: Array.from({ length }, (_, i) => (i * 11) % model.words),
      types: Array<number>(length).fill(1),
    }));
    const [first, ...others] = arithmetics.map((arithmetic) =>
      read(kernel!, kernel!.create({ ...model, arithmetic }), rows),
    );
    for (const other of others) {
      // A rounding may fall the other way, as above.
      expect(quantile(differences(first!, other, narrow), 0.9)).toBeLessThan(2e-3);
      expect(quantile(differences(first!, other, wide), 0.9)).toBeLessThan(0.02);
      expect(Math.max(...differences(first!, other))).toBeLessThan(0.1);
    }
  });
});

describe.skipIf(arithmetics.length === 0)('multiply', () => {
  const dimension = 7;
  const weights = Float32Array.from({ length: 5 * (dimension + 1) }, (_, i) => Math.sin(i));
  const vector = Float64Array.from({ length: dimension }, (_, i) => Math.fround(Math.cos(i)));

  it('computes what JavaScript does, to the last bit', () => {
    const number = fc.float({ min: -8, max: 8, noNaN: true });
    const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length });
    const system = fc
      .integer({ min: 0, max: 13 })
      .chain((d) => fc.tuple(numbers(5 * (d + 1)), numbers(d), fc.array(fc.nat(4), { maxLength: 30 })));
    fc.assert(
      fc.property(system, ([own, values, list]) => {
        const rows = Int32Array.from(list);
        const [native, plain] = [kernel, null].map((by) => {
          const out = new Float64Array(rows.length + 1).fill(7);
          const linear = new LinearRows(Float32Array.from(own), values.length, by);
          linear.scores(out, rows, rows.length, Float64Array.from(values));
          return out;
        });
        expect(native).toEqual(plain);
      }),
    );
  });

  it.each([
    ['a row that is not there', [5], 1, 1, 'rows'],
    ['a row before the first', [-1], 1, 1, 'rows'],
    ['more rows than are listed', [0], 2, 9, 'count'],
    ['fewer than none', [0], -1, 1, 'count'],
    ['too little room', [0, 1], 2, 1, 'count'],
  ])('refuses %s', (_name, rows, count, room, complaint) => {
    expect(() => {
      kernel!.multiply(weights, Int32Array.from(rows), count, vector, new Float64Array(room));
    }).toThrow(complaint);
  });

  it('refuses numbers of another kind', () => {
    const wrong = new Float64Array(weights) as unknown as Float32Array;
    expect(() => {
      kernel!.multiply(wrong, Int32Array.of(0), 1, vector, new Float64Array(1));
    }).toThrow('weights');
  });
});

describe.skipIf(arithmetics.length === 0)('scoreSpans', () => {
  const number = fc.float({ min: -8, max: 8, noNaN: true });
  const numbers = (length: number): fc.Arbitrary<Float32Array> =>
    fc.array(number, { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
  /** A layer, and a sentence of words with their parts and some other columns. */
  const system = fc
    .record({
      columns: fc.integer({ min: 1, max: 11 }),
      rows: fc.integer({ min: 0, max: 9 }),
      widthRows: fc.integer({ min: 1, max: 4 }),
      more: fc.integer({ min: 0, max: 3 }),
      words: fc.integer({ min: 1, max: 6 }),
      bounds: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 4 }),
    })
    .chain(({ columns, rows, widthRows, more, words, bounds }) =>
      fc.record({
        context: numbers(columns),
        widths: numbers(widthRows * columns),
        weights: numbers(rows * (columns + 1)),
        parts: numbers(words * (3 * columns + more)).map((data) => ({ data, size: 3 * columns + more })),
        words: fc.constant(words),
        bounds: fc.constant(
          bounds.map(([a, b]) => [Math.min(a, b) % words, (Math.min(a, b) % words) + 1 + (b % 2)]),
        ),
      }),
    );

  it('computes what JavaScript does, to the last bit', () => {
    fc.assert(
      fc.property(system, ({ parts, words, bounds, ...layer }) => {
        const inside = Int32Array.from(bounds.flatMap(([first, end]) => [first!, Math.min(end!, words)]));
        const [native, plain] = [kernel, null].map((by) => {
          const scores = new SpanScores(layer, by);
          return scores.read(parts, words, inside, bounds.length).slice(0, bounds.length * scores.rows);
        });
        expect(native).toEqual(plain);
      }),
    );
  });

  const good = {
    parts: new Float32Array(12),
    size: 6,
    words: 2,
    bounds: Int32Array.of(0, 2, 1, 2),
    count: 2,
    context: new Float32Array(2),
    widths: new Float32Array(4),
    weights: new Float32Array(9),
    out: new Float64Array(6),
  };
  const score = (changed: Partial<Record<keyof typeof good, unknown>>): void => {
    const { parts, size, words, bounds, count, context, widths, weights, out } = {
      ...good,
      ...changed,
    } as typeof good;
    kernel?.scoreSpans(parts, size, words, bounds, count, context, widths, weights, out);
  };

  it.each([
    ['more words than have parts', { words: 3 }, 'parts'],
    ['rows shorter than the parts', { size: 5 }, 'context'],
    ['no columns', { context: new Float32Array(0) }, 'context'],
    ['more columns than there is room for', { context: new Float32Array(1025) }, 'context'],
    ['fewer words than none', { words: -1 }, 'words'],
    ['fewer spans than none', { count: -1 }, 'count'],
    ['more spans than have bounds', { count: 3 }, 'bounds'],
    ['a span of no word', { bounds: Int32Array.of(0, 2, 1, 1) }, 'bounds'],
    ['a span before the sentence', { bounds: Int32Array.of(-1, 1, 1, 2) }, 'bounds'],
    ['a span past the sentence', { bounds: Int32Array.of(0, 3, 1, 2) }, 'bounds'],
    ['no widths', { widths: new Float32Array(1) }, 'widths'],
    ['too little room', { out: new Float64Array(5) }, 'out'],
    ['numbers of another kind', { weights: new Float64Array(9) }, 'weights'],
  ])('refuses %s', (_name, changed, complaint) => {
    expect(() => {
      score({});
      score(changed);
    }).toThrow(complaint);
  });
});

describe('loadKernel', () => {
  it('finds none in a folder without one', () => {
    expect(loadKernel(join(process.cwd(), 'docs'))).toBeNull();
  });
});
