/** Code lens on the report's first line: the labels that it states or may state, with their probability in words. */
import type { CodeLens } from 'vscode-languageserver/node';
import type { ReportLabel } from '../core/types.js';
import type { Analysed } from './analysed.js';
import { isAccepted, isDoubtful, openLabels, statedLabels } from './flags.js';
import type { LabelText } from './readerMessages.js';
import type { Session } from './session.js';

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What is named goes before "abnormal", which a narrow window may cut off. */
function namedFirst(labels: readonly ReportLabel[]): ReportLabel[] {
  return [...labels].sort((a, b) => Number(a.id === 'abnormal') - Number(b.id === 'abnormal'));
}

/** One lens, or none where no model with labels has read the report. A lens without a command is plain text. */
export function labelLenses({ reviews, messages }: Session, analysed: Analysed): CodeLens[] {
  const abnormal = analysed.analysis?.labels.find(({ id }) => id === 'abnormal');
  if (abnormal === undefined) return [];
  const labels = openLabels(analysed, reviews);
  const stated = statedLabels(analysed, reviews);
  const doubtful = labels.filter((label) => isDoubtful(label) && !stated.includes(label));
  const report = reviews.of(analysed);
  const withReview = (label: ReportLabel): LabelText =>
    isAccepted(label, report) ? { ...label, accepted: true } : label;
  const said = stated.length + doubtful.length > 0;
  // A report that a person marked as normal needs no line.
  if (!said && !labels.includes(abnormal)) return [];
  const title = said
    ? messages.reader.lens(namedFirst(stated).map(withReview), namedFirst(doubtful))
    : messages.reader.lensNothing(abnormal);
  return [{ range: top, command: { title, command: '' } }];
}
