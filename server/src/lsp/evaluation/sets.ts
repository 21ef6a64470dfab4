/** Documents of `eval` by the set that they belong to: real and authored text never in one score. */
import type { GoldRow } from '../../store/goldTable.js';

/** `real`: from a source document; `authored`: as the table says; null: the table does not say. */
export type Origin = 'real' | 'authored' | null;

/** A document and where it is from. */
export interface SetMember<T> {
  /** The first folder of its path, or `.` where it lies in DIR itself. */
  readonly folder: string;
  readonly origin: Origin;
  readonly document: T;
}

export interface ScoredSet<S> {
  readonly name: string;
  readonly origin: Origin | 'mixed';
  readonly scores: S;
}

/** Scores by set. `all` is over the whole DIR: null where it mixes texts of several origins. */
export interface SetScores<S> {
  readonly all: S | null;
  readonly sets: readonly ScoredSet<S>[];
}

/** @param path relative to DIR, `/`-separated. */
export function memberOf<T>(path: string, row: GoldRow | null, document: T): SetMember<T> {
  const slash = path.indexOf('/');
  const source = row?.source ?? null;
  const origin = source === null ? null : source === 'authored' ? 'authored' : 'real';
  return { folder: slash < 0 ? '.' : path.slice(0, slash), origin, document };
}

/** Scores every set by itself, in the order of their names. */
export function scoreSets<T, S>(
  members: readonly SetMember<T>[],
  score: (documents: readonly T[]) => S,
): SetScores<S> {
  const folders = [...new Set(members.map(({ folder }) => folder))].sort();
  const scoresOf = (own: readonly SetMember<T>[]): S => score(own.map(({ document }) => document));
  const all = originOf(members) === 'mixed' ? null : scoresOf(members);
  if (folders.length === 1 && all !== null)
    return { all, sets: [{ name: folders[0] ?? '.', origin: originOf(members), scores: all }] };
  return {
    all,
    sets: folders.map((name) => {
      const own = members.filter(({ folder }) => folder === name);
      return { name, origin: originOf(own), scores: scoresOf(own) };
    }),
  };
}

function originOf(members: readonly SetMember<unknown>[]): Origin | 'mixed' {
  const origins = new Set(members.map(({ origin }) => origin));
  return origins.size > 1 ? 'mixed' : (members[0]?.origin ?? null);
}
