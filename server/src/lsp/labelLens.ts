/** Code lens on the report's first line: the labels that it states or may state, with their probability in words. */
import type { CodeLens } from 'vscode-languageserver/node';
import type { Analysed } from './analysed.js';
import { isDoubtful, openLabels } from './flags.js';
import type { Session } from './session.js';

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** One lens, or none where no model with labels has read the report. A lens without a command is plain text. */
export function labelLenses({ reviews, messages }: Session, analysed: Analysed): CodeLens[] {
  const abnormal = analysed.analysis?.labels.find(({ id }) => id === 'abnormal');
  if (abnormal === undefined) return [];
  const labels = openLabels(analysed, reviews);
  const stated = labels.filter(({ applies, value }) => applies && value);
  const doubtful = labels.filter(isDoubtful);
  const said = stated.length + doubtful.length > 0;
  // A report that a person marked as normal needs no line.
  if (!said && !labels.includes(abnormal)) return [];
  const title = said ? messages.reader.lens(stated, doubtful) : messages.reader.lensNothing(abnormal);
  return [{ range: top, command: { title, command: '' } }];
}
