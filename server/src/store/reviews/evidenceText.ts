/** A report's text as decisions see it: phrases are known by what they say and by their number among equals. */
import { createHash } from 'node:crypto';
import { codePointOffsets } from '../../core/offsets.js';
import type { CodePointOffsets } from '../../core/offsets.js';
import type { Span } from '../../core/types.js';
import { textSha256 } from '../toLabelRecord.js';
import type { Phrase } from './reviewLine.js';
import { sketchOf } from './sketch.js';

/** Lower-cased, NFC, each run of white space one blank, none at the ends. */
export function normalizeEvidence(text: string): string {
  return text.toLowerCase().normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** sha256 (hex) of a phrase as {@link normalizeEvidence} leaves it. */
export function evidenceHash(text: string): string {
  return hashOf(normalizeEvidence(text));
}

function hashOf(normalized: string): string {
  return createHash('sha256').update(normalized, 'utf8').digest('hex');
}

const letter = /[\p{L}\p{M}]/u;
const digit = /\p{N}/u;

/** True where a word ends before `at` or starts there: a run of letters or of digits is one word. */
function isBoundary(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = text[at - 1] ?? '';
  const after = text[at] ?? '';
  return !(letter.test(before) && letter.test(after)) && !(digit.test(before) && digit.test(after));
}

/** One version of one report. What it computes, it keeps: make one per version. */
export class EvidenceText {
  readonly #text: string;
  /** Starts of the runs without white space, in the text and in its normalised form. */
  readonly #starts: number[] = [];
  readonly #normalStarts: number[] = [];
  readonly #normal: string;
  readonly #places = new Map<string, number[]>();
  /** Length in code points → sha256 → starts, in the normalised form, of the whole-word phrases that have it. */
  readonly #windows = new Map<number, Map<string, number[]>>();
  #offsets: CodePointOffsets | null = null;
  #normalOffsets: CodePointOffsets | null = null;
  #sha256: string | null = null;
  #sketch: string | null = null;

  constructor(text: string) {
    this.#text = text;
    const runs: string[] = [];
    let length = 0;
    for (const match of text.matchAll(/\S+/gu)) {
      const run = normalizeEvidence(match[0]);
      this.#starts.push(match.index);
      this.#normalStarts.push(length);
      runs.push(run);
      length += run.length + 1;
    }
    this.#normal = runs.join(' ');
  }

  get sha256(): string {
    return (this.#sha256 ??= textSha256(this.#text));
  }

  get sketch(): string {
    return (this.#sketch ??= sketchOf(this.#normal));
  }

  /** Identity of the phrase at a span, and its place in code points. `withText`: also its words. */
  phrase(span: Span, withText: boolean): Phrase {
    const text = this.#text.slice(span.startUtf16, span.endUtf16);
    const normal = normalizeEvidence(text);
    const offsets = (this.#offsets ??= codePointOffsets(this.#text));
    return {
      start: offsets.toCodePoint(span.startUtf16),
      end: offsets.toCodePoint(span.endUtf16),
      sha256: hashOf(normal),
      ordinal: this.#ordinal(normal, span.startUtf16),
      length: codePointOffsets(normal).length,
      ...(withText ? { text } : {}),
    };
  }

  /** A text that is the same for the same phrase. */
  key(span: Span): string {
    const normal = normalizeEvidence(this.#text.slice(span.startUtf16, span.endUtf16));
    return phraseKey({ sha256: hashOf(normal), ordinal: this.#ordinal(normal, span.startUtf16) });
  }

  /** True where the text has the phrase, with as many equal ones before it. */
  has({ sha256, ordinal, length }: Phrase): boolean {
    return (this.#hashes(length).get(sha256)?.length ?? 0) > ordinal;
  }

  /** Where the text has the phrase; null where it has not. */
  find({ sha256, ordinal, length }: Phrase): Span | null {
    const start = this.#hashes(length).get(sha256)?.[ordinal];
    if (start === undefined || length === 0) return null;
    const offsets = (this.#normalOffsets ??= codePointOffsets(this.#normal));
    const last = offsets.toUtf16(offsets.toCodePoint(start) + length) - 1;
    return { startUtf16: this.#rawOffset(start), endUtf16: this.#rawOffset(last) + this.#rawUnits(last) };
  }

  /** How often the phrase stands before the offset, as whole words. */
  #ordinal(normal: string, startUtf16: number): number {
    if (normal === '') return 0;
    const start = this.#normalOffset(startUtf16);
    let places = this.#places.get(normal);
    if (places === undefined) {
      places = [];
      for (let at = this.#normal.indexOf(normal); at >= 0; at = this.#normal.indexOf(normal, at + 1)) {
        if (isBoundary(this.#normal, at) && isBoundary(this.#normal, at + normal.length)) places.push(at);
      }
      this.#places.set(normal, places);
    }
    let count = 0;
    while ((places[count] ?? Infinity) < start) count++;
    return count;
  }

  #normalOffset(utf16: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= utf16) low = middle + 1;
      else high = middle;
    }
    const from = this.#starts[low - 1];
    if (from === undefined) return 0;
    const before = this.#text.slice(from, utf16);
    // In the white space after the run: the phrase starts with the next one.
    if (/\s/u.test(before)) return this.#normalStarts[low] ?? this.#normal.length;
    return (this.#normalStarts[low - 1] ?? 0) + normalizeEvidence(before).length;
  }

  /** The run that holds a character of the normalised form, and how far into it that stands. */
  #runAt(normalUtf16: number): { readonly start: number; readonly text: string; readonly within: number } {
    let low = 0;
    let high = this.#normalStarts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#normalStarts[middle] ?? 0) <= normalUtf16) low = middle + 1;
      else high = middle;
    }
    const start = this.#starts[low - 1] ?? 0;
    const run = /\S*/uy;
    run.lastIndex = start;
    const text = run.exec(this.#text)?.[0] ?? '';
    return { start, text, within: normalUtf16 - (this.#normalStarts[low - 1] ?? 0) };
  }

  /** Where the character of the normalised form stands in the text. */
  #rawOffset(normalUtf16: number): number {
    const { start, text, within } = this.#runAt(normalUtf16);
    let at = 0;
    // NFC may have made one character of several: the longest part that is normalised to what stands before.
    while (at < text.length && normalizeEvidence(text.slice(0, at + 1)).length <= within) at++;
    return start + at;
  }

  /** How many UTF-16 units of the text became this character of the normalised form. */
  #rawUnits(normalUtf16: number): number {
    const { start, text, within } = this.#runAt(normalUtf16);
    const from = this.#rawOffset(normalUtf16) - start;
    let units = 1;
    while (
      from + units < text.length &&
      normalizeEvidence(text.slice(0, from + units + 1)).length <= within + 1
    )
      units++;
    return units;
  }

  #hashes(length: number): Map<string, number[]> {
    let hashes = this.#windows.get(length);
    if (hashes !== undefined) return hashes;
    hashes = new Map();
    const offsets = (this.#normalOffsets ??= codePointOffsets(this.#normal));
    const text = this.#normal;
    for (let start = 0; start < text.length; start++) {
      if (text[start] === ' ' || !isBoundary(text, start)) continue;
      const first = offsets.toCodePoint(start);
      if (first + length > offsets.length) break;
      const end = offsets.toUtf16(first + length);
      if (!isBoundary(text, end)) continue;
      const hash = hashOf(text.slice(start, end));
      const starts = hashes.get(hash) ?? [];
      hashes.set(hash, starts);
      starts.push(start);
    }
    this.#windows.set(length, hashes);
    return hashes;
  }
}

/** A text that is the same for the same phrase of a report. */
export function phraseKey({ sha256, ordinal }: Pick<Phrase, 'sha256' | 'ordinal'>): string {
  return `${sha256}:${ordinal}`;
}
