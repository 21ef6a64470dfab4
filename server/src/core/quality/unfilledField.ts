/**
 * `unfilled-field`: a place of a template that nobody filled in. De-identification marks (`XXXX`, `[**…**]`,
 * `[NAME]`) are not one.
 */
import type { Span } from '../types.js';
import { wordsAt } from './compare.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

/** Nouns that a template puts where a value belongs, folded. */
const placeholder =
  /^(?:(?:the|el|la|los|las|insert|enter|describe|specify|especificar|indicar|insertar|escribir|completar|add|select|seleccionar|elegir|choose|no|nº|numero|number|date|fecha|name|nombre|lado|side|size|tamano|medida|measurement|value|valor|texto|text|reason|motivo|indication|indicacion|scanner|equipo|organ|organo|location|localizacion|level|nivel|vein|vena|artery|arteria|contrast|contraste|dose|dosis|volume|volumen|field|campo|free|libre|findings|hallazgos|impression|impresion|comparison|comparacion|technique|tecnica|modality|modalidad|laterality|lateralidad|region|grade|grado|segment|segmento|blank|type|tipo|mm|cm|x|xx|left|right|izquierdo|izquierda|derecho|derecha|age|edad|sex|sexo)(?:\b|(?<=º)))/;

const patterns: readonly RegExp[] = [
  /\[[ \t_.…]{0,20}\]/gu,
  /_{3,}/gu,
  /\*{3,}/gu,
  /\?{3,}/gu,
  /\{[^{}\n]{0,60}\}/gu,
  /<\p{L}[^<>\n]{1,50}>/gu,
  /\[[^[\]\n*]{1,60}\]/gu,
  /(?<![\p{L}\d/])xx(?=\s?(?:mm|cm|ml|cc|mgy|gy|msv|mg|kg|hu|uh|ms|%)(?!\p{L}))/giu,
];
const markUp =
  /^<\/?(?:b|i|u|p|br|em|strong|div|span|hr|h\d|ul|li|ol|a|td|tr|table|html|body|head|pre|sub|sup|unk|eos|s)\b[^>]*>$/i;
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** Every pattern takes one of these: most reports have none. */
const anyMark = /[[_*?{<]|xx/i;

export function unfilledField(facts: Facts): QualityFinding[] {
  const { text } = facts.report;
  if (!anyMark.test(text)) return [];
  const found: QualityFinding[] = [];
  let end = -1;
  const spans = patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => ({ startUtf16: match.index, endUtf16: match.index + match[0].length }))
    .sort((a, b) => a.startUtf16 - b.startUtf16);
  for (const span of spans) {
    if (span.startUtf16 < end || !isUnfilled(facts, span)) continue;
    end = span.endUtf16;
    found.push({
      id: 'unfilled-field',
      span,
      related: [],
      messageArguments: { field: wordsAt(facts, span) },
    });
  }
  return found;
}

/** A line under a name, a place to sign ("Operator signature: ____  Date: ____"), or after a doctor's title. */
function isToSign(before: string, line: string): boolean {
  return (
    /^\s*[_*]{3,}\s?\S/u.test(line) ||
    /^\W*(?:\p{L}+\s){0,2}(?:sign(?:ed|ature)|firma\p{L}*|fdo|sello|stamp)\b/iu.test(line) ||
    /(?:sign(?:ed|ature)?|firma\p{L}*|fdo|md|dra?)\b[^\p{L}\d]{0,20}$/iu.test(before)
  );
}

function isUnfilled(facts: Facts, span: Span): boolean {
  const { text } = facts.report;
  const raw = text.slice(span.startUtf16, span.endUtf16);
  const lineStart = text.lastIndexOf('\n', span.startUtf16 - 1) + 1;
  const newline = text.indexOf('\n', span.endUtf16);
  const line = text.slice(lineStart, newline < 0 ? text.length : newline);
  if (raw.startsWith('*') || raw.startsWith('_') || raw.startsWith('?')) {
    // A banner: "*** URGENT OUTPATIENT ***".
    if (/^\s*[*_]{3,}[^*_\p{L}\n]*\p{L}[^*_\n]*[*_]{3,}\s*$/u.test(line)) return false;
    const before = text[span.startUtf16 - 1] ?? ' ';
    const after = text[span.endUtf16] ?? ' ';
    // A rule across the page, a place to sign, mark-up around a word.
    if (
      !/[\p{L}\d]/u.test(line) ||
      (!raw.startsWith('*') && isToSign(text.slice(lineStart, span.startUtf16), line))
    )
      return false;
    return !(/[\p{L}\d[]/u.test(before) || (/[\p{L}\d\]]/u.test(after) && raw.startsWith('*')));
  }
  if (raw.startsWith('<')) return !markUp.test(raw);
  if (raw.startsWith('[')) {
    const inner = raw.slice(1, -1).trim();
    // A list of boxes of which one is ticked.
    if (/^[_.…]*$/.test(inner)) return !/\[[xX✓✔]\]/.test(text);
    if (/^[xX]$/.test(inner)) return false;
    if (/\d/.test(inner) || !/\p{Ll}/u.test(inner)) return false;
    const whole =
      text.slice(lineStart, span.startUtf16).trimEnd().endsWith(':') && line.trimEnd().endsWith(raw);
    // "[Scanner: Hologic Horizon]" was filled in.
    if (/:\s*\S/.test(inner)) return false;
    if (/[/|]/.test(inner)) return true;
    return placeholder.test(folded(inner)) || (whole && !/^(?:see|ver|sic|n\/?a)\b/i.test(inner));
  }
  return true;
}
