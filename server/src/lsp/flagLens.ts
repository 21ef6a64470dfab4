/**
 * Code lens above each flag that nobody has decided on: accept its first label, once a line, or dismiss what it is about,
 * by its own words where that is a finding.
 */
import type { CodeLens } from 'vscode-languageserver/node';
import { commands } from '../protocol.js';
import type { AcceptArguments, DismissArguments } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { flagsOf, isAccepted } from './flags.js';
import type { Span } from '../core/types.js';
import type { Session } from './session.js';

export function flagLenses({ reviews, messages }: Session, analysed: Analysed): CodeLens[] {
  const report = reviews.of(analysed);
  const { uri } = analysed;
  const offered = new Set<string>();
  return flagsOf(analysed, reviews).flatMap((flag): CodeLens[] => {
    const [first] = flag.labels;
    if (first === undefined || isAccepted(first, report)) return [];
    const range = rangeOf(analysed, flag.span);
    const name = messages.reader.labels[first.id];
    const acceptance: AcceptArguments = { uri, subject: { kind: 'label', id: first.id } };
    const place = `${range.start.line} ${first.id}`;
    const isOffered = offered.has(place);
    offered.add(place);
    const dismissal: DismissArguments = { uri, id: flag.id, subject: flag.subject };
    const accept: CodeLens = {
      range,
      command: {
        title: messages.reviews.lensAcceptFlag(name),
        command: commands.accept,
        arguments: [acceptance],
      },
    };
    const dismiss: CodeLens = {
      range,
      command: {
        title: messages.reviews.lensDismissFlag(
          flag.finding === null ? name : wordsOf(analysed, flag.finding),
        ),
        command: commands.dismiss,
        arguments: [dismissal],
      },
    };
    return isOffered ? [dismiss] : [accept, dismiss];
  });
}

/** A lens is short. */
const longest = 32;

/** The report's own words on one line, cut where they are many. */
function wordsOf({ document }: Analysed, { startUtf16, endUtf16 }: Span): string {
  const words = document.getText().slice(startUtf16, endUtf16).replace(/\s+/gu, ' ');
  return words.length <= longest ? words : `${words.slice(0, longest).trimEnd()}…`;
}
