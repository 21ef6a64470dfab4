/** Says that decisions are in memory alone; where that may change, with a button that tries again. */
import { MessageType, ShowMessageNotification, ShowMessageRequest } from 'vscode-languageserver/node';
import type { MessageActionItem } from 'vscode-languageserver/node';
import { logFailure } from './guard.js';
import type { MemoryReason } from './reviewDesk.js';
import type { Session } from './session.js';

export function tellOfMemory(session: Session, why: MemoryReason): void {
  const { connection, client, messages } = session;
  const message = messages.reviews.memoryOnly(why);
  const mends = why.kind === 'system' || why.kind === 'locked' || why.kind === 'broken';
  if (!mends || client.options.asks !== true) {
    say(session, MessageType.Warning, message);
    return;
  }
  const action = { title: messages.reviews.tryAgain };
  connection
    .sendRequest(ShowMessageRequest.type, { type: MessageType.Warning, message, actions: [action] })
    .then((chosen: MessageActionItem | null) =>
      chosen?.title === action.title ? tryAgain(session) : undefined,
    )
    .catch((error: unknown) => {
      logFailure(connection, 'writing reviews', error);
    });
}

async function tryAgain(session: Session): Promise<void> {
  const before = session.reviews.waiting;
  const { waiting, problem } = await session.reviews.write();
  if (problem !== null) tellOfMemory(session, problem);
  else say(session, MessageType.Info, session.messages.reviews.written(before - waiting));
}

function say({ connection }: Session, type: MessageType, message: string): void {
  connection.sendNotification(ShowMessageNotification.type, { type, message }).catch(() => undefined);
}
