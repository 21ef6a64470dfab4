/** `glosa/findCode`: a search of the pack's codes and of the tables that ship with it. */
import { z } from 'zod';
import { titleLanguage, titleOf } from '../core/codeSearch/codeTable.js';
import type { Language } from '../core/types.js';
import type { SystemCode } from '../engine/terminology.js';
import { findCodeRequest } from '../protocol.js';
import type { FindCodeResult, WireFoundCode } from '../protocol.js';
import { answer } from './guard.js';
import type { Session } from './session.js';

const schema = z.object({
  query: z.string().max(1_000),
  limit: z.number().int().min(1).max(1_000).catch(50),
  systems: z.array(z.string().max(100)).max(20).optional(),
});

function wire({ system, row, phrase, missing }: SystemCode, language: Language): WireFoundCode {
  return {
    system,
    code: row.code,
    description: titleOf(row, language),
    descriptionLanguage: titleLanguage(row, language),
    complete: row.complete,
    phrase,
    missing,
  };
}

export function registerFindCode(session: Session): void {
  const empty: FindCodeResult = { codes: [] };
  session.connection.onRequest(
    findCodeRequest,
    answer(session, findCodeRequest, empty, async (params: unknown): Promise<FindCodeResult> => {
      const { query, limit, systems } = schema.parse(params);
      const { vocabulary } = session.engine.status();
      const found = await session.terminology.search({ query, limit, systems: systems ?? null, vocabulary });
      return { codes: found.map((code) => wire(code, session.messages.language)) };
    }),
  );
}
