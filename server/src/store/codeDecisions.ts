/** What a folder's reviewers decided on the codes of one list, as *Learn codes* takes it. */
import type { CodeDecision } from '../core/learn/learnFrom.js';
import { ReviewFile } from './reviews/reviewFile.js';
import type { ReviewLine } from './reviews/reviewLine.js';
import { effectsOf, standing } from './reviews/standing.js';
import type { Entry } from './reviews/standing.js';

/**
 * Decisions on a list's codes, oldest first; `report` is the report's path in the folder, as it is now.
 * @throws the system's error where the reviews cannot be read; a folder without reviews has no decisions.
 */
export async function codeDecisionsOf(root: string, system: string): Promise<CodeDecision[]> {
  const { lines } = await new ReviewFile(root).read();
  return decisionsOn(lines, system);
}

/** The decisions that count among review lines. */
export function decisionsOn(lines: readonly ReviewLine[], system: string): CodeDecision[] {
  const bySeq = new Map<number, Entry>();
  const entries = lines.map((line): Entry => {
    const undone = line.undoes === undefined ? null : (bySeq.get(line.undoes) ?? null);
    const entry = { decided: line, seq: line.seq, undone };
    bySeq.set(line.seq, entry);
    return entry;
  });
  let decisions: CodeDecision[] = [];
  for (const { decided } of standing(entries)) {
    const { path, from } = decided;
    if (decided.decision === 'move') {
      decisions = decisions.map((made) => (made.report === from ? { ...made, report: path } : made));
      continue;
    }
    for (const { subject, verdict } of effectsOf(decided)) {
      if (subject === 'normal' || subject.kind !== 'code' || subject.system !== system) continue;
      decisions.push({ report: path, code: subject.code, accepted: verdict === 'accepted' });
    }
  }
  return decisions;
}
