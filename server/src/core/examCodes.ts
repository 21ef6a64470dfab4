/** The examination's ICD-10-PCS imaging code (S0), and the report's vector, from the sentences' vectors. */
import { likeliest } from './exam/codeShares.js';
import type { CodeShares } from './exam/codeShares.js';
import { nameOf, withNamed } from './exam/fuse.js';
import { joinedWords } from './exam/joinedWords.js';
import { examMentions, type ExamMention } from './exam/mentions.js';
import { namesImaging } from './exam/modalities.js';
import { reportExam, type ReportExam } from './exam/reportExam.js';
import { signOf, withSign } from './exam/signs.js';
import type { ExamHead } from './readerHead.js';
import type { ParsedReport } from './report.js';
import { readSentences, sharesOf, shiftOf } from './reportAttention.js';
import type { ReadSentence } from './reportAttention.js';
import type { CodeCandidate, CodeSuggestion, SentenceReading, Span } from './types.js';
import { addVector, vectorLength } from './wordVector.js';

/** Name of the code system, as suggestions and records have it. */
export const examSystem = 'ICD-10-PCS';
/** Share of the examinations that `examMentions` finds in CodiEsp's training cases that their coders coded alike. */
const toldPrecision = 0.69;
/** Codes that are suggested. */
const suggestedCodes = 5;

/** A report's exam codes and its vector. */
export interface ExamReading {
  /** The best five, ranked from 1; the first is the report's code where it reaches the threshold and names imaging. */
  readonly codes: readonly CodeSuggestion[];
  /** The attention-weighted mean of the word vectors, then their plain mean. */
  readonly vector: readonly number[];
}

/** Null where no sentence has a report reading. */
export function mergeExam(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  head: ExamHead,
): ExamReading | null {
  const sentences = readSentences(readings);
  if (sentences.length === 0) return null;
  const { shares, vector, pooled } = pool(report, sentences, head);
  const most = shares.indexOf(Math.max(...shares));
  const place = report.sentences[sentences[most]?.sentence ?? -1];
  const joined = joinedWords(report);
  const ofImaging = report.words.some((_, sentence) => namesImaging(joined(sentence)));
  const named = reportExam(report, joined);
  // A report of one examination says in its title which; a case report tells of several.
  const titled = named?.titled === true;
  const mentions = place === undefined ? [] : examMentions(report, joined, titled ? named.span : null);
  const ranked = place === undefined ? [] : rankedCodes(report, sharesOfExams(pooled, head), named);
  const codes: CodeSuggestion[] = [];
  for (const { code, probability } of ranked) {
    const { description, language } = nameOf(code, head, named, report.language);
    const runnerUp = ranked[codes.length === 0 ? 1 : 0] ?? null;
    const { startUtf16, endUtf16 } = statedAt(code, named, mentions) ??
      place ?? { startUtf16: 0, endUtf16: 0 };
    codes.push({
      system: examSystem,
      code,
      description,
      descriptionLanguage: language,
      probability,
      rank: codes.length + 1,
      value: codes.length === 0 && probability >= head.threshold && ofImaging,
      status: ofPatient,
      evidence: [{ startUtf16, endUtf16, probability, runnerUp, ...ofPatient }],
    });
  }
  const told = titled ? [] : toldExams(report, head, mentions);
  return { codes: withTold(codes, told), vector };
}

/** An examination that was made. */
const ofPatient = { assertion: 'present', experiencer: 'patient' } as const;

/** The sentences' parts of the report's attention, the pooled vector that they make, and the report's whole vector. */
function pool(
  report: ParsedReport,
  sentences: readonly ReadSentence[],
  head: ExamHead,
): { readonly shares: readonly number[]; readonly pooled: Float64Array; readonly vector: readonly number[] } {
  const logSums: number[] = [];
  const wordCounts: number[] = [];
  let words = 0;
  for (const { sentence, reading } of sentences) {
    const count = report.words[sentence]?.length ?? 0;
    logSums.push(reading.exam.logSumExp + shiftOf(report, sentence, head.sectionShift));
    wordCounts.push(count);
    words += count;
  }
  const shares = sharesOf(logSums);
  const size = vectorLength(sentences[0]?.reading.exam.vector ?? '');
  const pooled = new Float64Array(size);
  const mean = new Float64Array(size);
  sentences.forEach(({ reading }, i) => {
    addVector(pooled, reading.exam.vector, shares[i] ?? 0);
    addVector(mean, reading.mean, (wordCounts[i] ?? 0) / words);
  });
  const vector: number[] = [];
  for (const part of [pooled, mean]) part.forEach((value) => vector.push(value));
  return { shares, pooled, vector };
}

/** What the report names goes before what it saw, and that before the model alone. */
function rankedCodes(
  report: ParsedReport,
  model: CodeShares,
  named: ReportExam | null,
): readonly CodeCandidate[] {
  if (named !== null) return withNamed(model, named, suggestedCodes);
  return likeliest(withSign(model, signOf(report)), suggestedCodes);
}

