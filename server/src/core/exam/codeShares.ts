/** What the model gives to each exam code, and the likeliest of them. */
import type { CodeCandidate } from '../types.js';

/** Codes with their probabilities, which add up to 1. */
export interface CodeShares {
  readonly codes: readonly { readonly code: string }[];
  readonly shares: ArrayLike<number>;
}

/** The part of the codes that a test takes. */
export function massOf({ codes, shares }: CodeShares, test: (code: string) => boolean): number {
  let mass = 0;
  for (let place = 0; place < codes.length; place++)
    if (test(codes[place]?.code ?? '')) mass += shares[place] ?? 0;
  return mass;
}

/**
 * The `limit` likeliest codes, best first; of two as likely the one whose code comes first. A few of very many: without
 * sorting all of them.
 * @param without codes that are left out.
 */
export function likeliest(
  { codes, shares }: CodeShares,
  limit: number,
  without: { has(code: string): boolean } = nothing,
): CodeCandidate[] {
  const best: CodeCandidate[] = [];
  for (let place = 0; place < codes.length; place++) {
    const probability = shares[place] ?? 0;
    const last = best[limit - 1];
    if (last !== undefined && probability < last.probability) continue;
    const code = codes[place]?.code ?? '';
    if (without.has(code)) continue;
    let at = best.length;
    for (; at > 0; at--) {
      const other = best[at - 1];
      if (other === undefined || other.probability > probability) break;
      if (other.probability === probability && other.code < code) break;
    }
    if (at >= limit) continue;
    best.splice(at, 0, { code, probability });
    if (best.length > limit) best.pop();
  }
  return best;
}

const nothing: ReadonlySet<string> = new Set();
