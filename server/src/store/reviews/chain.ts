/** The hash chain of review lines: what is written, and what is wrong with what is read. */
import { createHash } from 'node:crypto';
import { reviewLineSchema } from './reviewLine.js';
import type { Decided, ReviewLine } from './reviewLine.js';

/** `previous` of the first line. */
export const chainStart = '0'.repeat(64);

/** The end of a chain that the next line continues. */
export interface ChainEnd {
  /** Of the last line; 0 in an empty file. */
  readonly seq: number;
  readonly hash: string;
}

export const emptyChain: ChainEnd = { seq: 0, hash: chainStart };

/** Why a line does not continue the chain. */
export type ChainFault = 'notALine' | 'sequence' | 'previous' | 'hash';

/** JSON with sorted keys and without white space: the same bytes for the same value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

function hashOf(unsigned: Omit<ReviewLine, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(unsigned), 'utf8').digest('hex');
}

/** The decision as the chain's next line. */
export function seal(decided: Decided, end: ChainEnd): ReviewLine {
  const unsigned = { ...decided, seq: end.seq + 1, previous: end.hash };
  return { ...unsigned, hash: hashOf(unsigned) };
}

/** The line's own text, with its line feed. */
export function encodeLine(line: ReviewLine): string {
  return `${canonicalJson(line)}\n`;
}

/** Reads the line that follows `end`, or says why it does not. */
export function readLine(
  text: string,
  end: ChainEnd,
): { readonly line: ReviewLine } | { readonly fault: ChainFault } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'notALine' };
  }
  const parsed = reviewLineSchema.safeParse(value);
  if (!parsed.success) return { fault: 'notALine' };
  const { hash, ...unsigned } = parsed.data;
  if (unsigned.seq !== end.seq + 1) return { fault: 'sequence' };
  if (unsigned.previous !== end.hash) return { fault: 'previous' };
  if (hash !== hashOf(unsigned)) return { fault: 'hash' };
  return { line: parsed.data };
}
