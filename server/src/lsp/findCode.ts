/** `glosa/findCode`: a search of the pack's vocabulary. */
import { z } from 'zod';
import { findCodeRequest } from '../protocol.js';
import type { FindCodeResult } from '../protocol.js';
import { answer } from './guard.js';
import type { Session } from './session.js';

const schema = z.object({
  query: z.string().max(1_000),
  limit: z.number().int().min(1).max(1_000).catch(50),
});

export function registerFindCode(session: Session): void {
  const empty: FindCodeResult = { codes: [] };
  session.connection.onRequest(
    findCodeRequest,
    answer(session, findCodeRequest, empty, (params: unknown): FindCodeResult => {
      const { query, limit } = schema.parse(params);
      const { vocabulary } = session.engine.status();
      if (vocabulary === null) return empty;
      const { language } = session.messages;
      const codes = vocabulary.search(query, limit).map((code) => {
        const known = vocabulary.describe(code);
        return {
          system: vocabulary.system,
          code,
          description: known?.[language] ?? known?.es ?? known?.en ?? code,
        };
      });
      return { codes };
    }),
  );
}
