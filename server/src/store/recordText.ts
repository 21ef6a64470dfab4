/** The report's own words in a label record: taken out, and put back from the report. */
import { codePointOffsets } from '../core/offsets.js';
import type { LabelRecord, StoredRecord } from './labelRecord.js';

/** Keys under which records hold words of the report, wherever they stand. */
const wordKeys: ReadonlySet<string> = new Set(['text', 'message']);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The record without any word of the report: evidence, entities and the messages of checks are places alone. */
export function withoutText(record: LabelRecord): StoredRecord {
  return changed(record, (object) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !wordKeys.has(key))),
  ) as StoredRecord;
}

/**
 * The record with its words, where they were left out.
 * @param text the decoded text whose hash the record has. A check's message cannot be put back: it says the check's id
 * and its words.
 */
export function withText(record: StoredRecord, text: string): LabelRecord {
  const offsets = codePointOffsets(text);
  const whole = changed(record, (object) => {
    const { start, end } = object;
    if (typeof start !== 'number' || typeof end !== 'number' || 'text' in object) return object;
    return { ...object, text: text.slice(offsets.toUtf16(start), offsets.toUtf16(end)) };
  }) as LabelRecord;
  return {
    ...whole,
    quality: whole.quality.map((check) =>
      'message' in check ? check : { ...(check as QualityCheck), message: wordsOf(check) },
    ),
  };
}

type QualityCheck = LabelRecord['quality'][number];

function wordsOf({ id, evidence }: Omit<QualityCheck, 'message'>): string {
  return `${id}: ${evidence.map((phrase) => phrase.text).join(' … ')}`;
}

/** A copy in which every object is what `change` makes of it; fragments of a phrase are no phrases. */
function changed(value: unknown, change: (object: Json) => Json, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => changed(item, change, key));
  if (!isObject(value)) return value;
  const made = key === 'fragments' ? value : change(value);
  return Object.fromEntries(
    Object.entries(made).map(([name, inner]) => [name, changed(inner, change, name)]),
  );
}
