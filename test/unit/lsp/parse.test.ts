import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { parseReport } from '../../../server/src/core/report.js';
import { caseTypesOff } from '../../../server/src/core/words.js';
import { parse } from '../../../server/src/lsp/parse.js';
import { PieceCollector, piecesOf } from '../../../server/src/lsp/parsePieces.js';
import { bundle } from '../../lsp/bundle.js';
import type { Bundle } from '../../lsp/bundle.js';

const large = 'HALLAZGOS:\nHígado: Un ADENOCARCINOMA de 3,5 cm 🧠. Nada más.\n\n'.repeat(600);
const long = `HALLAZGOS: ${'Tejido sano '.repeat(3_000)}`;

describe('pieces', () => {
  it('make up the report again', () => {
    const part = fc.constantFrom(
      'HALLAZGOS:\n',
      'Hígado: ',
      'Un ADENO de 3,5 cm. ',
      '\r\n',
      '🧠',
      'á ',
      '\n\n',
      'TODO EN MAYÚSCULAS ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const report = parseReport(text);
        const collector = new PieceCollector(text);
        for (const piece of piecesOf(report, caseTypesOff(text))) collector.add(structuredClone(piece));
        expect(collector.report()).toEqual(report);
      }),
    );
  });

  it('are small, whatever the sentences', () => {
    for (const text of [large, long]) {
      for (const piece of piecesOf(parseReport(text), false)) {
        const words = piece.kind === 'words' ? piece.runs.reduce((sum, run) => sum + run.words.length, 0) : 0;
        expect(words).toBeLessThan(2_000);
      }
    }
  });
});

describe('parse', () => {
  let built: Bundle;
  let worker: string;
  beforeAll(async () => {
    built = await bundle('test/lsp/fakeServer.ts');
    worker = join(built.script, '..', 'parse-worker.js');
  });
  afterAll(() => built.dispose());
  const never = new AbortController().signal;

  it.each([
    ['small', 'HALLAZGOS: Un adenocarcinoma.'],
    ['large', large],
    ['one long sentence', long],
  ])('gives the same as parseReport for a text that is %s', async (_name, text) => {
    expect(await parse(text, never, worker)).toEqual(parseReport(text));
  });

  it('parses here where the worker is missing', async () => {
    expect(await parse(large, never, join(worker, '..', 'missing.js'))).toEqual(parseReport(large));
  });

  it('ends where it is no longer wanted', async () => {
    const controller = new AbortController();
    const parsing = parse(large, controller.signal, worker);
    controller.abort();
    expect(await parsing).toBeNull();
  });
});
