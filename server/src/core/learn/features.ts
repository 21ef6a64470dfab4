/**
 * A report as features: hashed words and pairs of words of what says which exam it was, hashed words of the rest, and
 * the reader's vector. Pairs never cross a sentence, so that taking a sentence out takes exactly its own features out.
 */
import type { ParsedReport } from '../report.js';
import type { SectionKind, Span } from '../types.js';
import type { FeatureSpace } from './types.js';

/** Number of hash buckets. */
export const hashDimension = 65_536;

/** A sentence, or a heading, which is a sentence by itself. */
export interface FeatureUnit extends Span {
  /** Index of the sentence. */
  readonly sentence: number;
  /** It says which exam it was. */
  readonly lead: boolean;
  /** False for headings such as "Findings": they are no evidence. */
  readonly evident: boolean;
  /** Buckets of its words, and of its pairs of words where it is a lead; repeats included. */
  readonly buckets: Uint16Array;
}

export interface ReportFeatures {
  /** In the order of the text. */
  readonly units: readonly FeatureUnit[];
  /** `ReportAnalysis.vector`. */
  readonly vector: readonly number[] | null;
}

/** A row of the regression: columns in no order, each once. */
export interface Row {
  readonly columns: Int32Array;
  readonly values: Float32Array;
  /** Part of the report's words, by weight, that the space knows; 0 to 1. */
  readonly known: number;
}

/** Sections whose heading says which exam it was. */
const titleKinds: ReadonlySet<SectionKind> = new Set(['header', 'examination']);
/** Sections whose text says so. */
const leadKinds: ReadonlySet<SectionKind> = new Set(['header', 'examination', 'technique']);
/** A word or pair of fewer reports is not learnt from. */
const leastDocuments = 3;
/** Columns kept at most: those of most reports. */
const mostColumns = 2_500;
/** Euclidean lengths of a report's three parts. */
const leadLength = 1;
const bodyLength = 1.5;
const vectorLength = 1;
/** Standardised values are cut here, so that one odd report cannot shout. */
const vectorLimit = 4;

/** Cuts a report into features. What a person has written down as codes is left out. */
export function featuresOf(report: ParsedReport, vector: readonly number[] | null): ReportFeatures {
  const titled = report.sections.some(({ kind }) => leadKinds.has(kind));
  const units = report.sentences.flatMap(({ startUtf16, endUtf16, section }, sentence): FeatureUnit[] => {
    const { kind = 'body', heading = null } = report.sections[section] ?? {};
    if (kind === 'codes') return [];
    // A report without a title says its exam in its first words.
    const lead = leadKinds.has(kind) || (sentence === 0 && !titled);
    const isHeading = heading !== null && startUtf16 < heading.endUtf16 && endUtf16 <= heading.endUtf16 + 2;
    const buckets = bucketsOf(report.inputs[sentence]?.words ?? [], lead);
    return [{ startUtf16, endUtf16, sentence, lead, evident: !isHeading || titleKinds.has(kind), buckets }];
  });
  return { units, vector };
}

/** Marks are passed over; numbers of two digits and more are one word. */
function bucketsOf(words: readonly string[], lead: boolean): Uint16Array {
  const kept = words
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => (/^\p{N}{2,}$/u.test(word) ? '#' : word));
  if (!lead) return Uint16Array.from(kept, (word) => bucketOf(`body ${word}`));
  const pairs = kept.slice(1).map((word, index) => `${kept[index] ?? ''} ${word}`);
  return Uint16Array.from([...kept, ...pairs], (term) => bucketOf(`lead ${term}`));
}

/** FNV-1a over UTF-16 units, its halves folded. */
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & (hashDimension - 1);
}

