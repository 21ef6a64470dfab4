/** What the words of stated findings say of the head labels (S4), beside what attention reads (`docs/model-pack.md`). */
import type { ParsedReport } from './report.js';
import { statedFindings } from './statedFindings.js';
import type { Entity, LabelId } from './types.js';

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
    const folded = words.map((word) => word.folded);
    for (const { label, first, end } of findLabelCues(folded, cues)) {
      const [from, to] = [words[first]?.startUtf16 ?? 0, words[end - 1]?.endUtf16 ?? 0];
      if (label === 'none') continue;
      for (const { startUtf16, endUtf16, score } of findings) {
        if (startUtf16 < to && from < endUtf16) scores.set(label, Math.max(scores.get(label) ?? 0, score));
      }
    }
  }
  return scores;
}
