/** Every category that a report states, with what it says by it. */
import type { Facts } from '../quality/statements.js';
import type { ParsedReport } from '../report.js';
import type { Span } from '../types.js';
import { densitiesOf } from './density.js';
import { headedSide, lineStart } from './headedSide.js';
import { locate } from './lesion.js';
import { responsesOf } from './response.js';
import { mayNameScale, rankOf } from './scales.js';
import { mentionsOf } from './scan.js';
import { spanOfTokens, tokensOf } from './tokens.js';
import type { Category, ScoreSystem } from './types.js';
import { useOf } from './use.js';

/** A report without these has no category: the usual case, and no more is read. */
const anyName =
  /rads?\b|\blr\s?[-–‐‑]?\s?(?:\d|m\b|tiv|nc|tr)|\btr\s?[-–]?\s?\d|fazekas|aspects?\b|recist|\b(?:suma|sumatorio|sum|sld|sod)\b|dens|\bacr\b/i;
const liver = /\b(?:liver|hep[aá]t\p{L}*|h[ií]gado|LI-?\s?RADS|hepatocarcin\p{L}*|HCC|CHC)\b/iu;
const thyroid = /\b(?:thyroid\p{L}*|tiroid\p{L}*|TI-?\s?RADS)\b/iu;
/** A sentence of no more words than this speaks of the one before it. */
const shortSentence = 9;
/** As many values of one scale in rising order, this near to each other, explain the scale. */
const legendValues = 4;
const legendUnits = 500;

const read = new WeakMap<Facts, readonly Category[]>();

/** Categories in the order of the text. Read once for each reading of a report. */
export function categoriesOf(facts: Facts): readonly Category[] {
  let found = read.get(facts);
  if (found === undefined) {
    found = anyName.test(facts.report.text) ? findCategories(facts) : [];
    read.set(facts, found);
  }
  return found;
}

/** A mention before its surroundings are read. */
/** Scales that speak of the whole patient or exam: no side is theirs. */
const ofWholeExam: ReadonlySet<ScoreSystem> = new Set(['RECIST', 'Lung-RADS']);

type Bare = Omit<Category, 'use' | 'zone' | 'side' | 'lesion'> & {
  readonly ownSide: Category['side'];
  readonly isCriterion: boolean;
  readonly absent: boolean;
};

/** The values of scales that are named. */
function namedValues(report: ParsedReport): Bare[] {
  if (!mayNameScale(report.words)) return [];
  const { text } = report;
  const tokens = tokensOf(report);
  return mentionsOf(tokens, text, { liver: liver.test(text), thyroid: thyroid.test(text) }).map((m) => ({
    ...spanOfTokens(tokens, m.first, m.end),
    system: m.system,
    variant: m.variant,
    value: m.value,
    valueSpan: spanOfTokens(tokens, m.valueFirst, m.valueEnd),
    valid: m.valid,
    part: m.part,
    points: m.points,
    sums: null,
    sentence: tokens[m.valueFirst]?.sentence ?? 0,
    ownSide: m.side,
    isCriterion: m.isCriterion,
    absent: false,
  }));
}

function findCategories(facts: Facts): Category[] {
  const { report, cues } = facts;
  const bare = namedValues(report);
  for (const one of densitiesOf(report)) {
    const known = bare.some((b) => b.valueSpan.startUtf16 < one.endUtf16 && one.startUtf16 < b.endUtf16);
    if (!known) bare.push({ ...one, ...plain('BI-RADS density'), variant: null, sums: null, absent: false });
  }
  for (const one of responsesOf(report, cues)) {
    const { startUtf16, endUtf16 } = one;
    bare.push({ ...one, ...plain('RECIST'), valueSpan: { startUtf16, endUtf16 } });
  }
  bare.sort((a, b) => a.startUtf16 - b.startUtf16);
  return withoutLegends(bare.map((one, index) => inContext(facts, bare, index, one)));
}

const plain = (system: ScoreSystem) => ({
  system,
  valid: true,
  part: null,
  points: null,
  ownSide: null,
  isCriterion: false,
});

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ');