/** Learns which buckets count and how vectors are standardised. @param withVector every report has one. */
export function fitSpace(reports: readonly ReportFeatures[], withVector: boolean): FeatureSpace {
  const documents = new Int32Array(hashDimension);
  for (const { units } of reports) {
    const seen = new Set<number>();
    for (const { buckets } of units) for (const bucket of buckets) seen.add(bucket);
    for (const bucket of seen) documents[bucket] = (documents[bucket] ?? 0) + 1;
  }
  const frequent = [...documents.keys()].filter((bucket) => (documents[bucket] ?? 0) >= leastDocuments);
  frequent.sort((a, b) => (documents[b] ?? 0) - (documents[a] ?? 0) || a - b);
  const buckets = Uint16Array.from(frequent.slice(0, mostColumns).sort((a, b) => a - b));
  const idfOf = (count: number): number => Math.log((1 + reports.length) / (1 + count)) + 1;
  const idf = Float32Array.from(buckets, (bucket) => idfOf(documents[bucket] ?? 0));
  return { buckets, idf, unseenIdf: idfOf(1), vector: withVector ? standardisation(reports) : null };
}

function standardisation(reports: readonly ReportFeatures[]): { mean: Float32Array; scale: Float32Array } {
  const size = reports[0]?.vector?.length ?? 0;
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const { vector } of reports) {
    for (let d = 0; d < size; d++) {
      const value = vector?.[d] ?? 0;
      sum[d] = (sum[d] ?? 0) + value;
      squares[d] = (squares[d] ?? 0) + value * value;
    }
  }
  const mean = Float32Array.from(sum, (total) => total / reports.length);
  const length = vectorLength / Math.sqrt(size);
  const scale = Float32Array.from(squares, (total, d) => {
    const variance = total / reports.length - (mean[d] ?? 0) ** 2;
    return variance > 1e-8 ? length / Math.sqrt(variance) : 0;
  });
  return { mean, scale };
}

/** Turns reports into rows of one space. */
export class Encoder {
  readonly #space: FeatureSpace;
  readonly #columnOf = new Int32Array(hashDimension).fill(-1);

  constructor(space: FeatureSpace) {
    this.#space = space;
    space.buckets.forEach((bucket, column) => (this.#columnOf[bucket] = column));
  }

  /** Columns of the space. */
  get columns(): number {
    return this.#space.buckets.length + (this.#space.vector?.mean.length ?? 0);
  }

  /** @param without a unit that is left out, with the vector of the report without it. */
  encode(
    { units, vector }: ReportFeatures,
    without: { readonly unit: FeatureUnit; readonly vector: readonly number[] | null } | null = null,
  ): Row {
    const columns: number[] = [];
    const values: number[] = [];
    let all = 0;
    let known = 0;
    for (const lead of [true, false]) {
      const part = this.#weigh(units.filter((unit) => unit.lead === lead && unit !== without?.unit));
      const factor = (lead ? leadLength : bodyLength) / (Math.sqrt(part.all) || 1);
      columns.push(...part.columns);
      for (const value of part.values) values.push(value * factor);
      all += part.all;
      known += part.known;
    }
    this.#addVector(without === null ? vector : without.vector, columns, values);
    return {
      columns: Int32Array.from(columns),
      values: Float32Array.from(values),
      known: all === 0 ? 0 : known / all,
    };
  }

  /** Sublinear counts times idf, with the sums of their squares: of all buckets, and of those with a column. */
  #weigh(units: readonly FeatureUnit[]): { columns: number[]; values: number[]; all: number; known: number } {
    const counts = new Map<number, number>();
    for (const { buckets } of units) {
      for (const bucket of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    const part = { columns: [] as number[], values: [] as number[], all: 0, known: 0 };
    for (const [bucket, count] of counts) {
      const column = this.#columnOf[bucket] ?? -1;
      const idf = column < 0 ? this.#space.unseenIdf : (this.#space.idf[column] ?? 0);
      const value = (1 + Math.log(count)) * idf;
      part.all += value * value;
      if (column < 0) continue;
      part.known += value * value;
      part.columns.push(column);
      part.values.push(value);
    }
    return part;
  }

  #addVector(vector: readonly number[] | null, columns: number[], values: number[]): void {
    const { buckets, vector: standard } = this.#space;
    if (standard === null || vector === null) return;
    const limit = (vectorLimit * vectorLength) / Math.sqrt(vector.length);
    vector.forEach((value, d) => {
      const standardised = (value - (standard.mean[d] ?? 0)) * (standard.scale[d] ?? 0);
      columns.push(buckets.length + d);
      values.push(Math.min(limit, Math.max(-limit, standardised)));
    });
  }
}
