/** Code suggestions as features show them: with their reviews and without what a person dismissed. */
import { isOffered } from '../core/assertion.js';
import type { CodeEvidence, CodeSuggestion } from '../core/types.js';
import type { ReviewState, WireCode, WireStaleCode } from '../protocol.js';
import type { Subject } from '../store/reviews/reviewLine.js';
import { codesOf, rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { ReviewStore } from './reviewDesk.js';

/** One evidence span of a suggested code. */
export interface Suggestion {
  readonly code: CodeSuggestion;
  readonly evidence: CodeEvidence;
  readonly review: ReviewState;
}

/** A code as decisions know it. */
export function codeSubject({ system, code }: Pick<CodeSuggestion, 'system' | 'code'>): Subject {
  return { kind: 'code', system, code };
}

/** The decision on one code at one phrase; stale where the code is, and nothing was decided here. */
function decisionOn(
  analysed: Analysed,
  code: CodeSuggestion,
  evidence: CodeEvidence,
  reviews: ReviewStore,
): ReviewState {
  const report = reviews.of(analysed);
  if (report.empty) return 'none';
  const here = report.on(codeSubject(code), evidence);
  return here === 'none' && reviewOf(analysed, code, reviews) === 'stale' ? 'stale' : here;
}

/** Accepted where any evidence was accepted; dismissed where all were; stale; else undecided. */
export function reviewOf(analysed: Analysed, code: CodeSuggestion, reviews: ReviewStore): ReviewState {
  const report = reviews.of(analysed);
  return report.empty ? 'none' : report.state(codeSubject(code), code.evidence);
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
  return allSuggestions(analysed, reviews).filter(({ review }) => review !== 'dismissed');
}

/** The same with what was dismissed. */
export function allSuggestions(analysed: Analysed, reviews: ReviewStore): Suggestion[] {
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

/** Codes that were accepted for words which the report no longer has, ranked or not. */
export function wireStale(analysed: Analysed, reviews: ReviewStore): WireStaleCode[] {
  const ranked = codesOf(analysed);
  return reviews
    .of(analysed)
    .staleCodes()
    .map(({ system, code }) => ({
      system,
      code,
      found: ranked.find((r) => r.system === system && r.code === code),
    }))
    .filter(({ found }) => found === undefined || reviewOf(analysed, found, reviews) === 'stale')
    .map(({ system, code, found }) => {
      const known = analysed.vocabulary?.describe(code) ?? null;
      const description =
        found?.description ?? known?.[analysed.analysis?.language ?? 'es'] ?? known?.es ?? '';
      return { system, code, description };
    });
}
