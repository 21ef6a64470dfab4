/** A decision on an entry of the review queue, as the server's commands take it. */
import { commands, window } from 'vscode';
import { codeSuggestionId, commands as ids, flagIdPrefix } from '../../../server/src/protocol.js';
import type {
  AcceptArguments,
  AcceptCodeArguments,
  DismissArguments,
  IgnoreCheckArguments,
  WireQueueEntry,
} from '../../../server/src/protocol.js';
import type { Analyses } from '../analyses.js';

export type QueueDecision = 'accept' | 'dismiss' | 'correct' | 'markNormal' | 'note' | 'adjudicate';

/** A large report, or a model that is starting. */
const patienceMs = 30_000;

/** Resolves once the model has read the report; false where it has not in time. */
async function wasRead(uri: string, analyses: Analyses): Promise<boolean> {
  const read = (): boolean => {
    const document = window.activeTextEditor?.document;
    return document?.uri.toString() === uri && analyses.get(document)?.complete === true;
  };
  if (read()) return true;
  return new Promise((resolve) => {
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      end(false);
    }, patienceMs);
    const listening = analyses.onDidChange(() => {
      if (read()) end(true);
    });
  });
}

/**
 * The report is open in front. @returns false where the model has not read it: nothing was decided.
 */
export async function decide(
  what: QueueDecision,
  { uri: named, subject, range, reason }: WireQueueEntry,
  analyses: Analyses,
): Promise<boolean> {
  // As the editor writes it, which may differ from what the server made of the path.
  const uri = window.activeTextEditor?.document.uri.toString() ?? named;
  if (!(await wasRead(uri, analyses))) return false;
  const where = range === null ? {} : { range };
  switch (what) {
    case 'accept':
    case 'dismiss':
      if (reason === 'conflict') await commands.executeCommand(ids.adjudicate, { subject });
      else if (what === 'accept') await accept(uri, subject, where);
      else await dismiss(uri, subject, range);
      break;
    case 'adjudicate':
      await commands.executeCommand(ids.adjudicate, { subject });
      break;
    case 'correct':
      await commands.executeCommand(ids.correct, { uri, subject, ...where });
      break;
    case 'note':
      await commands.executeCommand(ids.addNote, { uri, subject, ...where });
      break;
    case 'markNormal':
      await commands.executeCommand(ids.markNormal, { uri });
      break;
  }
  return true;
}

async function accept(
  uri: string,
  subject: WireQueueEntry['subject'],
  where: Pick<AcceptArguments, 'range'>,
): Promise<void> {
  if (subject.kind === 'code') {
    const { system, code } = subject;
    const args: AcceptCodeArguments = { uri, system, code, insert: false };
    await commands.executeCommand(ids.acceptCode, args);
  } else {
    // A label is accepted at all of its evidence.
    const args: AcceptArguments = { uri, subject, ...(subject.kind === 'label' ? {} : where) };
    await commands.executeCommand(ids.accept, args);
  }
}

async function dismiss(
  uri: string,
  subject: WireQueueEntry['subject'],
  range: WireQueueEntry['range'],
): Promise<void> {
  if (subject.kind === 'code') {
    const { system, code } = subject;
    const args: DismissArguments = { uri, id: codeSuggestionId, system, code };
    await commands.executeCommand(ids.dismiss, args);
  } else if (subject.kind === 'quality') {
    const start = { line: 0, character: 0 };
    // The server checks the id, which its own queue has.
    const id = subject.id as IgnoreCheckArguments['id'];
    const args: IgnoreCheckArguments = { uri, id, scope: 'file', range: range ?? { start, end: start } };
    await commands.executeCommand(ids.ignoreCheck, args);
  } else {
    const { kind, id } = subject;
    const args: DismissArguments = { uri, id: `${flagIdPrefix}${id}`, subject: { kind, id } };
    await commands.executeCommand(ids.dismiss, args);
  }
}
