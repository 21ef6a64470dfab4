/** A folder in CANTEMIST's official format against what the shipped pipeline reads. */
import { parseReport } from '../../core/report.js';
import { CantemistScorer } from '../../core/scores/cantemist.js';
import type { CantemistScores } from '../../core/scores/cantemist.js';
import { mentionErrors } from '../../core/scores/goldErrors.js';
import { readCantemist } from '../../store/cantemist.js';
import type { CantemistCase } from '../../store/cantemist.js';
import { maxGoldBytes } from './problems.js';
import type { EvaluationReader, EvaluationWatcher, GoldFileProblem } from './problems.js';
import { readMentions } from './readMentions.js';
import type { ToRead } from './readParsed.js';

/**
 * Null where the folder has no `.ann`.
 * @throws Interrupted on the signal; EngineUnavailable; the system's error where the folder cannot be listed.
 */
export async function evaluateCantemist(
  folder: string,
  { engine, vocabulary, jobs, signal }: EvaluationReader,
  watcher: EvaluationWatcher,
): Promise<CantemistScores | null> {
  const { threshold, spanThreshold } = vocabulary;
  const isValid = (code: string): boolean => vocabulary.describe(code) !== null;
  const scorer = new CantemistScorer({ threshold, spanThreshold, isValid });
  const cases = toRead(readCantemist(folder, maxGoldBytes));
  for await (const { tag, report, mentions } of readMentions(cases, engine, { jobs, signal })) {
    for (const [ending, problem] of problemsOf(tag)) await watcher.complain(tag.path + ending, problem);
    if (report !== null && mentions === null)
      await watcher.complain(`${tag.path}.txt`, { kind: 'engineFailed' });
    const read = mentions ?? [];
    // A document that was not read keeps its gold: what is missing is never left out of a score.
    scorer.add({ gold: tag.gold.mentions, mentions: read });
    watcher.compared?.(`${tag.path}.txt`, report?.text ?? '', () =>
      mentionErrors(
        tag.gold.mentions,
        read.filter(({ spanProbability }) => spanProbability >= spanThreshold),
      ),
    );
  }
  return scorer.documents === 0 ? null : scorer.scores();
}

async function* toRead(cases: AsyncIterable<CantemistCase>): AsyncGenerator<ToRead<CantemistCase>> {
  for await (const tag of cases)
    yield { tag, report: tag.report?.ok === true ? parseReport(tag.report.text) : null };
}

/** What to say of a case's files: the ending (and line) of each, and why. */
function problemsOf({ report, annotations, gold }: CantemistCase): [ending: string, GoldFileProblem][] {
  const found: [string, GoldFileProblem][] = [];
  if (report === null) found.push(['.ann', { kind: 'noText' }]);
  else if (!report.ok) found.push(['.txt', { kind: 'unread', file: report }]);
  if (!annotations.ok) found.push(['.ann', { kind: 'unread', file: annotations }]);
  for (const { line, kind } of gold.problems) found.push([`.ann:${line}`, { kind: 'ann', fault: kind }]);
  return found;
}
