/** Every examination that a text tells of, as a case report does: its code and the words that name it. */
import type { ParsedReport } from '../report.js';
import type { SectionKind, Span, Word } from '../types.js';
import { joinedWords, type JoinedWords } from './joinedWords.js';
import { sideWords } from './lexicon.js';
import { joinWords, modalityPlaces } from './modalities.js';
import { contrastCharacter, namedExam, type NamedExam } from './phrase.js';

/** An examination that some words of the report name. */
export interface ExamMention {
  /** ICD-10-PCS section B: five characters, or four for a CT of which nobody says whether contrast was given. */
  readonly code: string;
  readonly span: Span;
  readonly exam: NamedExam;
}

/** Words before and after a modality in which its region stands. */
const before = 5;
const after = 9;
const ends = new Set(['.', ';', '(', ':']);
const silent: ReadonlySet<SectionKind> = new Set(['codes', 'recommendation', 'comparison']);

/**
 * In the order of the text; the same examination may be named more than once.
 * @param within the sentences that are read; all where it is null.
 */
export function examMentions(
  report: ParsedReport,
  joined: JoinedWords = joinedWords(report),
  within: Span | null = null,
): ExamMention[] {
  const found: ExamMention[] = [];
  report.sentences.forEach((sentence, index) => {
    if (within !== null && !holds(within, sentence)) return;
    const kind = report.sections[sentence.section]?.kind ?? 'body';
    if (!silent.has(kind)) found.push(...inSentence(report.words[index] ?? [], joined(index)));
  });
  return found;
}

const holds = (outer: Span, { startUtf16, endUtf16 }: Span): boolean =>
  startUtf16 >= outer.startUtf16 && endUtf16 <= outer.endUtf16;

function inSentence(words: readonly Word[], joined: string): ExamMention[] {
  const places = modalityPlaces(joined, false);
  return places.flatMap(({ first, last }, index) => {
    const previous = places[index - 1]?.last ?? -1;
    const next = places[index + 1]?.first ?? words.length;
    let end = Math.min(next, last + after + 1);
    for (let i = last + 1; i < end; i++) if (ends.has(words[i]?.folded ?? '')) end = i;
    const ahead = words.slice(first, end);
    // The region mostly follows; where it does not it stands just before ("a nivel renal se hizo ecografía").
    const named = namedExam(joinWords(ahead), false);
    if (named !== null) return mention(named, words, first, lastOf(ahead, first, named.region.pattern.every));
    const start = Math.max(previous + 1, first - before);
    const around = words.slice(start, end);
    const seen = namedExam(joinWords(around), false);
    return seen === null ? [] : mention(seen, words, first, last);
  });
}

function mention(exam: NamedExam, words: readonly Word[], first: number, last: number): ExamMention[] {
  const { stems, modality, contrast } = exam;
  const [stem] = stems;
  const [start, end] = [words[first], words[last]];
  if (stem === undefined || start === undefined || end === undefined) return [];
  const open = modality === '2' && contrast === null;
  const code = open ? stem : stem + contrastCharacter(modality, contrast ?? false);
  return [{ code, span: { startUtf16: start.startUtf16, endUtf16: end.endUtf16 }, exam }];
}

/** Index of the last word that the region's words take. */
function lastOf(words: readonly Word[], first: number, pattern: RegExp): number {
  const text = joinWords(words);
  const [match] = text.matchAll(pattern);
  if (match === undefined) return first;
  const end = match.index + match[0].length;
  let last = text.slice(1, end).split(' ').length - 1;
  while (isSide(words[last + 1]?.folded ?? '')) last++;
  return first + last;
}

const isSide = (folded: string): boolean =>
  folded.length > 1 && Object.values(sideWords).some((pattern) => pattern.areIn(` ${folded} `));
