/** Least-recently-used cache of sentence readings, bounded in bytes. */
import type { SentenceReading } from '../core/types.js';

/** Rough heap cost of one map entry with its key's header. */
const entryBytes = 96;

/** Estimated heap bytes of a reading; codes and types are shared strings and count as references. */
export function readingBytes({ mentions, entities, relations, report }: SentenceReading): number {
  let bytes = 0;
  for (const { candidates } of mentions) bytes += 96 + candidates.length * 48;
  bytes += entities.length * 96 + relations.length * 64;
  if (report === null) return bytes;
  const { labels, exam, mean } = report;
  return bytes + 240 + labels.sums.length * 8 + labels.weights.length + exam.vector.length + mean.length;
}

/** Estimated heap bytes of a cached sentence: 1 byte a character in Latin-1, 2 in anything else. */
export function cacheEntryBytes(key: string, reading: SentenceReading): number {
  // A key outside Latin-1 is rare; looking for one character beyond it costs less than it saves.
  const wide = /[^\0-\xff]/.test(key);
  return entryBytes + key.length * (wide ? 2 : 1) + readingBytes(reading);
}

/** Readings by packed sentence, for one model. A model's own sha256 is `model`: another model starts empty. */
export class SentenceCache {
  private readonly entries = new Map<string, { readonly reading: SentenceReading; readonly bytes: number }>();
  private total = 0;
  private model: string | null = null;

  /** @param maxBytes bound of the estimated size; an entry larger than this is not kept. */
  constructor(private readonly maxBytes: number) {}

  /** Estimated size now. */
  get bytes(): number {
    return this.total;
  }

  /** Entries now. */
  get size(): number {
    return this.entries.size;
  }

  /** Names the model whose readings are kept from now on; drops those of another. */
  useModel(sha256: string): void {
    if (this.model === sha256) return;
    this.model = sha256;
    this.entries.clear();
    this.total = 0;
  }

  get(key: string): SentenceReading | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.reading;
  }

  set(key: string, reading: SentenceReading): void {
    this.remove(key);
    const bytes = cacheEntryBytes(key, reading);
    if (bytes > this.maxBytes) return;
    this.entries.set(key, { reading, bytes });
    this.total += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.total <= this.maxBytes) break;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.total -= entry.bytes;
  }
}
