/** Decides whether a few words are a heading, and of which kind. Looks at most `maxHeading` units ahead. */
import type { SectionKind, Span } from './types.js';
import { headingKinds, needsColon, organHelpers, organNouns } from './headings.js';
import { foldedText, splitWords } from './words.js';

/** A heading found in a text. */
export interface Heading extends Span {
  readonly kind: SectionKind;
  /** The heading's own words: no numbering, mark-up or colon. */
  readonly words: Span;
}

/** UTF-16 units read for a heading: longer is prose. */
export const maxHeading = 90;

/** What may stand before a heading: Markdown, a bullet, a number. */
const lead =
  /^[\s\uFEFF]*(?:#{1,6}\s+)?((?:[-–—•·»>*+▪◦]\s*)+)?(?:\(?(?:\d{1,2}|[IVX]{1,4}|[A-Ha-h])(?:\.?-|[.)])\s+)?(?:<b>|[*_]{1,3})?\s*/u;
const markUpEnd = /^\s*(?:<\/b>|[*_]{1,3})?[ \t]*/u;

/** Kinds whose heading may be an item of a list: "- Conclusión: …". The label of a laboratory test may not. */
const inItems: ReadonlySet<SectionKind> = new Set([
  'organ',
  'indication',
  'technique',
  'comparison',
  'findings',
  'impression',
  'recommendation',
  'codes',
]);
/** Kinds that a dash after a capitalised word opens too: "Impression - no acute injury." */
const beforeDash: ReadonlySet<SectionKind> = new Set([
  'indication',
  'technique',
  'comparison',
  'findings',
  'impression',
  'recommendation',
]);

/** Words that nothing but a heading is, closed by a full stop before text. */
const stopped =
  /^(?:hallazgos|impresi[oó]n(?: diagn[oó]stica)?|conclusi[oó]n(?:es)?|juicio diagn[oó]stico|t[eé]cnica|findings|impression|conclusions?|technique)\.(?=[ \t]+[\p{L}\d])/iu;

/** A person's title: "DR. GARCÍA:" signs, it does not head. */
const personTitles = new Set(['dr', 'dra', 'sr', 'sra', 'd', 'dna', 'mr', 'mrs', 'ms', 'prof', 'fdo', 'md']);

/** The letters and digits of a heading, folded. Words in brackets are left out. */
function headingWords(text: string, span: Span): string[] {
  const folded: string[] = [];
  let depth = 0;
  for (const word of splitWords(text, span)) {
    if (word.folded === '(' || word.folded === '[') depth++;
    else if (word.folded === ')' || word.folded === ']') depth--;
    else if (depth <= 0 && /^[\p{L}\p{N}]/u.test(word.folded)) folded.push(word.folded);
  }
  return folded;
}

/** "L4-L5", "C5-6", "T12-L1": levels of the spine. */
const level = /^(?:[cdtls]\d{1,2}[-/ ]?)+(?:[-/ ][cdtls]?\d{1,2})?$/;

function isOrgan(words: readonly string[]): boolean {
  if (words.length === 0 || words.length > 10) return false;
  if (words.length >= 2 && level.test(words.join('').replace(/(\d)([cdtls])/g, '$1 $2'))) {
    return /\d/.test(words.join('')) && words.length >= 3;
  }
  return (
    words.some((word) => organNouns.has(word)) &&
    words.every((word) => organNouns.has(word) || organHelpers.has(word))
  );
}

/** Words of an exam's name, folded. */
const examWords =
  /(?:^|[^\p{L}])(?:t[ae]?c|tem|tcmd|angio-?tc|uro-?tc|i?rmn?|rnm|rmmp|angio-?rmn?|rx|eco|ecografia|ultrasonido|usg|radiografia|tomografia|resonancia|mamografia|doppler|pet|gammagrafia|angiografia|colangio-?rm|densitometria|ct|cta|ctpa|cxr|mri?|mra|mrcp|xr|x-?rays?|us|uss|ultrasound|radiographs?|mammograms?|tomography|scan|sonogram|venogram|arthrogram|duplex|views?|kub)(?![\p{L}])/u;

/** True where the words name an exam ("TC craneal", "MRI of the knee"), in either language. */
export function namesExam(words: string): boolean {
  return examWords.test(foldedText(words));
}

const connectors = new Set(['y', 'e', 'and', 'o', 'or']);

/** Kind of a heading's folded words; null where they are no known heading. */
export function kindOfWords(words: readonly string[], capitals: boolean): SectionKind | null {
  const whole = headingKinds.get(words.join(' '));
  if (whole !== undefined) return whole;
  if (isOrgan(words)) return 'organ';
  // "CONCLUSION AND PLAN", "Técnica y dosis"; in capitals also "ANTECEDENTES PERSONALES DE INTERÉS".
  for (let n = Math.min(words.length - 1, 4); n >= 1; n--) {
    const kind = headingKinds.get(words.slice(0, n).join(' '));
    const next = words[n] ?? '';
    if (kind === undefined || kind === 'header' || words.length > n + 4) continue;
    if (connectors.has(next) || (capitals && !needsColon.has(words.slice(0, n).join(' ')))) return kind;
  }
  return null;
}

interface Capitals {
  readonly all: boolean;
  readonly letters: number;
}

function capitalsOf(words: string): Capitals {
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  return { all: letters > 0 && !/\p{Ll}/u.test(words.normalize('NFC')), letters };
}

/** What a heading's surroundings tell. */
export interface LineContext {
  /** The text is mostly capitals: capitals do not make a heading. */
  readonly textInCapitals: boolean;
  /** The line before is blank, absent, a heading, or ends a sentence. */
  readonly fresh: boolean;
}

/** The heading at the start of the line `[start, end)`, or null. */
export function headingOfLine(
  text: string,
  start: number,
  end: number,
  context: LineContext,
): Heading | null {
  const slice = text.slice(start, Math.min(end, start + maxHeading + 30));
  const found = lead.exec(slice);
  const from = found === null ? 0 : found[0].length;
  const bullet = found?.[1] !== undefined && !/^\*{2,}$/.test(found[1]);
  const rest = slice.slice(from);
  const stop = context.fresh ? stopped.exec(rest) : null;
  // "Hallazgos. Sin derrame.": the full stop of a heading's own word does what a colon does.
  const colon = stop === null ? rest.search(/:|\.[-–—]|\s[-–—]\s/u) : stop[0].length - 1;
  const whole = start + slice.length >= end;
  const startsLower = /^\p{Ll}/u.test(rest);
  if (startsLower && !context.fresh) return null;

  if (colon > 0 && colon <= maxHeading && !/[.;?!¿]\s/u.test(rest.slice(0, colon))) {
    const separator = rest[colon] ?? '';
    const after = rest.slice(colon);
    const separatorLength =
      separator === ':'
        ? (/^:[-–—]?/u.exec(after)?.[0].length ?? 1)
        : stop === null
          ? (/^\.?\s?[-–—]/u.exec(after)?.[0].length ?? 1)
          : 1;
    const span = trimmed(text, start + from, start + from + colon);
    if (span !== null) {
      const clock = /\d$/.test(rest.slice(0, colon)) && /^:\d/.test(after);
      const kind = clock ? null : kindBeforeColon(text, span, separator === ':', context);
      if (kind !== null && (!bullet || inItems.has(kind))) {
        const tail = markUpEnd.exec(slice.slice(from + colon + separatorLength))?.[0] ?? '';
        const headEnd = start + from + colon + separatorLength + tail.trimEnd().length;
        return { startUtf16: start, endUtf16: headEnd, kind, words: span };
      }
    }
  }
  if (!whole || bullet) return null;
  const span = trimmed(text, start + from, start + slice.trimEnd().length);
  if (span === null) return null;
  const kind = kindAlone(text, span, context);
  return kind === null
    ? null
    : { startUtf16: start, endUtf16: start + slice.trimEnd().length, kind, words: span };
}

function kindBeforeColon(text: string, span: Span, colon: boolean, context: LineContext): SectionKind | null {
  const raw = text.slice(span.startUtf16, span.endUtf16);
  const capitals = capitalsOf(raw);
  const words = headingWords(text, span);
  const kind = kindOfWords(words, capitals.all && !context.textInCapitals);
  // A dash makes few headings: "Menisci - normal" is prose.
  if (kind !== null) return colon || beforeDash.has(kind) ? kind : null;
  const typographic =
    colon &&
    capitals.all &&
    !context.textInCapitals &&
    capitals.letters >= 6 &&
    words.length <= 7 &&
    !/\p{N}|[,"]/u.test(raw) &&
    !namesExam(raw) &&
    !personTitles.has(words[0] ?? '');
  return typographic ? 'body' : null;
}

function kindAlone(text: string, span: Span, context: LineContext): SectionKind | null {
  const raw = text.slice(span.startUtf16, span.endUtf16);
  if (/[.,;?!:]$/.test(raw)) return null;
  const words = headingWords(text, span);
  const capitals = capitalsOf(raw);
  const kind = headingKinds.get(words.join(' '));
  if (kind !== undefined) return needsColon.has(words.join(' ')) && !capitals.all ? null : kind;
  if (!capitals.all || context.textInCapitals || words.length > 8) return null;
  if (isOrgan(words)) return 'organ';
  const typographic =
    capitals.letters >= 5 && !/[\p{N},()/"]/u.test(raw) && !personTitles.has(words[0] ?? '') && context.fresh;
  return typographic ? (kindOfWords(words, true) ?? 'body') : null;
}

/** `[start, end)` without white space and mark-up at its ends; null where nothing is left. */
function trimmed(text: string, start: number, end: number): Span | null {
  let first = start;
  let last = end;
  while (first < last && /[\s*_#]/u.test(text[first] ?? '')) first++;
  while (last > first && /[\s*_#]/u.test(text[last - 1] ?? '')) last--;
  return first < last ? { startUtf16: first, endUtf16: last } : null;
}

/** The heading that ends with the colon at `colon`, inside a line, after a sentence's end; or null. */
export function headingBeforeColon(text: string, lineStart: number, colon: number): Heading | null {
  const from = Math.max(lineStart, colon - 50);
  const before = text.slice(from, colon);
  const boundary = /^.*[.;?!)](?=\s)/su.exec(before);
  if (boundary === null) return null;
  const span = trimmed(text, from + boundary[0].length, colon);
  if (span === null) return null;
  const raw = text.slice(span.startUtf16, span.endUtf16);
  if (!/^\p{Lu}/u.test(raw.normalize('NFC')) || /[,"(]/.test(raw)) return null;
  if (/\d$/.test(raw) && /\d/.test(text[colon + 1] ?? '')) return null;
  const words = headingWords(text, span);
  const kind = isOrgan(words) ? 'organ' : headingKinds.get(words.join(' '));
  if (kind === undefined || kind === 'header') return null;
  return { startUtf16: span.startUtf16, endUtf16: colon + 1, kind, words: span };
}
