/** From the server's entities to the marks that the editor draws; plain data, no editor. */
import type { WireEntity, WireRange } from '../../server/src/protocol.js';

/** A look of its own each: findings by what the report says of them, all else by type. */
export const entityMarks = [
  'present',
  'possible',
  'absent',
  'elsewhere',
  'Anatomy',
  'Location',
  'Measure',
  'Type_of_measure',
  'Degree',
  'Abbreviation',
  'Negation',
  'Uncertainty',
  'ConditionalTemporal',
] as const;
export type EntityMark = (typeof entityMarks)[number];

/** `elsewhere`: of a relative, or in the past. What is denied of a relative is denied all the same. */
function markOf({ type, assertion, experiencer }: WireEntity): EntityMark {
  if (type !== 'Finding') return type;
  if (assertion === 'absent') return 'absent';
  if (experiencer === 'family' || experiencer === 'past') return 'elsewhere';
  return assertion === 'possible' ? 'possible' : 'present';
}

/** Ranges by mark. They overlap where entities do. */
export function rangesByMark(entities: readonly WireEntity[]): Record<EntityMark, WireRange[]> {
  const ranges = Object.fromEntries(entityMarks.map((mark) => [mark, []])) as unknown as Record<
    EntityMark,
    WireRange[]
  >;
  for (const entity of entities) ranges[markOf(entity)].push(entity.range);
  return ranges;
}
