/** What a folder's reviewers decided on codes of its reports, as *Learn codes* takes it. */
import { join } from 'node:path';
import { isInside } from './insideFolder.js';
import { readReportFile } from './readReportFile.js';
import { EvidenceText } from './reviews/evidenceText.js';
import { ReportReviews } from './reviews/reportReviews.js';
import type { ReviewLog } from './reviews/reviewLog.js';
import { effectsOf } from './reviews/standing.js';

/** A code that a person accepted or rejected for a report as it reads now. */
export interface DecidedCode {
  readonly system: string;
  readonly code: string;
  readonly accepted: boolean;
}

export interface DecidedReport {
  /** Its path in the folder, as it is now. */
  readonly path: string;
  readonly text: string;
  readonly textSha256: string;
  /** In the order of their last decision. */
  readonly codes: readonly DecidedCode[];
}

/**
 * Reports with codes that were decided on, each code with its last word: one that was corrected to another is
 * rejected, and the other accepted. What was decided on words that the report no longer has does not count.
 * @param log of the folder, as it was last looked at.
 * @param maxBytes larger files are left out, as are those that are gone.
 */
export async function decidedReports(
  log: ReviewLog,
  root: string,
  maxBytes: number,
): Promise<DecidedReport[]> {
  const found: DecidedReport[] = [];
  for (const [path, entries] of log.byPath) {
    const ofCodes = entries.some(({ decided }) =>
      effectsOf(decided).some(({ subject }) => subject !== 'normal' && subject.kind === 'code'),
    );
    // The reviews may be somebody else's: a path that leaves the folder is not read.
    if (!ofCodes || !isInside(path)) continue;
    const file = await readReportFile(join(root, path), maxBytes);
    if (!file.ok) continue;
    const text = new EvidenceText(file.text);
    const codes = new ReportReviews(entries, text, () => false)
      .decidedCodes()
      .map(({ subject: { system, code }, accepted }) => ({ system, code, accepted }));
    if (codes.length > 0) found.push({ path, text: file.text, textSha256: text.sha256, codes });
  }
  return found;
}
