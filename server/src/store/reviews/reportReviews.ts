/** What a person's decisions mean for one report as it reads now. */
import type { Span } from '../../core/types.js';
import type { EvidenceText } from './evidenceText.js';
import { phraseKey } from './evidenceText.js';
import { subjectKey } from './reviewLine.js';
import type { Phrase, Subject } from './reviewLine.js';
import { effectsOf, standing } from './standing.js';
import type { Entry, Verdict } from './standing.js';

/** A decision on one phrase; `none`: none stands. */
export type Decision = 'none' | Verdict;
/** A decision on a subject; `stale`: it was accepted for phrases that the report no longer has. */
export type SubjectState = Decision | 'stale';

/** A code that a person decided on. */
export interface DecidedCode {
  readonly subject: Subject & { readonly kind: 'code' };
  readonly accepted: boolean;
  /** Where the report has the phrases that it was accepted for. */
  readonly spans: readonly Span[];
}

interface About {
  readonly subject: Subject | 'normal';
  /** Phrase key → verdict, the last one that was given. */
  readonly phrases: Map<string, { readonly phrase: Phrase; readonly verdict: Verdict }>;
  /** Phrase key → the phrase that a person gave instead, while nothing else was decided on it. */
  readonly moved: Map<string, Phrase>;
  /** On the report as a whole. */
  whole: Verdict | null;
  /** Number of the last decision on it, among those that count. */
  last: number;
}

const wholeText = 'normal';

/** Decisions of one report. Make one for each version of its text and each change of its decisions. */
export class ReportReviews {
  /** The decisions that count, oldest first. */
  readonly entries: readonly Entry[];
  readonly text: EvidenceText;
  readonly #about = new Map<string, About>();
  readonly #ignored: (id: string, phraseKey: string) => boolean;

  /**
   * @param entries all decisions of the report, undone ones too.
   * @param ignored whether a quality check is ignored here.
   */
  constructor(
    entries: readonly Entry[],
    text: EvidenceText,
    ignored: (id: string, phraseKey: string) => boolean,
  ) {
    this.entries = standing(entries);
    this.text = text;
    this.#ignored = ignored;
    for (const [number, { decided }] of this.entries.entries()) {
      for (const { subject, verdict, ofEvidence } of effectsOf(decided)) {
        const about = this.#aboutOf(subject);
        about.last = number;
        const corrected = decided.correction?.kind === 'span' ? [decided.correction.phrase] : [];
        const phrases = ofEvidence ? decided.evidence : corrected;
        // A judgement on a label is of the report, whatever phrases the two had.
        const ofReport =
          decided.decision === 'adjudicate' && subject !== 'normal' && subject.kind === 'label';
        if (phrases.length === 0 || ofReport) about.whole = verdict;
        for (const phrase of phrases) {
          about.phrases.set(phraseKey(phrase), { phrase, verdict });
          about.moved.delete(phraseKey(phrase));
        }
        const [instead] = ofEvidence ? [] : corrected;
        if (instead !== undefined)
          for (const phrase of decided.evidence) about.moved.set(phraseKey(phrase), instead);
      }
    }
  }

  /** True where nothing was decided: nothing needs to be looked up. */
  get empty(): boolean {
    return this.#about.size === 0;
  }

  /** What was decided on a subject at a phrase. */
  on(subject: Subject, span: Span): Decision {
    const own = this.#about.get(subjectKey(subject));
    const normal = subject.kind === 'label' ? this.#about.get(wholeText) : undefined;
    if (own === undefined && normal === undefined) return 'none';
    const key = this.text.key(span);
    return own?.phrases.get(key)?.verdict ?? normal?.phrases.get(key)?.verdict ?? 'none';
  }

  /**
   * Accepted where any of the phrases was; dismissed where all were; stale where the subject was accepted and the
   * report has none of the phrases that it was accepted for.
   * @param spans where the subject's evidence is now.
   */
  state(subject: Subject, spans: readonly Span[]): SubjectState {
    const own = this.#about.get(subjectKey(subject));
    const decisions = spans.map((span) => this.on(subject, span));
    if (decisions.includes('accepted')) return 'accepted';
    if (decisions.length > 0 && decisions.every((decision) => decision === 'dismissed')) return 'dismissed';
    if (own?.whole === 'accepted') return 'accepted';
    const accepted = own === undefined ? [] : acceptedPhrases(own);
    if (accepted.length > 0) {
      if (!accepted.some((phrase) => this.text.has(phrase))) return 'stale';
      // The report still says so; the model no longer rests on it.
      return 'accepted';
    }
    if (spans.length > 0) return 'none';
    const normal = subject.kind === 'label' ? this.#about.get(wholeText)?.whole : null;
    return own?.whole ?? normal ?? 'none';
  }