function inContext(facts: Facts, all: readonly Bare[], index: number, one: Bare): Category {
  const { report, zones } = facts;
  const { text, sentences } = report;
  const { ownSide, isCriterion, absent, ...rest } = one;
  const sentence = sentences[one.sentence] ?? { startUtf16: one.startUtf16, endUtf16: one.endUtf16 };
  const zone = zones[one.sentence] ?? 'other';
  const start = Math.min(sentence.startUtf16, one.startUtf16);
  const lead = oneLine(text.slice(start, one.startUtf16));
  const tail = oneLine(text.slice(one.endUtf16, Math.max(one.endUtf16, sentence.endUtf16)));
  const use = absent
    ? 'denied'
    : useOf({ before: lead, after: tail, zone, isCriterion, rank: rankOf(one.value) });
  const own = ownWords(facts, all, index, start);
  const { side, lesion } = locate(own.before, own.after, own.line);
  const headed = headedSide(report, one, one.sentence, own.floor);
  const told = ofWholeExam.has(rest.system) ? null : (ownSide ?? side ?? headed);
  return { ...rest, use, zone, side: told, lesion };
}

/** Words that may be of a mention. */
interface OwnWords {
  readonly before: string;
  readonly after: string;
  /** The part of `before` that stands on the line of the mention's sentence. */
  readonly line: string;
  /** End of the last mention of the scale, or 0. */
  readonly floor: number;
}

/** The words that are the mention's: not those of another mention of the scale, and also the sentence before a short one. */
function ownWords({ report }: Facts, all: readonly Bare[], index: number, start: number): OwnWords {
  const { text, sentences, words } = report;
  const one = all[index];
  if (one === undefined) return { before: '', after: '', line: '', floor: 0 };
  const near = (other: Bare | undefined): boolean => other?.system === one.system;
  const previous = all.slice(0, index).filter(near).at(-1);
  const next = all.slice(index + 1).find(near);
  const floor = previous?.endUtf16 ?? 0;
  const other = all[index - 1]?.sentence ?? -1;
  let from = Math.max(start, floor);
  for (let s = one.sentence; s > 0 && from === sentences[s]?.startUtf16; s--) {
    const before = sentences[s - 1];
    const here = sentences[s];
    if (here === undefined || before?.section !== here.section) break;
    if ((words[s]?.length ?? 0) > shortSentence || s - 1 <= other || before.startUtf16 < floor) break;
    // A list's next item speaks of another thing.
    const gap = text.slice(before.endUtf16, here.startUtf16);
    const isItem = gap.includes('\n') && /^(?:\d{1,2}[.)]|[-–•*])/u.test(text.slice(here.startUtf16));
    if (isItem || /\n\s*\n/u.test(gap)) break;
    from = before.startUtf16;
  }
  const end = Math.max(one.endUtf16, sentences[one.sentence]?.endUtf16 ?? one.endUtf16);
  const until = Math.min(end, next?.startUtf16 ?? end);
  const line = Math.max(from, Math.min(start, lineStart(text, start)));
  return {
    before: oneLine(text.slice(from, one.startUtf16)),
    after: oneLine(text.slice(one.endUtf16, Math.max(one.endUtf16, until))),
    line: oneLine(text.slice(line, one.startUtf16)),
    floor,
  };
}

/** "BI-RADS 0: incomplete; 1: negative; 2: benign; 3: …" explains the scale. */
function withoutLegends(found: readonly Category[]): Category[] {
  const legend = new Set<Category>();
  for (const system of new Set(found.map((one) => one.system))) {
    const own = found.filter((one) => one.system === system);
    let run: Category[] = [];
    for (const one of own) {
      const last = run.at(-1);
      const step = (rankOf(one.value) ?? 99) - (rankOf(last?.value ?? '') ?? 0);
      const rises =
        last !== undefined && one.startUtf16 - last.endUtf16 < legendUnits && step >= 0 && step <= 1;
      run = rises && one.value !== last.value ? [...run, one] : [one];
      if (run.length >= legendValues && (rankOf(run[0]?.value ?? '') ?? 9) <= 1)
        for (const part of run) legend.add(part);
    }
  }
  return found.map((one) => (legend.has(one) ? { ...one, use: 'legend' } : one));
}

/** What the report says of the patient now. */
export function currentCategories(facts: Facts): Category[] {
  return categoriesOf(facts).filter(({ use }) => use === 'current');
}

/** True where two spans share a character. */
export function overlap(a: Span, b: Span): boolean {
  return a.startUtf16 < b.endUtf16 && b.startUtf16 < a.endUtf16;
}
