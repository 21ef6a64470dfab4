/** Flags as diagnostics. */
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { diagnosticSource } from '../protocol.js';
import type { FlagSubject } from '../protocol.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { flagsOf } from './flags.js';
import type { Flag } from './flags.js';
import type { Messages } from './messages.js';
import { quote } from './quote.js';
import { anatomiesOf, placesOf, Relations } from './relations.js';
import type { ReviewStore } from './reviewDesk.js';

/** What a flag's diagnostic carries for code actions. */
export interface FlagData {
  readonly id: string;
  readonly subject: FlagSubject;
}

/** What a flag says to a person. */
function messageOf(
  analysed: Analysed,
  { finding, labels, doubtful }: Flag,
  relations: Relations,
  messages: Messages,
): string {
  const { reader } = messages;
  if (finding === null) return doubtful ? reader.flagDoubtful(labels) : reader.flagSentence(labels);
  const places = placesOf(analysed, anatomiesOf(finding, relations), messages).join('; ');
  return reader.flag(quote(textOf(analysed, finding)), places, doubtful, labels);
}

/** One Information diagnostic for each flag, in text order. */
export function flagDiagnostics(analysed: Analysed, reviews: ReviewStore, messages: Messages): Diagnostic[] {
  const flags = flagsOf(analysed, reviews);
  const relations = new Relations(analysed);
  return flags.map((flag) => {
    const data: FlagData = { id: flag.id, subject: flag.subject };
    return {
      range: rangeOf(analysed, flag.span),
      severity: DiagnosticSeverity.Information,
      source: diagnosticSource,
      code: flag.id,
      message: messageOf(analysed, flag, relations, messages),
      data,
    };
  });
}
