/** Code suggestions as features show them: with their reviews and without what a person dismissed. */
import { isOffered } from '../core/assertion.js';
import type { CodeEvidence, CodeSuggestion } from '../core/types.js';
import { codeSuggestionId } from '../protocol.js';
import type { ReviewState, WireCode } from '../protocol.js';
import { evidenceHash } from '../store/reviews.js';
import type { ReviewKey, ReviewStore } from '../store/reviews.js';
import { codesOf, rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';

/** One evidence span of a suggested code. */
export interface Suggestion {
  readonly code: CodeSuggestion;
  readonly evidence: CodeEvidence;
  readonly review: ReviewState;
}

/** The key under which a decision on this code at this wording is kept. */
export function reviewKey(analysed: Analysed, code: CodeSuggestion, evidence: CodeEvidence): ReviewKey {
  return {
    id: codeSuggestionId,
    system: code.system,
    code: code.code,
    evidenceHash: evidenceHash(textOf(analysed, evidence)),
  };
}

/** The decision on one code at one wording. Hashes nothing where the document has no decisions. */
function decisionOn(
  analysed: Analysed,
  code: CodeSuggestion,
  evidence: CodeEvidence,
  reviews: ReviewStore,
): ReviewState {
  if (reviews.revision(analysed.uri) === 0) return 'none';
  return reviews.get(analysed.uri, reviewKey(analysed, code, evidence));
}

/** Accepted where any evidence was accepted; dismissed where all were; else undecided. */
export function reviewOf(analysed: Analysed, code: CodeSuggestion, reviews: ReviewStore): ReviewState {
  const decisions = code.evidence.map((evidence) => decisionOn(analysed, code, evidence, reviews));
  if (decisions.includes('accepted')) return 'accepted';
  return decisions.length > 0 && decisions.every((decision) => decision === 'dismissed')
    ? 'dismissed'
    : 'none';
}

/** Codes to offer: above the threshold, stated or suspected of the patient, not dismissed; best first. */
export function statedCodes(
  analysed: Analysed,
  reviews: ReviewStore,
): { readonly code: CodeSuggestion; readonly review: ReviewState }[] {
  return codesOf(analysed)
    .filter((code) => code.value && isOffered(code.status))
    .map((code) => ({ code, review: reviewOf(analysed, code, reviews) }))
    .filter(({ review }) => review !== 'dismissed');
}

/**
 * Evidence of the stated codes in text order, each decided by itself: a wording that was dismissed is
 * left out while the code's other wordings stay. Evidence below the threshold does not state a code.
 */
export function suggestions(analysed: Analysed, reviews: ReviewStore): Suggestion[] {
  const threshold = analysed.vocabulary?.threshold ?? 1;
  return codesOf(analysed)
    .filter((code) => code.value)
    .flatMap((code) =>
      code.evidence
        .filter((evidence) => evidence.probability >= threshold)
        .map((evidence): Suggestion => {
          const review = decisionOn(analysed, code, evidence, reviews);
          return { code, evidence, review };
        }),
    )
    .filter(({ review }) => review !== 'dismissed')
    .sort(
      (a, b) =>
        a.evidence.startUtf16 - b.evidence.startUtf16 ||
        a.evidence.endUtf16 - b.evidence.endUtf16 ||
        b.evidence.probability - a.evidence.probability,
    );
}

/** Suggestions that a person may accept: what is denied or a relative's is left out. */
export function offered(list: readonly Suggestion[]): Suggestion[] {
  return list.filter(({ evidence }) => isOffered(evidence));
}

/** The strongest suggestion of each distinct span. */
export function strongestBySpan(list: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return list.filter(({ evidence }) => {
    const span = `${evidence.startUtf16}-${evidence.endUtf16}`;
    if (seen.has(span)) return false;
    seen.add(span);
    return true;
  });
}

/** A code with its reviews and LSP ranges, for `glosa/analysis`. */
export function wireCode(analysed: Analysed, code: CodeSuggestion, reviews: ReviewStore): WireCode {
  return {
    system: code.system,
    code: code.code,
    description: code.description,
    descriptionLanguage: code.descriptionLanguage,
    probability: code.probability,
    rank: code.rank,
    value: code.value,
    review: reviewOf(analysed, code, reviews),
    status: code.status,
    evidence: code.evidence.map((evidence) => ({
      range: rangeOf(analysed, evidence),
      status: { assertion: evidence.assertion, experiencer: evidence.experiencer },
      probability: evidence.probability,
      runnerUp: evidence.runnerUp,
    })),
  };
}
