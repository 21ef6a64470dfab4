/** `glosa/goldText`: the text of a report that lies inside a gold table, so that an error in it can be shown. */
import { z } from 'zod';
import { goldTextRequest } from '../../protocol.js';
import type { GoldTextParams, GoldTextResult } from '../../protocol.js';
import { GoldFolder } from '../../store/goldReports.js';
import { readCodiesp } from '../../store/imports/codiespFolder.js';
import { answer } from '../guard.js';
import type { Session } from '../session.js';
import { maxGoldBytes } from './problems.js';

const schema: z.ZodType<GoldTextParams> = z.object({ folder: z.string().min(1), path: z.string().min(1) });

export function registerGoldText(session: Session): void {
  session.connection.onRequest(
    goldTextRequest,
    answer(session, goldTextRequest, { text: null }, async (params: unknown): Promise<GoldTextResult> => {
      const { folder, path } = schema.parse(params);
      return { text: await goldText(folder, path) };
    }),
  );
}

async function goldText(folder: string, path: string): Promise<string | null> {
  const ofCase = (await readCodiesp(folder))?.texts.get(path);
  if (ofCase !== undefined) return ofCase;
  for await (const labelled of (await GoldFolder.open(folder)).labelled(maxGoldBytes)) {
    if (labelled.path === path) return labelled.report?.ok === true ? labelled.report.text : null;
  }
  return null;
}
