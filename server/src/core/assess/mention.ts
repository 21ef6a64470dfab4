/** A value of a scale with what stands at it: part, points, "4/5", "or higher". */
import type { Side } from '../types.js';
import { isValid } from './scales.js';
import type { ScaleName } from './scales.js';
import { foldedAt } from './tokens.js';
import type { Token } from './tokens.js';
import type { CategoryPart, ScoreSystem } from './types.js';
import type { ReadValue } from './values.js';

/** One value with the words that it is read from, by token indices. */
export interface Mention {
  readonly system: ScoreSystem;
  readonly variant: string | null;
  readonly value: string;
  readonly valid: boolean;
  readonly part: CategoryPart;
  readonly points: number | null;
  /** Side that stands in the mention itself ("BI-RADS right: 2"). */
  readonly side: Side | null;
  /** A sign that the text speaks of all such values ("≥ 3", "or higher", "1–5"). */
  readonly isCriterion: boolean;
  readonly first: number;
  readonly end: number;
  readonly valueFirst: number;
  readonly valueEnd: number;
}

/** State of the walk from a name to its value. */
export interface Reach {
  system: ScoreSystem;
  part: CategoryPart;
  side: Side | null;
  isCriterion: boolean;
  /** "TI-RADS: 7 points (TR5)". */
  points: number | null;
}

export const freshReach = (name: ScaleName): Reach => ({
  system: name.system,
  part: null,
  side: null,
  isCriterion: false,
  points: null,
});

export const parts: ReadonlyMap<string, CategoryPart> = new Map([
  ...['periventricular', 'periventriculares', 'pv'].map((word) => [word, 'periventricular'] as const),
  ...['deep', 'profunda', 'profundo', 'profundas', 'subcortical', 'subcorticales', 'dwmh'].map(
    (word) => [word, 'deep'] as const,
  ),
  ...['total', 'suma', 'sum', 'global', 'combined', 'combinado'].map((word) => [word, 'total'] as const),
]);
export const pointWord = /^(?:points?|puntos?|pts?)$/;

export function mentionOf(
  tokens: readonly Token[],
  name: ScaleName,
  reach: Reach,
  value: ReadValue,
  variant: string | null,
  first: number,
  end: number,
): Mention {
  const of = ofMaximum(tokens, value.end, reach.system);
  const part: CategoryPart =
    reach.system !== 'Fazekas'
      ? reach.part
      : of === 6
        ? 'total'
        : (reach.part ?? partBefore(tokens, name.first) ?? partAfter(tokens, value.end));
  const last = of === null ? Math.max(end, value.end) : Math.max(end, value.end + 2);
  return {
    system: reach.system,
    variant,
    value: value.value,
    valid: isValid(reach.system, variant, value.value, part),
    part,
    points: name.system === 'TI-RADS' ? (reach.points ?? pointsNear(tokens, last)) : null,
    side: reach.side,
    isCriterion: reach.isCriterion || orHigher(tokens, last),
    first,
    end: last,
    valueFirst: value.first,
    valueEnd: value.end,
  };
}

/** "4/5" of a scale that ends with 5, or null. */
function ofMaximum(tokens: readonly Token[], at: number, system: ScoreSystem): number | null {
  if (foldedAt(tokens, at) !== '/' || tokens[at]?.glued !== true) return null;
  const most = Number(foldedAt(tokens, at + 1));
  const known: Readonly<Partial<Record<ScoreSystem, readonly number[]>>> = {
    'BI-RADS': [6],
    'PI-RADS': [5],
    'TI-RADS': [5],
    'O-RADS': [5],
    'LI-RADS': [5],
    Fazekas: [3, 6],
    ASPECTS: [10],
  };
  return known[system]?.includes(most) === true ? most : null;
}

function partBefore(tokens: readonly Token[], first: number): CategoryPart {
  for (let i = first - 1; i >= first - 6; i--) {
    const part = parts.get(foldedAt(tokens, i));
    if (part !== undefined) return part;
    if (
      !/^(?:\(|:|escala|score|de|of|white|matter|sustancia|blanca|grado|grade|y|and)$/.test(
        foldedAt(tokens, i),
      )
    )
      return null;
  }
  return null;
}

function partAfter(tokens: readonly Token[], at: number): CategoryPart {
  for (let i = at; i < at + 5; i++) {
    const part = parts.get(foldedAt(tokens, i));
    if (part !== undefined) return part;
    if (
      !/^(?:\(|en|in|la|the|sustancia|blanca|white|matter|para|for|of|de|score|puntuacion)$/.test(
        foldedAt(tokens, i),
      )
    )
      return null;
  }
  return null;
}

function pointsNear(tokens: readonly Token[], at: number): number | null {
  for (let i = at; i < at + 4; i++) {
    if (/^\d{1,2}$/.test(foldedAt(tokens, i)) && pointWord.test(foldedAt(tokens, i + 1)))
      return Number(foldedAt(tokens, i));
    if (!/^(?:\(|,|:|con|with|total)$/.test(foldedAt(tokens, i))) return null;
  }
  return null;
}

function orHigher(tokens: readonly Token[], at: number): boolean {
  const [or, more] = [foldedAt(tokens, at), foldedAt(tokens, at + 1)];
  return (
    (/^(?:or|o|y|and)$/.test(or) &&
      /^(?:higher|greater|above|more|superior|superiores|mayor|mayores|mas|lower|less|inferior|inferiores|menor)$/.test(
        more,
      )) ||
    or === '+'
  );
}
