/** Documents of `eval` by the set that they belong to: real and authored text never in one score. */
import type { GoldRow } from '../../store/goldTable.js';
import { Turns } from '../../store/turns.js';

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

/** What scores documents, one after another. */
export interface Scorer<T, S> {
  add(document: T): void;
  scores(): S;
}

/**
 * Scores every set by itself, in the order of their names; the event loop has its turn between documents.
 * @throws AbortError of the signal.
 */
export async function scoreSets<T, S>(
  members: readonly SetMember<T>[],
  signal: AbortSignal,
  scorer: () => Scorer<T, S>,
): Promise<SetScores<S>> {
  const turns = new Turns(signal);
  const folders = [...new Set(members.map(({ folder }) => folder))].sort();
  const scoresOf = async (own: readonly SetMember<T>[]): Promise<S> => {
    const made = scorer();
    for (const { document } of own) {
      made.add(document);
      await turns.maybe();
    }
    return made.scores();
  };
  const all = originOf(members) === 'mixed' ? null : await scoresOf(members);
  if (folders.length === 1 && all !== null)
    return { all, sets: [{ name: folders[0] ?? '.', origin: originOf(members), scores: all }] };
  const sets: ScoredSet<S>[] = [];
  for (const name of folders) {
    const own = members.filter(({ folder }) => folder === name);
    sets.push({ name, origin: originOf(own), scores: await scoresOf(own) });
  }
  return { all, sets };
}

function originOf(members: readonly SetMember<unknown>[]): Origin | 'mixed' {
  const origins = new Set(members.map(({ origin }) => origin));
  return origins.size > 1 ? 'mixed' : (members[0]?.origin ?? null);
}
