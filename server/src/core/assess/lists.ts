/** Several values after one name of a scale, and the sides that they are of. */
import type { Side } from '../types.js';
import { mentionOf } from './mention.js';
import type { Mention, Reach } from './mention.js';
import type { ScaleName } from './scales.js';
import { foldedAt } from './tokens.js';
import type { Token } from './tokens.js';
import { valueAt } from './values.js';
import type { ReadValue } from './values.js';

export const sides: ReadonlyMap<string, Side> = new Map([
  ...['right', 'derecha', 'derecho', 'md', 'dcha', 'rt'].map((word) => [word, 'right'] as const),
  ...['left', 'izquierda', 'izquierdo', 'mi', 'izq', 'lt'].map((word) => [word, 'left'] as const),
  ...['bilateral', 'bilaterales', 'both', 'ambas', 'ambos'].map((word) => [word, 'bilateral'] as const),
]);
export const breastWords = new Set([
  'mama',
  'breast',
  'mamas',
  'breasts',
  'ovario',
  'ovary',
  'lobulo',
  'lobe',
  'lesion',
  'nodulo',
  'nodule',
]);
const legendWidth = 3;

const between = new Set(
  `, ; / y and e & ( ) - – — : en in de la el the on a of para for ni or o lado side`.split(' '),
);

/** The values after the first: "BI-RADS 2 right and 4A left", "PI-RADS 4 y 5", "4–5". */
export function listed(
  tokens: readonly Token[],
  text: string,
  name: ScaleName,
  reach: Reach,
  value: ReadValue,
  variant: string | null,
): Mention[] {
  const first = mentionOf(tokens, name, reach, value, variant, name.first, value.end);
  const found = [first];
  const sided = first.side === null ? sideAfter(tokens, first.end) : null;
  if (sided !== null) found[0] = { ...first, side: sided.side };
  let at = sided?.end ?? first.end;
  for (let more = 0; more < 3; more++) {
    const next = nextValue(tokens, text, at, reach, first.side !== null || sided !== null);
    if (next === null) break;
    const mention = mentionOf(
      tokens,
      name,
      { ...reach, side: next.side },
      next.value,
      variant,
      next.value.first,
      next.value.end,
    );
    found.push(mention);
    at = next.end;
  }
  // "1–5" names the scale, not a value.
  const [low, high] = [Number(first.value), Number(found[1]?.value ?? first.value)];
  const wide =
    found.length === 2 && /^[-–—]$/u.test(foldedAt(tokens, first.end)) && high - low >= legendWidth;
  return wide ? found.map((one) => ({ ...one, isCriterion: true })) : found;
}

/** "(mama derecha)", "right", right after a value. */
function sideAfter(
  tokens: readonly Token[],
  at: number,
): { readonly side: Side; readonly end: number } | null {
  for (let i = at; i < at + 6; i++) {
    const side = sides.get(foldedAt(tokens, i));
    if (side !== undefined && tokens[i]?.sentence === tokens[at - 1]?.sentence) return { side, end: i + 1 };
    if (!/^(?:\(|en|in|de|la|the|mama|breast|on|for|para|-|–|lado|side)$/.test(foldedAt(tokens, i)))
      return null;
  }
  return null;
}

function nextValue(tokens: readonly Token[], text: string, from: number, reach: Reach, sidedList: boolean) {
  const start = tokens[from - 1];
  let side: Side | null = null;
  let joined = false;
  for (let at = from; at < from + 8; at++) {
    const token = tokens[at];
    if (token?.sentence !== start?.sentence || token === undefined) return null;
    const { folded } = token;
    const known = sides.get(folded);
    if (known !== undefined) {
      side = known;
      continue;
    }
    const value = joined || side !== null ? valueAt(tokens, text, at, reach.system) : null;
    if (value !== null) {
      const after = sidedList ? sideAfter(tokens, value.end) : null;
      const next = tokens[value.end];
      const ends =
        next?.sentence !== token.sentence ||
        !/^[\p{L}\p{N}]/u.test(next.folded) ||
        /^(?:y|and|e|o|or|ni)$/.test(next.folded);
      const range =
        at === from + 1 && /^[-–—]$/u.test(foldedAt(tokens, from)) && tokens[from]?.glued === true;
      if (!ends && !range && after === null && side === null) return null;
      // A list of sides has one with each value.
      if (sidedList && side === null && after === null) return null;
      if (!sidedList && at > from + 2) return null;
      const tied = side ?? after?.side ?? null;
      return { value, side: tied, end: side === null ? (after?.end ?? value.end) : value.end };
    }
    if (breastWords.has(folded) && (sidedList || side !== null || joined)) continue;
    if (!between.has(folded)) return null;
    if (/^[,;/&.–—-]$/u.test(folded) || /^(?:y|and|e|ni|or|o)$/.test(folded)) joined = true;
  }
  return null;
}
