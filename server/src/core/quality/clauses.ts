/** The clauses of a sentence, the sides that its words tell, and what stands nearest to what. */
import type { Side, Span, Word } from '../types.js';

const sides = new Map<string, Side>();
for (const word of 'left izquierdo izquierda izquierdos izquierdas izq izqdo izqda izdo izda lt'.split(' '))
  sides.set(word, 'left');
for (const word of 'right derecho derecha derechos derechas dcho dcha dch der rt'.split(' '))
  sides.set(word, 'right');
for (const word of [
  'bilateral',
  'bilaterales',
  'both',
  'ambos',
  'ambas',
  'bilaterally',
  'bibasal',
  'bibasales',
]) {
  sides.set(word, 'bilateral');
}

const breaks = new Set(`, ; : ( ) with con and y e but pero or o ni nor without sin except salvo`.split(' '));
const joins = new Set(['and', 'y', 'or', 'o', 'e', '/']);
/** A run of a sentence's words that says one thing. */
export interface Clause {
  readonly first: number;
  readonly end: number;
}

export interface SideWord extends Clause {
  readonly side: Side;
}

/**
 * Words that tell a side, and the parts that are on one side only ("LSD", "lingula"): "LSD y LII" is of both. In the
 * order of the text.
 */
export function withParts(
  words: readonly Word[],
  told: readonly SideWord[],
  parts: readonly SideWord[],
): SideWord[] {
  const joined: SideWord[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const between = words[part.first - 1]?.folded ?? '';
    if (before?.end === part.first - 1 && (between === ',' || joins.has(between))) {
      const side = before.side === part.side ? part.side : 'bilateral';
      joined.splice(-1, 1, { side, first: before.first, end: part.end });
    } else joined.push(part);
  }
  return [...told, ...joined].sort((a, b) => a.first - b.first);
}

/** "Displaced to the left", "hacia la izquierda": where to, not where. */
function isDirection(words: readonly Word[], at: number): boolean {
  const before = words[at - 1]?.folded ?? '';
  const two = words[at - 2]?.folded ?? '';
  const next = words[at + 1]?.folded ?? '';
  // "Adjacent to the left kidney", "hacia el hilio izquierdo": where it lies.
  if (/^\p{L}/u.test(next) && !/^(?:side|lado|and|y|e|with|con|de|by|of)$/.test(next)) return false;
  if (before === 'hacia' || (two === 'hacia' && /^(?:la|el)$/.test(before))) return true;
  if (before === 'a' && /^(?:desplaz|desviac|desviad)/.test(two)) return true;
  return before === 'the' && /^(?:to|towards?)$/.test(two) && next !== 'of';
}

export function sideWords(words: readonly Word[]): SideWord[] {
  const found: SideWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const side = sides.get(words[at]?.folded ?? '');
    if (side === undefined || isDirection(words, at)) continue;
    const after = joins.has(words[at + 1]?.folded ?? '') ? sides.get(words[at + 2]?.folded ?? '') : undefined;
    if (after !== undefined && after !== side) {
      found.push({ side: 'bilateral', first: at, end: at + 3 });
      at += 2;
    } else found.push({ side, first: at, end: at + 1 });
  }
  return found;
}

export function clausesOf(words: readonly Word[], sided: readonly SideWord[]): Clause[] {
  const clauses: Clause[] = [];
  let first = 0;
  for (let at = 0; at <= words.length; at++) {
    const word = words[at];
    if (word !== undefined) {
      if (!breaks.has(word.folded)) continue;
      if (isInside(at, sided)) continue;
      // A decimal comma parts nothing.
      const next = words[at + 1];
      const decimal = word.folded === ',' && next?.startUtf16 === word.endUtf16 && /^\d/.test(next.folded);
      if (decimal) continue;
    }
    if (at > first) clauses.push({ first, end: at });
    first = at + 1;
  }
  return clauses;
}

/** True where a word stands between the first and the last of some words. */
function isInside(at: number, parts: readonly Clause[]): boolean {
  for (const { first, end } of parts) if (first < at && at < end) return true;
  return false;
}

export function spanOf(words: readonly Word[], first: number, end: number): Span {
  return { startUtf16: words[first]?.startUtf16 ?? 0, endUtf16: words[end - 1]?.endUtf16 ?? 0 };
}

export const within = (part: Clause, whole: Clause): boolean =>
  part.first >= whole.first && part.end <= whole.end;

/** The clauses that a finding's own clause takes words from: itself, then those beside it that state no finding. */
export function reachOf(
  words: readonly Word[],
  clauses: readonly Clause[],
  own: number,
  found: readonly Clause[],
): Clause[] {
  const reach: Clause[] = [];
  for (let index = own; index < clauses.length; index++) {
    const clause = clauses[index];
    if (clause === undefined) break;
    if (index > own && (holdsOne(clause, found) || isParted(words, clause))) break;
    reach.push(clause);
  }
  for (let index = own - 1; index >= 0; index--) {
    const clause = clauses[index];
    const next = clauses[index + 1];
    if (clause === undefined || next === undefined) break;
    if (holdsOne(clause, found) || isParted(words, next)) break;
    reach.push(clause);
  }
  return reach;
}

/** True where a clause states one of the findings. */
function holdsOne(clause: Clause, found: readonly Clause[]): boolean {
  for (const finding of found) if (within(finding, clause)) return true;
  return false;
}

/** A semicolon before a clause parts two statements. */
function isParted(words: readonly Word[], clause: Clause): boolean {
  let at = clause.first - 1;
  while (at > 0 && breaks.has(words[at]?.folded ?? '') && words[at]?.folded !== ';') at--;
  return words[at]?.folded === ';';
}

export function nearest<T extends Clause>(
  list: readonly T[],
  clauses: readonly Clause[],
  finding: Clause,
): T | null {
  for (const clause of clauses) {
    let best: T | null = null;
    let least = Infinity;
    for (const item of list) {
      if (!within(item, clause)) continue;
      const distance = item.end <= finding.first ? finding.first - item.end : item.first - finding.end;
      if (distance >= least) continue;
      best = item;
      least = distance;
    }
    if (best !== null) return best;
  }
  return null;
}
