/**
 * A finding as a line of the Impression, in the author's own words: the sentence cut to what it says of the finding,
 * without the verb that announces it. Nothing is added but the organ that the sentence stands under or opens with.
 */
import { wordsAt } from '../quality/compare.js';
import { phrases } from '../quality/phrases.js';
import type { Facts, Statement } from '../quality/statements.js';
import type { Span, Word } from '../types.js';

/** "Se observa un…", "There is a…", "Note is made of…": what announces a finding. */
const announcing =
  /^(?:(?:también|asimismo|además|adicionalmente|igualmente|por otra parte|incidentalmente|de forma incidental|also|additionally|incidentally|again|in addition)\s*,?\s+)?(?:se\s+(?:observan?|aprecian?|identifican?|visualizan?|objetivan?|evidencian?|detectan?|reconocen?|demuestran?|describen?|muestran?|encuentran?|definen?|delimitan?|confirman?|ven?|advierten?)(?:\s+(?:también|además|asimismo|nuevamente))?|hay|existen?|presenta|muestra|destacan?|llama la atención|presencia de|there\s+(?:is|are|has been)(?:\s+(?:also|again|now|additionally))?|note(?:\s+is)?\s+made\s+of|(?:again\s+)?(?:noted|seen|identified|demonstrated)\s+(?:is|are)|(?:the\s+)?(?:study|exam|scan|images?)\s+(?:shows?|demonstrates?|reveals?)|we\s+(?:see|identify|note))\s+(?:(?:la\s+)?(?:presencia|existencia)\s+de\s+|evidence\s+of\s+|the\s+presence\s+of\s+)?/iu;
const adverb =
  /^(?:también|asimismo|además|adicionalmente|igualmente|por otra parte|incidentalmente|also|additionally|incidentally|in addition)\s*,?\s+/iu;
const article = /^(?:una?|unos|unas|an?)\s+/iu;
/** "A nodule is seen in the…" */
const shown =
  /\s+(?:is|are|was|were)\s+(?:again\s+|also\s+|now\s+)?(?:seen|noted|identified|present|demonstrated|visuali[sz]ed|observed|evident)(?![\p{L}])/giu;
/** References to images say nothing to a reader of the Impression. */
const imageReference =
  /\s*[([](?:[^()[\]]*\b(?:imagen|im|image|img|serie|series|ser|corte|slice|se)\b\.?\s*(?:n[.º°]?\s*)?\d[^()[\]]*)[)\]]/giu;
/** Where a denial begins: what follows belongs to another statement. */
const denies = new Set('sin no ni tampoco without nor neither ningun ninguna niega none'.split(' '));
/** "No desplazada" tells how a fracture is. */
const describedByNo = /^(?:desplaz|conminut|complic|obstruct|calcific|oclusiv|hemorrag|traumat|estrangul)/u;
/** Words that lead into a denial or another statement and are left with it. */
const joiners = new Set('y e con pero and but with aunque although'.split(' '));
/** Words between two statements of a sentence. */
const links = new Set('y e pero and but aunque although while mientras'.split(' '));
const ends = new Set([';', '.']);
const normal = phrases(
  'normal|normales; conservado|conservada|conservados|conservadas; sin alteraciones; sin hallazgos; unremarkable; clear; intact; integro|integra|integros|integras; within normal limits; limpios|limpias; permeable|permeables; patent; preserved; homogeneo|homogenea; homogeneous; alitiasica',
);

