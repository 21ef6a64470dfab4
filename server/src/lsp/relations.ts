/** Entities by their ids and relations, as features ask for them. */
import { subtypeName } from '../core/subtypeNames.js';
import type { Entity, RelationType } from '../core/types.js';
import { textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Messages } from './messages.js';

interface Neighbours {
  readonly type: RelationType;
  readonly entity: Entity;
}

export class Relations {
  readonly #byId: ReadonlyMap<string, Entity>;
  readonly #tails = new Map<string, Neighbours[]>();
  readonly #heads = new Map<string, Neighbours[]>();

  constructor({ analysis }: Analysed) {
    this.#byId = new Map((analysis?.entities ?? []).map((entity) => [entity.id, entity]));
    for (const { type, head, tail } of analysis?.relations ?? []) {
      const [from, to] = [this.#byId.get(head), this.#byId.get(tail)];
      if (from === undefined || to === undefined) continue;
      append(this.#tails, head, { type, entity: to });
      append(this.#heads, tail, { type, entity: from });
    }
  }

  entity(id: string): Entity | undefined {
    return this.#byId.get(id);
  }

  /** Where relations of this entity lead. */
  tails(id: string): readonly Neighbours[] {
    return this.#tails.get(id) ?? [];
  }

  tailsOf(id: string, type: RelationType): Entity[] {
    return this.tails(id).flatMap((to) => (to.type === type ? [to.entity] : []));
  }

  headsOf(id: string, type: RelationType): Entity[] {
    return (this.#heads.get(id) ?? []).flatMap((from) => (from.type === type ? [from.entity] : []));
  }
}

function append(map: Map<string, Neighbours[]>, key: string, value: Neighbours): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** "Lung, right": subtype and side of an anatomy, or of a finding whose word holds its anatomy; else its words. */
function placeName(analysed: Analysed, entity: Entity, messages: Messages): string {
  const { subtype, side } = entity;
  const name = subtype === null ? textOf(analysed, entity) : subtypeName(subtype, messages.language);
  return side === null ? name : `${name}, ${messages.reader.sides[side]}`;
}

/** The anatomies that an entity is of: those that it is related to, or itself where it has a subtype. */
export function anatomiesOf(entity: Entity, relations: Relations): Entity[] {
  const related = relations.tailsOf(entity.id, 'has');
  if (related.length > 0) return related;
  return entity.subtype === null ? [] : [entity];
}

/** Names of these anatomies, each once. */
export function placesOf(analysed: Analysed, anatomies: readonly Entity[], messages: Messages): string[] {
  return [...new Set(anatomies.map((anatomy) => placeName(analysed, anatomy, messages)))];
}

/** Of a finding: "absent", "of a relative"; empty for what is said of no one. */
export function statusWords({ assertion, experiencer }: Entity, { reader }: Messages): string[] {
  return [
    ...(assertion === null ? [] : [reader.assertions[assertion]]),
    ...(experiencer === null || experiencer === 'patient' ? [] : [reader.experiencers[experiencer]]),
  ];
}
