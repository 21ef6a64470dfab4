/**
 * Entities and relations of a sentence on the wire: lists of numbers in place of an object each, since a report has many
 * and such lists cost little to write and to read.
 */
import type { EntityReading, RelationReading } from '../core/types.js';
import { assertion, entityType, relationType, side, trend } from './readingFields.js';

/**
 * Six whole numbers an entity: type, first word, end word, then assertion, side and trend from 1 on, 0 for none; their
 * scores; their subtypes.
 */
export type WireEntities = [numbers: number[], scores: number[], subtypes: (string | null)[]];
/** Three whole numbers a relation: type, head, tail; their scores. */
export type WireRelations = [numbers: number[], scores: number[]];

const entityNumbers = 6;
const relationNumbers = 3;

const types = entityType.options;
const kinds = relationType.options;
const assertions = [null, ...assertion.options];
const sides = [null, ...side.options];
const trends = [null, ...trend.options];

export function packEntities(entities: readonly EntityReading[]): WireEntities {
  const numbers: number[] = [];
  const scores: number[] = [];
  const subtypes: (string | null)[] = [];
  for (const {
    type,
    firstWord,
    endWord,
    score,
    assertion: said,
    subtype,
    side: where,
    trend: change,
  } of entities) {
    numbers.push(types.indexOf(type), firstWord, endWord);
    numbers.push(assertions.indexOf(said), sides.indexOf(where), trends.indexOf(change));
    scores.push(score);
    subtypes.push(subtype);
  }
  return [numbers, scores, subtypes];
}

/** The reverse of `packEntities`. @param intern gives one shared string per subtype, to save memory. */
export function unpackEntities(
  [numbers, scores, subtypes]: WireEntities,
  intern: (text: string) => string,
): EntityReading[] {
  const entities: EntityReading[] = [];
  for (let n = 0, at = 0; n < scores.length; n++, at += entityNumbers) {
    const subtype = subtypes[n] ?? null;
    entities.push({
      type: types[numbers[at] ?? 0] ?? 'Finding',
      firstWord: numbers[at + 1] ?? 0,
      endWord: numbers[at + 2] ?? 0,
      score: scores[n] ?? 0,
      assertion: assertions[numbers[at + 3] ?? 0] ?? null,
      subtype: subtype === null ? null : intern(subtype),
      side: sides[numbers[at + 4] ?? 0] ?? null,
      trend: trends[numbers[at + 5] ?? 0] ?? null,
    });
  }
  return entities;
}

export function packRelations(relations: readonly RelationReading[]): WireRelations {
  const numbers: number[] = [];
  const scores: number[] = [];
  for (const { type, head, tail, score } of relations) {
    numbers.push(kinds.indexOf(type), head, tail);
    scores.push(score);
  }
  return [numbers, scores];
}

/** The reverse of `packRelations`. */
export function unpackRelations([numbers, scores]: WireRelations): RelationReading[] {
  const relations: RelationReading[] = [];
  for (let n = 0, at = 0; n < scores.length; n++, at += relationNumbers) {
    relations.push({
      type: kinds[numbers[at] ?? 0] ?? 'has',
      head: numbers[at + 1] ?? 0,
      tail: numbers[at + 2] ?? 0,
      score: scores[n] ?? 0,
    });
  }
  return relations;
}

/** True for what `packEntities` makes. */
export function isEntities(value: unknown): value is WireEntities {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [numbers, scores, subtypes] = value as readonly unknown[];
  if (!isNumbers(scores) || !Array.isArray(subtypes) || subtypes.length !== scores.length) return false;
  if (!areBelow(numbers, entityBounds, scores.length)) return false;
  return (subtypes as readonly unknown[]).every((subtype) => subtype === null || typeof subtype === 'string');
}

/** True for what `packRelations` makes. */
export function isRelations(value: unknown): value is WireRelations {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [numbers, scores] = value as readonly unknown[];
  return isNumbers(scores) && areBelow(numbers, relationBounds, scores.length);
}

/** What each of an item's whole numbers is below. */
const anyIndex = 2 ** 31;
const entityBounds = [types.length, anyIndex, anyIndex, assertions.length, sides.length, trends.length];
const relationBounds = [kinds.length, anyIndex, anyIndex];

function isNumbers(value: unknown): value is number[] {
  if (!Array.isArray(value)) return false;
  return (value as readonly unknown[]).every((number) => Number.isFinite(number));
}

/** True for whole numbers from 0 on, a row of bounds an item. */
function areBelow(value: unknown, bounds: readonly number[], items: number): boolean {
  if (!Array.isArray(value) || value.length !== items * bounds.length) return false;
  const list = value as readonly unknown[];
  for (let i = 0, column = 0; i < list.length; i++) {
    const number = list[i];
    if (!Number.isInteger(number) || (number as number) < 0) return false;
    if ((number as number) >= (bounds[column] ?? 0)) return false;
    column = column + 1 === bounds.length ? 0 : column + 1;
  }
  return true;
}