interface Part {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** The line for one or more findings of a sentence. @param statements of one sentence, in its order; not empty. */
export function impressionLine(facts: Facts, statements: readonly Statement[]): string {
  const [first] = statements;
  const sentence = facts.report.sentences[first?.sentence ?? -1];
  if (first === undefined || sentence === undefined) return '';
  const all = facts.report.words[first.sentence] ?? [];
  const words = all.filter((word) => word.startUtf16 >= sentence.startUtf16);
  const parts = partsOf(words).filter((part) => part.end > part.first);
  const meant = (part: Part): boolean => statements.some((s) => holds(words, part, s));
  const firstMeant = parts.findIndex(meant);
  if (firstMeant < 0) return finish(wordsAt(facts, sentence));
  const kept: Part[] = [];
  let opening: Part | null = null;
  parts.forEach((part, index) => {
    if (meant(part)) kept.push(part);
    else if (index < firstMeant) {
      // What comes before is the place of the finding, or another statement.
      if (isOther(facts, words, part, statements)) {
        kept.length = 0;
        opening = part;
      } else kept.push(part);
    } else if (continues(facts, words, part, statements) && kept.at(-1) === parts[index - 1]) kept.push(part);
  });
  const text = runsOf(kept, parts)
    .map((run) => textAt(facts, words, run))
    .join(', ')
    .replace(imageReference, '');
  const line = worded(text);
  const organ = organBefore(facts, first, kept, words, opening);
  return organ === '' ? capitalised(line) : `${capitalised(organ)}: ${uncapitalised(line)}`;
}

/** Parts that follow one another as one: what stands between them is kept. */
function runsOf(kept: readonly Part[], parts: readonly Part[]): Part[] {
  const runs: Part[] = [];
  for (const part of kept) {
    const last = runs.at(-1);
    const next = last === undefined ? -1 : parts.findIndex(({ end }) => end === last.end) + 1;
    if (last !== undefined && parts[next] === part) runs[runs.length - 1] = { ...last, end: part.end };
    else runs.push(part);
  }
  return runs;
}

/** Cuts a sentence at semicolons, commas and "and", and where a denial begins. */
function partsOf(words: readonly Word[]): Part[] {
  const parts: Part[] = [];
  let first = 0;
  let depth = 0;
  const close = (at: number, next: number): void => {
    parts.push({ first, end: at });
    first = next;
  };
  words.forEach((word, at) => {
    if (word.folded === '(' || word.folded === '[') depth++;
    if (word.folded === ')' || word.folded === ']') depth = Math.max(0, depth - 1);
    if (depth > 0) return;
    const following = words[at + 1];
    const number = following?.startUtf16 === word.endUtf16 && /^\d/u.test(following.folded);
    if (word.folded === ',' && !number) close(at, at + 1);
    else if (ends.has(word.folded) && following?.startUtf16 !== word.endUtf16) close(at, at + 1);
    else if (links.has(word.folded) && at > first) close(at, at);
    else if (denies.has(word.folded) && at > first && !describes(words, at)) {
      const joined = joiners.has(words[at - 1]?.folded ?? '') && at - 1 >= first;
      close(joined ? at - 1 : at, joined ? at - 1 : at);
    }
  });
  close(words.length, words.length);
  return parts;
}

function describes(words: readonly Word[], at: number): boolean {
  return words[at]?.folded === 'no' && describedByNo.test(words[at + 1]?.folded ?? '');
}

function holds(words: readonly Word[], part: Part, span: Span): boolean {
  return words
    .slice(part.first, part.end)
    .some((word) => word.startUtf16 < span.endUtf16 && span.startUtf16 < word.endUtf16);
}

function isDenial(words: readonly Word[], part: Part): boolean {
  for (let at = part.first; at < Math.min(part.end, part.first + 2); at++) {
    if (denies.has(words[at]?.folded ?? '') && !describes(words, at)) return true;
  }
  return false;
}

/** True where a part before the finding says something else: another finding, a denial, or that all is normal. */
function isOther(
  facts: Facts,
  words: readonly Word[],
  part: Part,
  statements: readonly Statement[],
): boolean {
  const others = facts.statements.some(
    (s) => !statements.includes(s) && s.sentence === statements[0]?.sentence && holds(words, part, s),
  );
  return others || isDenial(words, part) || normal.has(words, part.first, part.end);
}

/** True where a part after the finding goes on about it: its margins, its size, its place, its course. */
function continues(
  facts: Facts,
  words: readonly Word[],
  part: Part,
  statements: readonly Statement[],
): boolean {
  const { first, end } = part;
  if (isOther(facts, words, part, statements)) return false;
  // After a full stop or semicolon a new statement begins.
  if (ends.has(words[first - 1]?.folded ?? '')) return false;
  return end > first;
}

/** A part's own text on one line, without the joining word before it. */
function textAt(facts: Facts, words: readonly Word[], { first, end }: Part): string {
  const from = words[first]?.startUtf16 ?? 0;
  const to = words[end - 1]?.endUtf16 ?? from;
  return wordsAt(facts, { startUtf16: from, endUtf16: to });
}

function worded(text: string): string {
  const bare = text
    .replace(/^(?:con|with|y|and|pero|but)\s+/iu, '')
    .replace(announcing, '')
    .replace(adverb, '')
    .replace(article, '')
    .replace(shown, '')
    .replace(/\s+/gu, ' ')
    .replace(/[\s,;:.]+$/u, '')
    .trim();
  return bare === '' ? text : bare;
}

/**
 * The organ that a line would lose: that of the heading over its sentence, or the one that opens the sentence before
 * what was cut away. '' where the line names it.
 */
function organBefore(
  facts: Facts,
  statement: Statement,
  kept: readonly Part[],
  words: readonly Word[],
  opening: Part | null,
): string {
  const sentence = facts.report.sentences[statement.sentence];
  const organs = facts.organs.filter((organ) => organ.sentence === statement.sentence);
  const named = organs.some((organ) => kept.some((part) => holds(words, part, organ)));
  if (named) return '';
  if (sentence?.organHeading != null) {
    const heading = wordsAt(facts, sentence.organHeading).replace(/\s*:$/u, '');
    return heading === heading.toUpperCase() ? heading.toLowerCase() : heading;
  }
  if (opening === null || statement.family.organ !== null) return '';
  const organ = organs.find((one) => holds(words, opening, one));
  if (organ === undefined) return '';
  const side = organ.sideSpan;
  const end = side !== null && side.startUtf16 >= organ.endUtf16 ? side.endUtf16 : organ.endUtf16;
  const start = side !== null && side.endUtf16 <= organ.startUtf16 ? side.startUtf16 : organ.startUtf16;
  return wordsAt(facts, { startUtf16: start, endUtf16: end });
}

function finish(text: string): string {
  return capitalised(worded(text));
}

function capitalised(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** A line after an organ goes on in lower case, unless it begins with an abbreviation. */
function uncapitalised(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()) : text;
}
