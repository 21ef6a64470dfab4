/** Whether a person has decided on a candidate, as far as a label record tells without the report's text. Pure. */
import { evidenceHash } from '../reviews/evidenceText.js';
import { subjectKey } from '../reviews/reviewLine.js';
import type { Phrase, Subject } from '../reviews/reviewLine.js';
import { effectsOf, standing } from '../reviews/standing.js';
import type { IgnoredOnce } from '../reviews/reviewLog.js';
import type { Entry, Verdict } from '../reviews/standing.js';
import type { Candidate } from './candidates.js';

/** `against`: not decided here, and an earlier decision on the report says the opposite of what was read. */
export type Standing = 'open' | 'against' | 'decided';

interface Given {
  readonly verdict: Verdict;
  readonly phrases: readonly Phrase[];
  readonly textSha256: string | null;
}

/** The decisions of one report, of one person or of all. Make one for each look. */
export class Decisions {
  readonly #bySubject = new Map<string, Given[]>();
  readonly #normal: Given[] = [];
  readonly #ignored: ReadonlySet<string>;
  readonly #once: readonly IgnoredOnce[];

  /**
   * @param who one person's alone; null: anybody's.
   * @param ignored checks that the workspace ignores.
   * @param once findings that are ignored for as long as the report has their words.
   */
  constructor(
    entries: readonly Entry[],
    who: string | null,
    ignored: ReadonlySet<string>,
    once: readonly IgnoredOnce[],
  ) {
    this.#once = once;
    const ids = new Set(ignored);
    for (const { decided } of standing(entries)) {
      const { decision, subject, scope, textSha256, evidence } = decided;
      if (decision === 'ignore' && scope === 'file' && subject?.kind === 'quality') ids.add(subject.id);
      if (who !== null && decided.who !== who && decision !== 'adjudicate') continue;
      for (const effect of effectsOf(decided)) {
        const corrected = decided.correction?.kind === 'span' ? [decided.correction.phrase] : [];
        const given = {
          verdict: effect.verdict,
          phrases: effect.ofEvidence ? evidence : corrected,
          textSha256,
        };
        if (effect.subject === 'normal') this.#normal.push(given);
        else this.#of(effect.subject).push(given);
      }
    }
    this.#ignored = ids;
  }

  /** @param textSha256 of the text that the candidate was read in. */
  on({ subject, evidence, value }: Candidate, textSha256: string): Standing {
    if (
      subject.kind === 'quality' &&
      (this.#ignored.has(subject.id) || this.#isIgnored(subject.id, evidence, textSha256))
    )
      return 'decided';
    const given = [...(subject.kind === 'label' ? this.#normal : []), ...this.#of(subject)];
    if (given.length === 0) return 'open';
    const at = (phrase: Candidate['evidence'][number]): Verdict | null => {
      const hash = phrase.text === undefined ? null : evidenceHash(phrase.text);
      const here = given.filter(({ phrases, textSha256: decidedOn }) =>
        phrases.some(
          ({ start, end, sha256 }) =>
            sha256 === hash || (decidedOn === textSha256 && start === phrase.start && end === phrase.end),
        ),
      );
      return here.at(-1)?.verdict ?? null;
    };
    const verdicts = evidence.map(at);
    if (verdicts.includes('accepted')) return 'decided';
    if (verdicts.length > 0 && verdicts.every((verdict) => verdict !== null)) return 'decided';
    const last = given.at(-1);
    // On the report as a whole: it holds until the report says something new of what was dismissed.
    const whole = last?.phrases.length === 0 || evidence.length === 0;
    if (last !== undefined && whole && (last.verdict === 'accepted' || evidence.length === 0))
      return 'decided';
    return last !== undefined && (last.verdict === 'accepted') !== value ? 'against' : 'open';
  }

  /** A finding is known by its place in the same text, and by its words in another; without any it is the report's. */
  #isIgnored(id: string, evidence: Candidate['evidence'], textSha256: string): boolean {
    const [first = { start: 0, end: 0, text: '' }] = evidence;
    const hash = first.text === undefined ? null : evidenceHash(first.text);
    return this.#once.some(
      ({ id: of, phrase, textSha256: ignoredIn }) =>
        of === id &&
        (ignoredIn === textSha256
          ? phrase.start === first.start && phrase.end === first.end
          : phrase.sha256 === hash),
    );
  }

  #of(subject: Subject): Given[] {
    const key = subjectKey(subject);
    const list = this.#bySubject.get(key) ?? [];
    this.#bySubject.set(key, list);
    return list;
  }
}
