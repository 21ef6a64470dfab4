/** The response that a report states by RECIST, with the sums of the target lesions where it writes them. */
import type { FoundCue } from '../assertion.js';
import { statusOf } from '../assertion.js';
import { phrases, Phrases } from '../quality/phrases.js';
import type { ParsedReport } from '../report.js';
import type { Span, Word } from '../types.js';
import type { TargetSums } from './types.js';

export interface ResponseMention extends Span {
  readonly value: string;
  readonly variant: string | null;
  readonly sums: TargetSums | null;
  readonly absent: boolean;
  readonly sentence: number;
}

const criteria = /\b(i|m)?RECIST\b/u;
const responses = new Phrases<string>()
  .add(
    'respuesta completa; remision completa; complete response; complete remission; complete metabolic response',
    'CR',
  )
  .add(
    'respuesta parcial; partial response; remision parcial; respuesta metabolica parcial; partial metabolic response',
    'PR',
  )
  .add(
    'enfermedad estable; enfermedad tumoral estable; estabilidad de la enfermedad; estabilidad tumoral|oncologica|lesional; stable disease; stability of disease; estabilizacion de la enfermedad',
    'SD',
  )
  .add(
    'enfermedad progresiva; enfermedad en progresion; progresion de enfermedad; progresion de la enfermedad; progresion tumoral|oncologica; progresion por recist; progressive disease; disease progression; progression of disease; tumor|tumour progression; unconfirmed|confirmed progressive disease; unconfirmed|confirmed progression',
    'PD',
  )
  .add('no evaluable; not evaluable; inevaluable', 'NE');
/** Abbreviations beside RECIST, as written in capitals. */
const short: ReadonlyMap<string, string> = new Map([
  ['CR', 'CR'],
  ['RC', 'CR'],
  ['PR', 'PR'],
  ['RP', 'PR'],
  ['SD', 'SD'],
  ['EE', 'SD'],
  ['PD', 'PD'],
  ['PE', 'PD'],
  ['EP', 'PD'],
  ['NE', 'NE'],
  ['UPD', 'PD'],
  ['CPD', 'PD'],
]);
const introduces = phrases(
  'recist; irecist; mrecist; response; respuesta; category|categoria; criterios; criteria',
);

const millimetres = String.raw`(\d{1,4}(?:[.,]\d{1,2})?)\s?(mm|cm)`;
const sumNow = new RegExp(
  String.raw`\b(?:suma|sumatorio|sum|SLD|SOD)\b[^;\n]{0,80}?(?<![\d.,])${millimetres}`,
  'iu',
);
const sumBefore = new RegExp(
  String.raw`(?:previ\p{L}*|prior|before|anterior\p{L}*|basal|baseline|nadir|antes|vs\.?|versus|frente a|desde|from|compar\p{L}*)[^;\n\d]{0,30}${millimetres}`,
  'iu',
);
const percent = /(?<![\d.,])([+\-−–]?\s?\d{1,3}(?:[.,]\d)?)\s?%/u;
const shrinks = /\b(?:reduc\p{L}*|disminu\p{L}*|decreas\p{L}*|descen\p{L}*|menos|smaller|shrink\p{L}*)\b/iu;

/** Responses in the order of the text; none where the report does not name RECIST or sums of targets. */
export function responsesOf(report: ParsedReport, cues: readonly (readonly FoundCue[])[]): ResponseMention[] {
  const { text } = report;
  const named = criteria.exec(text);
  if (named === null && !sumNow.test(text)) return [];
  const variant = named?.[1] ?? null;
  const sums = sumsOf(text);
  const found: ResponseMention[] = [];
  report.words.forEach((words, sentence) => {
    const own = report.sentences[sentence]?.startUtf16 ?? 0;
    const beside = introduces.has(words);
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      if (word === undefined || word.startUtf16 < own) continue;
      const match = responses.at(words, at);
      const value = match?.value ?? (beside ? shortAt(text, words, at) : null);
      if (value === null) continue;
      const end = at + (match?.length ?? 1);
      const last = words[end - 1] ?? word;
      const absent = statusOf(words, at, end, '', cues[sentence] ?? []).assertion === 'absent';
      found.push({
        startUtf16: word.startUtf16,
        endUtf16: last.endUtf16,
        value,
        variant,
        sums,
        absent,
        sentence,
      });
      at = end - 1;
    }
  });
  // "enfermedad estable (EE)": the abbreviation says it again.
  return found.filter(
    (one, i) =>
      !found.slice(0, i).some((other) => other.value === one.value && other.sentence === one.sentence),
  );
}

function shortAt(text: string, words: readonly Word[], at: number): string | null {
  const word = words[at];
  if (word === undefined) return null;
  const raw = text.slice(word.startUtf16, word.endUtf16);
  return short.get(raw) ?? short.get(/^i([A-Z]{2,3})$/.exec(raw)?.[1] ?? '') ?? null;
}

const lengthOf = (number: string | undefined, unit: string | undefined): number =>
  Number((number ?? '').replace(',', '.')) * (unit?.toLowerCase() === 'cm' ? 10 : 1);

function sumsOf(text: string): TargetSums | null {
  const now = sumNow.exec(text);
  if (now === null) return null;
  const rest = text.slice(now.index + now[0].length, now.index + now[0].length + 160).split(/\n/u)[0] ?? '';
  const before = sumBefore.exec(rest);
  const share = percent.exec(rest);
  const change =
    share === null
      ? null
      : Number((share[1] ?? '').replace(/\s/gu, '').replace(/[−–]/u, '-').replace(',', '.'));
  const shrunk = change !== null && change > 0 && shrinks.test(rest);
  return {
    now: lengthOf(now[1], now[2]),
    before: before === null ? null : lengthOf(before[1], before[2]),
    changePercent: shrunk ? -change : change,
  };
}

/** True where a report names RECIST as what it is read by. */
export function namesRecist(text: string): boolean {
  return criteria.test(text);
}