/** Where the report itself names the code's examination: the words, or the sentence; null where it does not. */
function statedAt(code: string, named: ReportExam | null, mentions: readonly ExamMention[]): Span | null {
  if (named?.stems.some((stem) => code.startsWith(stem)) !== true) return null;
  const { startUtf16, endUtf16 } = named.span;
  const within = mentions.find(
    ({ exam, span }) =>
      exam.stems.some((stem) => code.startsWith(stem)) &&
      span.startUtf16 >= startUtf16 &&
      span.endUtf16 <= endUtf16,
  );
  return within?.span ?? named.span;
}

/** Examinations that the text names beside its own, each once, with every place. */
function toldExams(report: ParsedReport, head: ExamHead, found: readonly ExamMention[]): CodeSuggestion[] {
  const places = new Map<string, ExamMention[]>();
  for (const mention of found) {
    places.set(mention.code, [...(places.get(mention.code) ?? []), mention]);
  }
  return [...places].map(([code, mentions]): CodeSuggestion => {
    const [first] = mentions;
    const known = first === undefined ? null : { ...first.exam, titled: false, span: first.span };
    const { description, language } = nameOf(code, head, known, report.language);
    return {
      system: examSystem,
      code,
      description,
      descriptionLanguage: language,
      probability: toldPrecision,
      rank: 0,
      value: true,
      status: ofPatient,
      evidence: mentions.map(({ span }) => ({
        ...span,
        probability: toldPrecision,
        runnerUp: null,
        ...ofPatient,
      })),
    };
  });
}

/** Both, ranked anew; an examination that both name keeps the surer probability and the narrower places. */
function withTold(
  codes: readonly CodeSuggestion[],
  told: readonly CodeSuggestion[],
): readonly CodeSuggestion[] {
  // Ranked already, and alone.
  if (told.length === 0) return codes;
  const isSame = (a: CodeSuggestion, b: CodeSuggestion): boolean =>
    a.code === b.code || (b.code.length === 4 && a.code.startsWith(b.code));
  const merged = codes.map((code) => {
    const same = told.find((other) => isSame(code, other));
    if (same === undefined) return code;
    const probability = Math.max(code.probability, code === codes[0] ? same.probability : 0);
    return { ...code, probability, value: code.value || code === codes[0], evidence: same.evidence };
  });
  const others = told.filter((other) => !(codes[0] !== undefined && isSame(codes[0], other)));
  const shown = merged.filter((code) => code === merged[0] || !others.some((other) => isSame(code, other)));
  return [...shown, ...others]
    .sort((a, b) => b.probability - a.probability)
    .map((code, index) => ({ ...code, rank: index + 1 }));
}

/** Numbers of a report's vector. */
export function vectorSize({ axes }: ExamHead): number {
  const [axis] = axes;
  return axis === undefined || axis.biases.length === 0 ? 0 : (2 * axis.weights.length) / axis.biases.length;
}

/** What the head gives to each of its codes for a pooled vector. */
export function sharesOfExams(vector: ArrayLike<number>, head: ExamHead): CodeShares {
  return { codes: head.codes, shares: sharesOf(scoresOf(rowsOf(head), new Float64Array(vector))) };
}

/** A row of weights and a bias for each code. */
interface ExamRows {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

const rowsOfHeads = new WeakMap<ExamHead, ExamRows>();

/** Each code's rows of all axes as one, divided by the temperature. Made once a head. */
function rowsOf(head: ExamHead): ExamRows {
  const known = rowsOfHeads.get(head);
  if (known !== undefined) return known;
  const size = vectorSize(head) / 2;
  const weights = new Float64Array(head.codes.length * size);
  const biases = new Float64Array(head.codes.length);
  for (const axis of head.axes) {
    axis.rowOfCode.forEach((row, code) => {
      if (row < 0) return;
      biases[code] = (biases[code] ?? 0) + (axis.biases[row] ?? 0) / head.temperature;
      for (let d = 0; d < size; d++)
        weights[code * size + d] =
          (weights[code * size + d] ?? 0) + (axis.weights[row * size + d] ?? 0) / head.temperature;
    });
  }
  const rows = { weights, biases };
  rowsOfHeads.set(head, rows);
  return rows;
}

/** Bias and dot product of each row. Four rows at a time: each sum keeps its order, and they are added side by side. */
function scoresOf({ weights, biases }: ExamRows, values: Float64Array): Float64Array {
  const size = values.length;
  const scores = new Float64Array(biases);
  let row = 0;
  for (; row + 3 < scores.length; row += 4) {
    const at = row * size;
    let first = scores[row] ?? 0;
    let second = scores[row + 1] ?? 0;
    let third = scores[row + 2] ?? 0;
    let fourth = scores[row + 3] ?? 0;
    for (let d = 0; d < size; d++) {
      const value = values[d] ?? 0;
      first += (weights[at + d] ?? 0) * value;
      second += (weights[at + size + d] ?? 0) * value;
      third += (weights[at + 2 * size + d] ?? 0) * value;
      fourth += (weights[at + 3 * size + d] ?? 0) * value;
    }
    scores[row] = first;
    scores[row + 1] = second;
    scores[row + 2] = third;
    scores[row + 3] = fourth;
  }
  for (; row < scores.length; row++) {
    let score = scores[row] ?? 0;
    for (let d = 0; d < size; d++) score += (weights[row * size + d] ?? 0) * (values[d] ?? 0);
    scores[row] = score;
  }
  return scores;
}
