/** What the side panel asks for: names in the client's locale, and what a label rests on. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisParams, TermsResult, WhyLabelResult, WireRange } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

const uri = 'file:///reports/a.informe';
const text = 'HALLAZGOS:\nUn nódulo en pulmón.\nSin derrame.\n';

let server: Bundle;
let client: ScriptedClient;

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(() => {
  client = new ScriptedClient(server.script);
});
afterEach(() => client.stop());

async function start(locale = 'en', engine = 'reader=on'): Promise<void> {
  client.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => null),
  );
  await client.initialize(vscodeParams({ engine, locale }));
}
const cut = ({ start: from, end }: WireRange): string =>
  text.split('\n')[from.line]!.slice(from.character, end.character);
const ask = (label: string): Promise<WhyLabelResult> => client.request('glosa/whyLabel', { uri, label });

describe('glosa/whyLabel', () => {
  it('tells the words and what the label would be without its sentence', async () => {
    await start();
    client.open(uri, text);
    const { labels } = await client.notification<AnalysisParams>(
      'glosa/analysis',
      ({ complete }) => complete,
    );
    const { version, words, without } = await ask('abnormal');
    expect(version).toBe(1);
    expect(cut(words[0]!.range)).toBe('nódulo');
    expect(without.map(({ range }) => cut(range))).toEqual(['Un nódulo en pulmón.']);
    expect(without[0]!.probability).toBeLessThan(labels[0]!.probability);
    expect(without[0]!.probability).toBeLessThan(0.5);
  });

  it('answers nothing without labels, for no label, and for a document that is not open', async () => {
    await start('en', '');
    client.open(uri, text);
    await client.notification<AnalysisParams>('glosa/analysis', ({ complete }) => complete);
    const nothing = { version: null, words: [], without: [] };
    expect(await ask('abnormal')).toEqual(nothing);
    expect(await ask('no label')).toEqual(nothing);
    expect(await client.request('glosa/whyLabel', { uri: 'file:///b.rad', label: 'mass' })).toEqual(nothing);
  });
});

describe('glosa/terms', () => {
  it.each([
    ['en', 'acute stroke', 'Lung', 'left'],
    ['es', 'ictus agudo', 'Pulmón', 'lado izquierdo'],
  ])('are in the locale %s', async (locale, stroke, lung, left) => {
    await start(locale);
    const { labels, subtypes, sides } = await client.request<TermsResult>('glosa/terms', {});
    expect(labels.acute_stroke).toBe(stroke);
    expect(subtypes.Lung).toBe(lung);
    expect(Object.keys(subtypes)).toHaveLength(56);
    expect(sides.left).toBe(left);
  });
});
