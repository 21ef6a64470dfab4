/** Whether a message is one of readings, as `wire.ts` describes it. By hand: most of what crosses is this. */
import { isWordVector } from '../core/wordVector.js';
import type { FromChild } from './wire.js';
import { isEntities, isRelations } from './wireEntities.js';

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

function isReading(value: unknown): boolean {
  if (value === null) return true;
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    isListOf(value[0], isMention) &&
    isEntities(value[1]) &&
    isRelations(value[2]) &&
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

const isVector = (value: unknown): boolean => typeof value === 'string' && isWordVector(value);
