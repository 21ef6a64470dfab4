/** `glosa/terms`: names for a client that shows entities and labels itself. */
import { subtypeIds, subtypeName } from '../core/subtypeNames.js';
import { termsRequest } from '../protocol.js';
import type { TermsResult } from '../protocol.js';
import type { Messages } from './messages.js';
import type { Session } from './session.js';

export function termsOf({ language, reader }: Messages): TermsResult {
  const { labels, assertions, experiencers, sides, trends } = reader;
  const subtypes = Object.fromEntries(subtypeIds.map((id) => [id, subtypeName(id, language)]));
  return { labels, subtypes, assertions, experiencers, sides, trends };
}

export function registerTerms({ connection, messages }: Session): void {
  connection.onRequest(termsRequest, () => termsOf(messages));
}
