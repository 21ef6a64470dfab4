/** What two reviewers' decisions say about their agreement. */
import { cohensKappa, spanAgreement } from '../../core/agreement.js';
import type { Kappa, MarkedSpan, SpanAgreement } from '../../core/agreement.js';
import { subjectKey } from './reviewLine.js';
import type { Decided } from './reviewLine.js';
import { effectsOf, standing } from './standing.js';
import type { Entry, Verdict } from './standing.js';

export interface PairAgreement {
  readonly reviewers: readonly [string, string];
  /** By label id, in alphabetical order. */
  readonly labels: readonly (readonly [string, Kappa])[];
  /** Over all codes that both decided on. */
  readonly codes: Kappa;
  /** Phrases accepted in texts that both decided on. */
  readonly spans: SpanAgreement;
}

interface Person {
  /** Report and label → verdict. */
  readonly labels: Map<string, Verdict>;
  /** Report and code → verdict. */
  readonly codes: Map<string, Verdict>;
  /** Reports' texts that the person decided on. */
  readonly texts: Set<string>;
  /** Text, subject and place → an accepted phrase; null where it was dismissed since. */
  readonly spans: Map<string, MarkedSpan | null>;
}

/**
 * Agreement of every two reviewers who both decided something.
 * @param byPath all decisions, by the path that their report has now.
 */
export function agreementOf(byPath: ReadonlyMap<string, readonly Entry[]>): PairAgreement[] {
  const people = new Map<string, Person>();
  const labelIds = new Set(['abnormal']);
  const counted = [...byPath].flatMap(([report, entries]) =>
    // A judgement between the two is no answer of its own.
    standing(entries)
      .filter(({ decided }) => decided.decision !== 'adjudicate')
      .map(({ decided }) => ({ report, decided })),
  );
  for (const { decided } of counted) {
    for (const { subject } of effectsOf(decided))
      if (subject !== 'normal' && subject.kind === 'label') labelIds.add(subject.id);
  }
  for (const { report, decided } of counted) {
    if (effectsOf(decided).length === 0) continue;
    const person: Person = people.get(decided.who) ?? {
      labels: new Map(),
      codes: new Map(),
      texts: new Set(),
      spans: new Map(),
    };
    people.set(decided.who, person);
    take(person, report, decided, labelIds);
  }
  const names = [...people.keys()].sort();
  return names.flatMap((first, index) =>
    names.slice(index + 1).flatMap((second) => {
      const [a, b] = [people.get(first), people.get(second)];
      return a === undefined || b === undefined ? [] : [compare([first, second], a, b, labelIds)];
    }),
  );
}

function take(person: Person, report: string, decided: Decided, labelIds: ReadonlySet<string>): void {
  const text = JSON.stringify([report, decided.textSha256]);
  person.texts.add(text);
  for (const { subject, verdict, ofEvidence } of effectsOf(decided)) {
    const labels = subject === 'normal' ? [...labelIds] : subject.kind === 'label' ? [subject.id] : [];
    for (const id of labels) person.labels.set(JSON.stringify([id, report]), verdict);
    if (subject === 'normal') continue;
    const category = subjectKey(subject);
    if (subject.kind === 'code') person.codes.set(JSON.stringify([category, report]), verdict);
    const corrected = decided.correction?.kind === 'span' ? [decided.correction.phrase] : [];
    for (const { start, end } of ofEvidence ? decided.evidence : corrected) {
      const span = verdict === 'accepted' ? { report: text, category, start, end } : null;
      person.spans.set(JSON.stringify([text, category, start, end]), span);
    }
  }
}

function compare(
  reviewers: readonly [string, string],
  a: Person,
  b: Person,
  labelIds: ReadonlySet<string>,
): PairAgreement {
  const pairs = (
    ofA: ReadonlyMap<string, Verdict>,
    ofB: ReadonlyMap<string, Verdict>,
    fits: (key: string) => boolean,
  ): [string, string][] =>
    [...ofA].flatMap(([key, verdict]): [string, string][] => {
      const other = ofB.get(key);
      return other === undefined || !fits(key) ? [] : [[verdict, other]];
    });
  const marked = (person: Person): MarkedSpan[] =>
    [...person.spans.values()].filter(
      (span) => span !== null && a.texts.has(span.report) && b.texts.has(span.report),
    ) as MarkedSpan[];
  return {
    reviewers,
    labels: [...labelIds].sort().map((id) => {
      const ofLabel = (key: string): boolean => key.startsWith(`[${JSON.stringify(id)},`);
      return [id, cohensKappa(pairs(a.labels, b.labels, ofLabel))] as const;
    }),
    codes: cohensKappa(pairs(a.codes, b.codes, () => true)),
    spans: spanAgreement(marked(a), marked(b)),
  };
}
