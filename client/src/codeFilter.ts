/** Which code systems a query of *Find code* is for: `@o`, `@cm` or `@pcs` before its words. */

/** Prefix, system, and the icon of its button. */
export const systemFilters = [
  { prefix: '@o', system: 'ICD-O-3', icon: 'symbol-class' },
  { prefix: '@cm', system: 'ICD-10-CM', icon: 'list-tree' },
  { prefix: '@pcs', system: 'ICD-10-PCS', icon: 'device-camera' },
] as const;
export type SystemFilter = (typeof systemFilters)[number];

export interface FilteredQuery {
  /** Null: all systems. */
  readonly filter: SystemFilter | null;
  readonly query: string;
}

/** Parts the prefix from the words. A prefix counts once a space, or nothing, follows it. */
export function readFilter(value: string): FilteredQuery {
  const [, prefix = '', query = ''] = /^\s*(@\p{L}+)(?:\s+([^]*))?$/u.exec(value) ?? [];
  const filter = systemFilters.find((one) => one.prefix === prefix.toLowerCase()) ?? null;
  return filter === null ? { filter, query: value.trim() } : { filter, query: query.trim() };
}

/** The value with a system's prefix, or without it where it has it already. */
export function toggled(value: string, filter: SystemFilter): string {
  const now = readFilter(value);
  return now.filter === filter ? now.query : `${filter.prefix} ${now.query}`;
}
