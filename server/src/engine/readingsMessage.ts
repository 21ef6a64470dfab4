/** Whether a message is one of readings, as `wire.ts` describes it. By hand: most of what crosses is this. */
import { assertion, entityType, relationType, side, trend } from './readingFields.js';
import type { FromChild } from './wire.js';

export type ReadingsMessage = Extract<FromChild, { type: 'readings' }>;

/** True for exactly what `fromChild` takes for readings. */
export function isReadings(raw: unknown): raw is ReadingsMessage {
  if (typeof raw !== 'object' || raw === null) return false;
  const { type, id, indices, readings, done, tokensPerMs } = raw as Readonly<Record<string, unknown>>;
  return (
    type === 'readings' &&
    isInt(id) &&
    isListOf(indices, isInt) &&
    isListOf(readings, isReading) &&
    typeof done === 'boolean' &&
    (tokensPerMs === null || isNumber(tokensPerMs))
  );
}

const isInt = (value: unknown): boolean => Number.isSafeInteger(value);
const isNumber = (value: unknown): boolean => Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string';

function isListOf(value: unknown, test: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  const list = value as readonly unknown[];
  // By index: an iterator over lists of many kinds makes an object an item.
  const { length } = list;
  for (let i = 0; i < length; i++) if (!test(list[i])) return false;
  return true;
}

const entityTypes: ReadonlySet<unknown> = new Set(entityType.options);
const relationTypes: ReadonlySet<unknown> = new Set(relationType.options);
const assertions: ReadonlySet<unknown> = new Set([null, ...assertion.options]);
const sides: ReadonlySet<unknown> = new Set([null, ...side.options]);
const trends: ReadonlySet<unknown> = new Set([null, ...trend.options]);

function isReading(value: unknown): boolean {
  if (value === null) return true;
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    isListOf(value[0], isMention) &&
    isListOf(value[1], isEntity) &&
    isListOf(value[2], isRelation) &&
    (value[3] === null || isReport(value[3]))
  );
}

function isMention(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 6 &&
    isInt(value[0]) &&
    isInt(value[1]) &&
    isNumber(value[2]) &&
    isNumber(value[3]) &&
    isListOf(value[4], isText) &&
    isListOf(value[5], isNumber)
  );
}

function isEntity(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 8 &&
    entityTypes.has(value[0]) &&
    isInt(value[1]) &&
    isInt(value[2]) &&
    isNumber(value[3]) &&
    assertions.has(value[4]) &&
    (value[5] === null || isText(value[5])) &&
    sides.has(value[6]) &&
    trends.has(value[7])
  );
}

function isRelation(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    relationTypes.has(value[0]) &&
    isInt(value[1]) &&
    isInt(value[2]) &&
    isNumber(value[3])
  );
}

function isReport(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 5 &&
    isListOf(value[0], isNumber) &&
    isText(value[1]) &&
    isNumber(value[2]) &&
    isVector(value[3]) &&
    isVector(value[4])
  );
}

const notBase64 = /[^A-Za-z0-9+/=]/;

/** Base64, to whose end up to two `=` may stand. */
function isVector(value: unknown): boolean {
  if (typeof value !== 'string' || notBase64.test(value)) return false;
  const end = value.indexOf('=');
  return end < 0 || end === value.length - 1 || (end === value.length - 2 && value.endsWith('=='));
}
