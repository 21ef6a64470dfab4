/** The native kernel (`native/node.c`), where it was built for this machine. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TensorData } from './onnxTensors.js';

declare const kernelModel: unique symbol;
/** A model in the kernel's memory; freed when it is collected. */
export interface KernelModel {
  readonly [kernelModel]: true;
}

/** What the kernel makes a model of: sizes, and the constants of a pack's CPU graph by name. */
export interface KernelSettings {
  readonly arithmetic: string;
  readonly layers: number;
  readonly heads: number;
  readonly epsilon: number;
  readonly hidden: number;
  /** Width of each layer's middle. */
  readonly inner: readonly number[];
  readonly words: number;
  readonly positions: number;
  readonly types: number;
  readonly tensors: Readonly<Record<string, TensorData>>;
  /** Names of the heads, in the order of `read`'s outputs. */
  readonly outputs: readonly string[];
}

/** What reads tokens. */
export interface ReadingKernel {
  /** Name of the arithmetic that this processor has, or of the wanted one where it has that; else null. */
  arithmetic(wanted?: string): string | null;
  /** @throws Error that says what does not fit. */
  create(settings: KernelSettings): KernelModel;
  /**
   * Reads rows of tokens; writes the results of the `kept` tokens to each head's output, `[kept × size]`.
   * @throws Error where an argument does not fit the others or the model.
   */
  read(
    model: KernelModel,
    ids: Int32Array,
    types: Uint8Array,
    lengths: Int32Array,
    kept: Int32Array,
    outputs: readonly Float32Array[],
  ): void;
}

/** What decoders ask for; each has the same in JavaScript, for machines without a kernel. */
export interface DecodingKernel {
  /**
   * What `LinearRows` computes, to the last digit: a row is as many weights as the vector has, and a bias.
   * @throws Error where an argument does not fit the others, or the processor has none of the arithmetics.
   */
  multiply(
    weights: Float32Array,
    rows: Int32Array,
    count: number,
    vector: Float64Array,
    out: Float64Array,
  ): void;
  /**
   * What `SpanScores` computes, to the last digit.
   * @param parts rows of `size` numbers, one a word of the sentence.
   * @param bounds first and end word of each span.
   * @param weights rows of as many weights as `context` has, and a bias.
   * @param out takes a score a row for each of `count` spans.
   * @throws Error where an argument does not fit the others, or the processor has none of the arithmetics.
   */
  scoreSpans(
    parts: Float32Array,
    size: number,
    words: number,
    bounds: Int32Array,
    count: number,
    context: Float32Array,
    widths: Float32Array,
    weights: Float32Array,
    out: Float64Array,
  ): void;
  /**
   * What `RelationFinder` computes of pairs of spans, to the last digit, where there are a multiple of 8 columns.
   * @param parts rows of `size` numbers, one a word of the sentence.
   * @param pairs of each pair: first and end word of its head, of its tail, its kind, and its row of distances.
   * @param pair a row of columns for each kind.
   * @param weights rows of as many weights as there are columns, and a bias.
   * @param out takes a score for each of `count` pairs.
   * @throws Error where an argument does not fit the others, or the processor has none of the arithmetics.
   */
  scorePairs(
    parts: Float32Array,
    size: number,
    words: number,
    pairs: Int32Array,
    count: number,
    pair: Float32Array,
    distance: Float32Array,
    weights: Float32Array,
    out: Float64Array,
  ): void;
}

export interface Kernel extends ReadingKernel, DecodingKernel {}

/** File name of the built kernel, beside the bundles. */
export const kernelFile = 'reader-kernel.node';

/** The kernel in a folder; null where there is none, or none that this platform can load. */
export function loadKernel(folder: string = __dirname): Kernel | null {
  try {
    return createRequire(__filename)(join(folder, kernelFile)) as Kernel;
  } catch {
    return null;
  }
}

/** The arithmetic that a model is given, null for none; `GLOSA_KERNEL` names one, for comparisons, and `off` none. */
export function chosenArithmetic(kernel: ReadingKernel): string | null {
  const named = process.env.GLOSA_KERNEL;
  return kernel.arithmetic(named === undefined || named === '' ? undefined : named);
}
