/** An analyser over the fake engine. */
import type { EngineOptions } from '../../../server/src/engine/types.js';
import type { Analysed } from '../../../server/src/lsp/analysed.js';
import { Analyser } from '../../../server/src/lsp/analyser.js';
import { EngineHost } from '../../../server/src/lsp/engineHost.js';
import { defaultSettings } from '../../../server/src/protocol.js';
import { createFakeEngine } from '../../lsp/fakeEngine.js';

export type Fake = ReturnType<typeof createFakeEngine>;

/** @param orders what the fake does (`fakeEngine.ts`); the caller disposes both that it is given. */
export async function analyserOf(
  orders: string,
  {
    onFinal,
    onFailure,
  }: { readonly onFinal: (analysed: Analysed) => void; readonly onFailure: (error: unknown) => void },
): Promise<{ analyser: Analyser; engine: EngineHost; fakes: Fake[] }> {
  const fakes: Fake[] = [];
  const engine = new EngineHost({
    createEngine: (options: EngineOptions) => {
      const fake = createFakeEngine(options);
      fakes.push(fake);
      return fake;
    },
    shippedPackPath: orders,
    childPath: '',
    trusted: true,
  });
  await engine.configure(defaultSettings);
  const analyser = new Analyser({
    engine,
    parseWorkerPath: '',
    settings: () => Promise.resolve(defaultSettings),
    folders: () => [],
    recalibration: () => new Map(),
    withLearned: (_uri, analysis) => analysis,
    onRules: () => undefined,
    onFinal,
    onFailure,
  });
  return { analyser, engine, fakes };
}
