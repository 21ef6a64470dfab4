/** Candidates of open reports, as they read now: they go before what the label file has of them. */
import { candidatesOf, doubtOf, isDoubtfulCode } from '../store/queue/candidates.js';
import type { Candidate } from '../store/queue/candidates.js';
import { Decisions } from '../store/queue/decided.js';
import type { Standing } from '../store/queue/decided.js';
import type { EvidenceText } from '../store/reviews/evidenceText.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';
import { toLabelRecord } from '../store/toLabelRecord.js';
import type { Analysed } from './analysed.js';
import { reviewPlace } from './reviewPlace.js';
import type { Session } from './session.js';

export interface OpenCandidate extends Candidate {
  readonly doubt: number | null;
}

export interface OpenReport {
  readonly analysed: Analysed;
  readonly text: EvidenceText;
  readonly candidates: readonly OpenCandidate[];
  /** How a candidate stands with a person's decisions, or with anybody's. */
  standing(candidate: Candidate, log: ReviewLog, who: string | null): Standing;
}

/** Candidates of a version are worked out once. */
const kept = new WeakMap<Analysed, readonly OpenCandidate[]>();

/** Open reports of a folder that the model has read, by their path in it. */
export function openReports(session: Session, root: string): Map<string, OpenReport> {
  const found = new Map<string, OpenReport>();
  for (const { uri } of session.documents.all()) {
    const analysed = session.analyser.latest(uri);
    if (analysed?.complete !== true) continue;
    const place = reviewPlace(uri, session.folders, session.engine.trusted);
    if (place.root !== root) continue;
    const { path } = place;
    const { text } = session.reviews.of(analysed);
    found.set(path, {
      analysed,
      text,
      candidates: candidatesIn(session, analysed, path),
      standing: (candidate, log, who) =>
        new Decisions(log.byPath.get(path) ?? [], who, log.workspaceIgnores(), log.once.get(path) ?? []).on(
          candidate,
          text.sha256,
        ),
    });
  }
  return found;
}

function candidatesIn(session: Session, analysed: Analysed, path: string): readonly OpenCandidate[] {
  const known = kept.get(analysed);
  if (known !== undefined) return known;
  const { report, analysis, vocabulary } = analysed;
  const { pack } = session.engine.status();
  if (report === null || analysis === null || pack === null) return [];
  const snomed = vocabulary?.reader?.snomed ?? new Map<string, string>();
  const record = toLabelRecord(path, report, analysis, pack, snomed);
  const thresholds = new Map<string, number>();
  for (const { system, value, probability } of analysis.codes)
    if (value) thresholds.set(system, Math.min(thresholds.get(system) ?? 1, probability));
  const candidates = candidatesOf(record).flatMap((candidate): OpenCandidate[] => {
    const { subject, probability } = candidate;
    const ofSystem =
      subject.kind !== 'code'
        ? null
        : subject.system === vocabulary?.system
          ? vocabulary.threshold
          : (thresholds.get(subject.system) ?? 0.5);
    const threshold = candidate.threshold ?? ofSystem;
    if (ofSystem !== null && !isDoubtfulCode(probability ?? 0, ofSystem)) return [];
    const doubt = probability === null || threshold === null ? null : doubtOf(probability, threshold);
    return [{ ...candidate, threshold, doubt }];
  });
  kept.set(analysed, candidates);
  return candidates;
}
