/** Where two people decided otherwise on one thing, and nobody has judged between them since. Pure. */
import type { EvidenceText } from './evidenceText.js';
import { phraseKey } from './evidenceText.js';
import { subjectKey } from './reviewLine.js';
import type { Phrase, Subject } from './reviewLine.js';
import { effectsOf, standing } from './standing.js';
import type { Entry, Verdict } from './standing.js';

/** One person's last word. */
export interface Side {
  readonly who: string;
  /** ISO 8601. */
  readonly when: string;
  readonly verdict: Verdict;
  readonly entry: Entry;
}

export interface Conflict {
  readonly subject: Subject;
  /** Phrases that it is about, in the order of the decisions; empty: the report as a whole. */
  readonly phrases: readonly Phrase[];
  /** One for each person, the earlier first; at least two verdicts among them. */
  readonly sides: readonly Side[];
}

interface Point {
  readonly subject: Subject;
  readonly phrases: Map<string, Phrase>;
  readonly byPerson: Map<string, Side>;
}

/** A text that is the same for the same conflict until one of its people decides again. */
export function conflictKey({ subject, sides }: Conflict): string {
  return JSON.stringify([subjectKey(subject), sides.map(({ who, when, verdict }) => [who, when, verdict])]);
}

/**
 * Conflicts of one report. A label is one question of the whole report; a code or a finding is one at each of its
 * phrases. A judgement ends a conflict, and counts as its author's word where somebody decides anew.
 * @param entries all decisions of the report, undone ones too.
 * @param text of now: a decision whose phrases are all gone contradicts nobody; null: the text is not known.
 */
export function conflictsOf(entries: readonly Entry[], text: EvidenceText | null): Conflict[] {
  const counted = standing(entries);
  const labelIds = new Set(['abnormal']);
  for (const { decided } of counted)
    for (const { subject } of effectsOf(decided))
      if (subject !== 'normal' && subject.kind === 'label') labelIds.add(subject.id);
  const points = new Map<string, Point>();
  for (const entry of counted) {
    const { decided } = entry;
    for (const { subject: about, verdict, ofEvidence } of effectsOf(decided)) {
      const corrected = decided.correction?.kind === 'span' ? [decided.correction.phrase] : [];
      const phrases = ofEvidence ? decided.evidence : corrected;
      if (text !== null && phrases.length > 0 && !phrases.some((phrase) => text.has(phrase))) continue;
      const side: Side = { who: decided.who, when: decided.when, verdict, entry };
      const subjects: Subject[] =
        about === 'normal' ? [...labelIds].map((id) => ({ kind: 'label', id })) : [about];
      for (const subject of subjects) {
        const parts =
          subject.kind === 'label' || phrases.length === 0 ? [phrases] : phrases.map((one) => [one]);
        for (const part of parts) take(points, subject, part, side, decided.decision === 'adjudicate');
      }
    }
  }
  return merged([...points.values()].filter(isConflict));
}

function take(
  points: Map<string, Point>,
  subject: Subject,
  phrases: readonly Phrase[],
  side: Side,
  judged: boolean,
): void {
  const [first] = phrases;
  const place = subject.kind === 'label' || first === undefined ? '' : phraseKey(first);
  const key = `${subjectKey(subject)} ${place}`;
  const point: Point = points.get(key) ?? { subject, phrases: new Map(), byPerson: new Map() };
  points.set(key, point);
  if (judged) point.byPerson.clear();
  // Anew, so that the map is in the order of the last words.
  point.byPerson.delete(side.who);
  point.byPerson.set(side.who, side);
  for (const phrase of phrases) point.phrases.set(phraseKey(phrase), phrase);
}

function isConflict({ byPerson }: Point): boolean {
  return new Set([...byPerson.values()].map(({ verdict }) => verdict)).size > 1;
}

/** One conflict where the same decisions contradict each other at several phrases. */
function merged(points: readonly Point[]): Conflict[] {
  const found = new Map<string, { subject: Subject; phrases: Phrase[]; sides: Side[] }>();
  for (const { subject, phrases, byPerson } of points) {
    const sides = [...byPerson.values()];
    const key = conflictKey({ subject, phrases: [], sides });
    const known = found.get(key) ?? { subject, phrases: [], sides };
    known.phrases.push(...phrases.values());
    found.set(key, known);
  }
  return [...found.values()];
}
