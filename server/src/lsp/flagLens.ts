/** Code lens above each flag that nobody has decided on: accept its first label, or dismiss what it is about. */
import type { CodeLens } from 'vscode-languageserver/node';
import { commands } from '../protocol.js';
import type { AcceptArguments, DismissArguments } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { flagsOf, isAccepted } from './flags.js';
import type { Session } from './session.js';

export function flagLenses({ reviews, messages }: Session, analysed: Analysed): CodeLens[] {
  const report = reviews.of(analysed);
  const { uri } = analysed;
  return flagsOf(analysed, reviews).flatMap((flag): CodeLens[] => {
    const [first] = flag.labels;
    if (first === undefined || isAccepted(first, report)) return [];
    const range = rangeOf(analysed, flag.span);
    const name = messages.reader.labels[first.id];
    const acceptance: AcceptArguments = { uri, subject: { kind: 'label', id: first.id } };
    const dismissal: DismissArguments = { uri, id: flag.id, subject: flag.subject };
    return [
      {
        range,
        command: {
          title: messages.reviews.lensAcceptFlag(name),
          command: commands.accept,
          arguments: [acceptance],
        },
      },
      {
        range,
        command: {
          title: messages.reviews.lensDismissFlag(name),
          command: commands.dismiss,
          arguments: [dismissal],
        },
      },
    ];
  });
}
