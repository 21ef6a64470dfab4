/** Whether a message asks for sentences, as `wire.ts` describes it. By hand: most of what comes to a child is this. */
import type { ToChild } from './wire.js';

export type ReadMessage = Extract<ToChild, { type: 'read' }>;

/** True for exactly what `toChild` takes for a `read`. */
export function isRead(raw: unknown): raw is ReadMessage {
  if (typeof raw !== 'object' || raw === null) return false;
  const { type, id, urgent, sentences } = raw as Readonly<Record<string, unknown>>;
  if (type !== 'read' || !Number.isSafeInteger(id) || typeof urgent !== 'boolean') return false;
  if (!Array.isArray(sentences)) return false;
  for (const sentence of sentences) if (typeof sentence !== 'string') return false;
  return true;
}