  /**
   * A finding's own state: what was decided on its words, where they stand with an anatomy that they were decided with.
   * @param anatomies what it `has` now; a finding without any goes by its words alone.
   */
  findingState(subject: Subject, words: Span, anatomies: readonly Span[]): Decision {
    const decision = this.on(subject, words);
    // An edit before it may have given it the number of another finding of the same words.
    const isSame = anatomies.length === 0 || anatomies.some((span) => this.on(subject, span) !== 'none');
    return isSame ? decision : 'none';
  }

  /** Phrases that a subject was accepted for: a dismissal has to name them too. */
  acceptedFor(subject: Subject): Phrase[] {
    const about = this.#about.get(subjectKey(subject));
    return about === undefined ? [] : acceptedPhrases(about);
  }

  /** The last decision that counts on a subject at a phrase, or on any of its phrases; null where none does. */
  lastOn(subject: Subject, span: Span | null): Entry | null {
    const wanted = subjectKey(subject);
    const key = span === null ? null : this.text.key(span);
    const touching = this.entries.filter(({ decided }) => {
      const about = effectsOf(decided).some(
        (effect) =>
          (effect.subject === 'normal' && subject.kind === 'label') ||
          (effect.subject !== 'normal' && subjectKey(effect.subject) === wanted),
      );
      const { evidence, correction } = decided;
      const phrases = correction?.kind === 'span' ? [...evidence, correction.phrase] : evidence;
      return about && (key === null || phrases.some((phrase) => phraseKey(phrase) === key));
    });
    return touching.at(-1) ?? null;
  }

  /** The phrase that a person put in the place of this one; null where nobody did, or the report no longer has it. */
  movedTo(subject: Subject, span: Span): Span | null {
    const moved = this.#about.get(subjectKey(subject))?.moved.get(this.text.key(span));
    return moved === undefined ? null : this.text.find(moved);
  }

  /**
   * Codes as decisions leave them in the report as it reads now, in the order of their last decision. One whose
   * phrases are all gone is not among them: it was accepted or dismissed for words that the report no longer has.
   */
  decidedCodes(): DecidedCode[] {
    return [...this.#about.values()]
      .sort((a, b) => a.last - b.last)
      .flatMap(({ subject, phrases, whole }): DecidedCode[] => {
        if (subject === 'normal' || subject.kind !== 'code') return [];
        const of = (wanted: Verdict): Phrase[] =>
          [...phrases.values()].flatMap(({ phrase, verdict }) =>
            verdict === wanted && this.text.has(phrase) ? [phrase] : [],
          );
        const accepted = of('accepted');
        const dismissed = of('dismissed');
        if (accepted.length > 0 || whole === 'accepted')
          return [
            { subject, accepted: true, spans: accepted.flatMap((phrase) => this.text.find(phrase) ?? []) },
          ];
        if (dismissed.length > 0 || whole === 'dismissed') return [{ subject, accepted: false, spans: [] }];
        return [];
      });
  }

  /** Codes that were accepted for phrases which the report no longer has. */
  staleCodes(): (Subject & { kind: 'code' })[] {
    return [...this.#about.values()].flatMap(({ subject }) =>
      subject !== 'normal' && subject.kind === 'code' && this.state(subject, []) === 'stale' ? [subject] : [],
    );
  }

  /** True where a quality check is not to be shown at a phrase. */
  isIgnored(id: string, span: Span): boolean {
    return this.#ignored(id, this.text.key(span));
  }

  #aboutOf(subject: Subject | 'normal'): About {
    const key = subject === 'normal' ? wholeText : subjectKey(subject);
    let about = this.#about.get(key);
    if (about === undefined) {
      about = { subject, phrases: new Map(), moved: new Map(), whole: null, last: -1 };
      this.#about.set(key, about);
    }
    return about;
  }
}

function acceptedPhrases({ phrases }: About): Phrase[] {
  return [...phrases.values()].filter(({ verdict }) => verdict === 'accepted').map(({ phrase }) => phrase);
}
