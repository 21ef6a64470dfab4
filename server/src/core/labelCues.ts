/** What the words of stated findings say of the head labels (S4), beside what attention reads (`docs/model-pack.md`). */
import type { ParsedReport } from './report.js';
import { statedFindings } from './statedFindings.js';
import type { Entity, LabelId, Span } from './types.js';

/** `labelCues` of a manifest's `heads.reader`. */
export interface LabelCueSettings {
  /** Added to a label's logit, times the score of the likeliest finding that has one of its phrases. */
  readonly weight: number;
  /** Folded words; one that ends in `*` stands for all that begin so, `_` for any one. `none` hides what is inside. */
  readonly phrases: Readonly<Partial<Record<LabelId | 'none', readonly string[]>>>;
}

interface CuePhrase {
  readonly label: LabelId | 'none';
  readonly words: readonly string[];
}

/** Phrases by the first two letters of their first word. */
export interface LabelCues {
  readonly weight: number;
  readonly phrases: ReadonlyMap<string, readonly CuePhrase[]>;
}

const keyOf = (word: string): string => word.slice(0, 2);

export function prepareLabelCues({ weight, phrases }: LabelCueSettings): LabelCues {
  const byStart = new Map<string, CuePhrase[]>();
  for (const [label, list] of Object.entries(phrases) as [LabelId | 'none', readonly string[]][]) {
    for (const phrase of list) {
      const words = phrase.split(' ');
      const key = keyOf(words[0] ?? '');
      byStart.set(key, [...(byStart.get(key) ?? []), { label, words }]);
    }
  }
  return { weight, phrases: byStart };
}

/** A phrase found at the words [first, end). */
interface FoundCue {
  readonly label: LabelId | 'none';
  readonly first: number;
  readonly end: number;
}

/** The phrases of a sentence's folded words: at each word the longest, on from its end. */
export function findLabelCues(words: readonly string[], { phrases }: LabelCues): FoundCue[] {
  const found: FoundCue[] = [];
  for (let at = 0; at < words.length;) {
    let best: CuePhrase | null = null;
    for (const phrase of phrases.get(keyOf(words[at] ?? '')) ?? []) {
      const fits = phrase.words.every((pattern, i) => matches(words[at + i], pattern));
      if (fits && phrase.words.length > (best?.words.length ?? 0)) best = phrase;
    }
    const length = best?.words.length ?? 1;
    if (best !== null) found.push({ label: best.label, first: at, end: at + length });
    at += length;
  }
  return found;
}

function matches(word: string | undefined, pattern: string): boolean {
  if (word === undefined) return false;
  if (pattern === '_') return true;
  return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
}

/**
 * Of each label that has one, the score of the likeliest stated finding that shares a word with one of its phrases.
 * @param without index of a sentence that is left out, as in the deletion test.
 */
export function statedCues(
  report: ParsedReport,
  entities: readonly Entity[],
  cues: LabelCues,
  without: number | null = null,
): ReadonlyMap<LabelId, number> {
  const scores = new Map<LabelId, number>();
  const bySentence = new Map<number, Entity[]>();
  for (const finding of statedFindings(report, entities, without)) {
    const own = bySentence.get(finding.sentence);
    if (own === undefined) bySentence.set(finding.sentence, [finding]);
    else own.push(finding);
  }
  for (const [sentence, findings] of bySentence) {
    const words = report.words[sentence] ?? [];
    const likeliest = likeliestByWord(words, findings);
    for (const { label, first, end } of findLabelCues(report.inputs[sentence]?.words ?? [], cues)) {
      if (label === 'none') continue;
      for (let w = first; w < end; w++)
        if ((likeliest[w] ?? 0) > (scores.get(label) ?? 0)) scores.set(label, likeliest[w] ?? 0);
    }
  }
  return scores;
}

/**
 * For each word of a sentence, the score of the likeliest finding over it; 0 where there is none. Findings come the
 * likeliest first and a word takes one score, so that each word is passed about once, however many findings there are.
 */
function likeliestByWord(words: readonly Span[], findings: readonly Entity[]): Float64Array {
  const scores = new Float64Array(words.length);
  /** The next word without a score, from each word on. */
  const next = new Int32Array(words.length + 1);
  for (let w = 0; w < next.length; w++) next[w] = w;
  const free = (from: number): number => {
    let w = Math.min(from, words.length);
    for (let step = next[w] ?? w; step !== w; step = next[w] ?? w) {
      next[w] = next[step] ?? step;
      w = step;
    }
    return w;
  };
  for (const { startUtf16, endUtf16, score } of [...findings].sort((a, b) => b.score - a.score)) {
    for (let w = free(firstEndingAfter(words, startUtf16)); w < words.length; w = free(w)) {
      if ((words[w]?.startUtf16 ?? endUtf16) >= endUtf16) break;
      scores[w] = score;
      next[w] = w + 1;
    }
  }
  return scores;
}

/** Index of the first word that ends past a place. */
function firstEndingAfter(words: readonly Span[], place: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.endUtf16 ?? Infinity) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
