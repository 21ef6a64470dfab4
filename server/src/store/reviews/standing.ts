/** Which decisions count: what was undone does not. Pure. */
import type { Decided, Subject } from './reviewLine.js';

/** A decision in a log: in its file with a number, or still in memory alone. */
export interface Entry {
  readonly decided: Decided;
  /** Number of its line; null until it is written. */
  seq: number | null;
  /** What an undo takes back. */
  readonly undone: Entry | null;
}

/** The decisions that count, oldest first. An undo that was itself undone takes nothing back. */
export function standing(entries: readonly Entry[]): Entry[] {
  const gone = new Set<Entry>();
  const counted: Entry[] = [];
  for (const entry of [...entries].reverse()) {
    if (gone.has(entry)) continue;
    if (entry.decided.decision === 'undo') {
      if (entry.undone !== null) gone.add(entry.undone);
    } else counted.push(entry);
  }
  return counted.reverse();
}

/** What a decision does to a subject. */
export type Verdict = 'accepted' | 'dismissed';

/** One thing that a decision says. */
export interface Effect {
  /** `normal`: every label. */
  readonly subject: Subject | 'normal';
  readonly verdict: Verdict;
  /** False: of the phrase that a correction gives instead of the evidence. */
  readonly ofEvidence: boolean;
}

/** What a decision says; nothing for notes, ignores, undo, move and forget. */
export function effectsOf({ decision, subject, correction, verdict }: Decided): Effect[] {
  if (subject === null) return [];
  const effect = (about: Effect['subject'], verdict: Verdict, ofEvidence = true): Effect => ({
    subject: about,
    verdict,
    ofEvidence,
  });
  if (decision === 'accept') return [effect(subject, 'accepted')];
  if (decision === 'dismiss') return [effect(subject, 'dismissed')];
  if (decision === 'mark-normal') return [effect('normal', 'dismissed')];
  if (decision !== 'correct' && decision !== 'adjudicate') return [];
  if (correction === undefined) return verdict === undefined ? [] : [effect(subject, verdict)];
  switch (correction.kind) {
    case 'label':
      return [effect({ kind: 'label', id: correction.id }, correction.value ? 'accepted' : 'dismissed')];
    case 'code':
      return [
        effect(subject, 'dismissed'),
        effect({ kind: 'code', system: correction.system, code: correction.code }, 'accepted'),
      ];
    case 'span':
      return [effect(subject, 'dismissed'), effect(subject, 'accepted', false)];
  }
}
