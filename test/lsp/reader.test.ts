import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AnalysisParams, AttentionResult, WireRange } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { minimalParams, vscodeParams } from './params.js';

const uri = 'file:///reports/a.informe';
const document = { textDocument: { uri } };
const report = [
  'TC de tórax',
  '',
  'HALLAZGOS:',
  'Nódulo 🧠 leve de diámetro 12 mm en pulmón, mayor que antes.',
  'Sin derrame pleural.',
  'Hígado: sin masa.',
  'Antecedente de fractura.',
  '',
].join('\n');
const normal = 'HALLAZGOS:\nSin derrame pleural.\nSin masa.\n';

interface Diagnostic {
  readonly range: WireRange;
  readonly severity: number;
  readonly code: string;
  readonly message: string;
  readonly data: unknown;
}
interface Symbols {
  readonly name: string;
  readonly detail: string;
  readonly children?: readonly Symbols[];
}

let server: Bundle;
let vscode: ScriptedClient;
let minimal: ScriptedClient;

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(() => {
  vscode = new ScriptedClient(server.script);
  minimal = new ScriptedClient(server.script);
});
afterEach(async () => {
  await Promise.all([vscode.stop(), minimal.stop()]);
});

/** The text at a range of one line. */
function cut(text: string, { start, end }: WireRange): string {
  return text.split('\n')[start.line]!.slice(start.character, end.character);
}

async function open(text = report): Promise<AnalysisParams> {
  vscode.open(uri, text);
  return vscode.notification<AnalysisParams>('glosa/analysis', ({ complete }) => complete);
}

async function startVscode(settings: unknown = null, locale = 'en'): Promise<void> {
  vscode.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => settings),
  );
  await vscode.initialize(vscodeParams({ engine: 'reader=on', locale }));
}

/** Flags alone: quality checks have diagnostics of their own. */
const flagsAmong = (items: readonly Diagnostic[]): Diagnostic[] =>
  items.filter(({ code }) => code.startsWith('flag-'));
const pull = async (): Promise<Diagnostic[]> =>
  flagsAmong((await vscode.request<{ items: Diagnostic[] }>('textDocument/diagnostic', document)).items);

describe('a client like VS Code', () => {
  it('is sent entities, relations and labels with exact ranges', async () => {
    await startVscode();
    const { entities, relations, labels } = await open();
    const finding = entities.find(({ type }) => type === 'Finding')!;
    expect(cut(report, finding.range)).toBe('Nódulo');
    expect(finding).toMatchObject({
      assertion: 'present',
      trend: 'increasing',
      experiencer: 'patient',
      score: 0.97,
    });
    const anatomy = entities.find(({ type }) => type === 'Anatomy')!;
    expect(cut(report, anatomy.range)).toBe('pulmón');
    expect(anatomy).toMatchObject({ subtype: 'Lung', snomed: '39607008', side: 'right', assertion: null });
    expect(relations).toContainEqual({ type: 'has', head: finding.id, tail: anatomy.id, score: 0.9 });
    expect(labels.map(({ id, value, applies }) => [id, value, applies]).slice(0, 3)).toEqual([
      ['abnormal', true, true],
      ['mass', false, false],
      ['acute_stroke', false, false],
    ]);
    expect(labels).toHaveLength(8);
    expect(labels[0]!.evidence[0]).toMatchObject({ entity: finding.id, range: finding.range });
    expect(labels[0]!.evidence[0]!.attention).toBeGreaterThan(0);
  });

  it('pulls one flag on the stated finding, none on what is absent or past, none of a normal report', async () => {
    await startVscode();
    await open();
    const items = await pull();
    expect(items.map(({ range }) => cut(report, range))).toEqual(['Nódulo']);
    expect(items[0]).toMatchObject({
      severity: 3,
      code: 'flag-abnormal',
      data: { id: 'flag-abnormal', subject: { kind: 'finding' } },
    });
    expect(items[0]!.message).toMatch(/^The report states “Nódulo” \(Lung, right\): abnormal \(\d+%\)$/u);
    const before = vscode.received.length;
    vscode.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: normal }],
    });
    await vscode.notification<AnalysisParams>('glosa/analysis', ({ version }) => version === 2);
    expect(vscode.received.length).toBeGreaterThan(before);
    expect(await pull()).toEqual([]);
  });

  it('sees no flag with the setting “none”, also where it changes', async () => {
    await startVscode({ flags: 'none' });
    await open();
    expect(await pull()).toEqual([]);
    vscode.respond('workspace/configuration', (params) =>
      (params as { items: unknown[] }).items.map(() => null),
    );
    const pulled = await vscode.request<{ resultId: string }>('textDocument/diagnostic', document);
    const refreshed = vscode.notification('workspace/diagnostic/refresh');
    vscode.notify('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    const again = await vscode.request<{ kind: string; items: Diagnostic[] }>('textDocument/diagnostic', {
      ...document,
      previousResultId: pulled.resultId,
    });
    expect(again.kind).toBe('full');
    expect(flagsAmong(again.items)).toHaveLength(1);
  });

  it('dismisses a finding, and marks the report as normal, by quick fix', async () => {
    await startVscode();
    const { labels } = await open();
    const items = await pull();
    const actions = await vscode.request<
      { title: string; diagnostics: unknown[]; command: { command: string; arguments: unknown[] } }[]
    >('textDocument/codeAction', { ...document, range: items[0]!.range, context: { diagnostics: items } });
    expect(actions.map(({ title }) => title)).toEqual([
      'Accept: the report states abnormal',
      'Dismiss “Nódulo” in this report',
      'Mark the report as normal',
    ]);
    expect(actions[0]!.command).toMatchObject({
      command: commands.accept,
      arguments: [{ uri, subject: { kind: 'label', id: 'abnormal' } }],
    });
    expect(actions[1]!.diagnostics).toHaveLength(1);
    expect(actions[2]!.command).toMatchObject({
      command: commands.dismiss,
      arguments: [{ uri, id: 'flag-abnormal', subject: { kind: 'label', id: 'abnormal' } }],
    });
    const { command, arguments: args } = actions[1]!.command;
    await vscode.request('workspace/executeCommand', { command, arguments: args });
    expect(await pull()).toEqual([]);
    // The decision is on the finding's words: it goes with them through an edit above.
    vscode.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `Paciente anónimo.\n${report}` }],
    });
    await vscode.notification<AnalysisParams>('glosa/analysis', ({ version }) => version === 2);
    expect(await pull()).toEqual([]);
    expect(labels[0]!.value).toBe(true);
  });

  it('hovers on a finding and its anatomy', async () => {
    await startVscode();
    await open();
    const hover = async (line: number, character: number): Promise<string> =>
      (
        await vscode.request<{ contents: { value: string } }>('textDocument/hover', {
          ...document,
          position: { line, character },
        })
      ).contents.value.replace(/\\/gu, '');
    expect(await hover(3, 2)).toBe(
      [
        '**Nódulo** · finding, present · Lung, right · SNOMED CT 39607008 (mapped) · 12 mm (diámetro) · increasing · score 0.97',
        'In: pulmón',
        'Degree: leve',
        'Supports that the report states: abnormal (98%)',
      ].join('  \n'),
    );
    expect(await hover(4, 14)).toBe(
      [
        '**pleural** · anatomy · Lung · SNOMED CT 39607008 (mapped) · score 0.90',
        'Findings: derrame (absent)',
      ].join('  \n'),
    );
    expect(await hover(4, 1)).toBe('**Sin** · negation · score 0.90  \nDenies: derrame');
  });

  it('hovers in Spanish with Spanish subtypes', async () => {
    await startVscode(null, 'es');
    await open();
    const { contents } = await vscode.request<{ contents: { value: string } }>('textDocument/hover', {
      ...document,
      position: { line: 3, character: 2 },
    });
    expect(contents.value.replace(/\\/gu, '')).toContain(
      '**Nódulo** · hallazgo, presente · Pulmón, lado derecho · SNOMED CT 39607008 (asignado) · 12 mm (diámetro) · en aumento · puntuación 0,97',
    );
    expect((await pull())[0]!.message).toMatch(
      /^El informe dice «Nódulo» \(Pulmón, lado derecho\): anormal \(98\u00a0%\)$/u,
    );
  });

  it('sees phrase and code on one card', async () => {
    await startVscode();
    const text = 'HALLAZGOS:\nUna metástasis en LSD.\n';
    await open(text);
    const { contents } = await vscode.request<{ contents: { value: string } }>('textDocument/hover', {
      ...document,
      position: { line: 1, character: 8 },
    });
    const [phrase, code] = contents.value.split('\n\n---\n\n');
    expect(phrase).toMatch(/^\*\*metástasis\*\* · finding, present · Lung, right · /u);
    expect(code).toMatch(/^\*\*ICD\\-O\\-3 8000\/6\*\*/u);
  });

  it('has the labels in words above the report', async () => {
    await startVscode();
    await open();
    const titles = async (): Promise<string[]> =>
      (
        await vscode.request<{ command: { title: string; command: string } }[]>(
          'textDocument/codeLens',
          document,
        )
      ).map(({ command }) => `${command.title}${command.command}`);
    const exam = `Accept BB24Z TC de tórax, sin contraste (82%)${commands.acceptCode}`;
    expect(await titles()).toEqual([
      'States abnormal (98%), very likely',
      exam,
      `Accept: abnormal${commands.accept}`,
      `Dismiss: Nódulo${commands.dismiss}`,
    ]);
    await vscode.request('workspace/executeCommand', {
      command: commands.accept,
      arguments: [{ uri, subject: { kind: 'label', id: 'abnormal' } }],
    });
    expect(await titles()).toEqual(['States abnormal (98%), accepted', exam]);
    vscode.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: normal }],
    });
    await vscode.notification<AnalysisParams>('glosa/analysis', ({ version }) => version === 2);
    expect(await titles()).toEqual(['States nothing abnormal (abnormal: 2%)']);
  });

  it('is told where the attention of a label lies', async () => {
    await startVscode();
    const text = 'HALLAZGOS:\nUn nódulo en pulmón.\nUna masa en hígado.\n';
    await open(text);
    const ask = (label: string): Promise<AttentionResult> =>
      vscode.request('glosa/attention', { uri, label });
    const { version, words } = await ask('abnormal');
    expect(version).toBe(1);
    expect(words.map(({ range, weight }) => [cut(text, range), weight.toFixed(2)])).toEqual([
      ['nódulo', '0.50'],
      ['masa', '0.50'],
    ]);
    expect((await ask('no label')).words).toEqual([]);
    expect(await vscode.request('glosa/attention', { uri: 'file:///closed.rad', label: 'mass' })).toEqual({
      version: null,
      words: [],
    });
  });

  it('has findings under their sections in the outline', async () => {
    await startVscode();
    await open();
    const outline = await vscode.request<Symbols[]>('textDocument/documentSymbol', document);
    const lines = (symbols: readonly Symbols[], depth = ''): string[] =>
      symbols.flatMap(({ name, detail, children = [] }) => [
        `${depth}${name} – ${detail}`,
        ...lines(children, `${depth}  `),
      ]);
    expect(lines(outline)).toEqual([
      'TC de tórax – Header',
      'HALLAZGOS – Findings',
      '  Nódulo – present · Lung, right',
      '  derrame – absent · Lung',
      '  Hígado – Organ',
      '    masa – absent · Liver',
      '  fractura – present, in the past',
    ]);
  });
});

describe('a client with the least capabilities', () => {
  it('is pushed flags, hovers in plain text, and has flat symbols', async () => {
    await minimal.initialize(minimalParams({ engine: 'reader=on' }));
    minimal.open(uri, report, 'text');
    const published = await minimal.notification<{ diagnostics: Diagnostic[] }>(
      'textDocument/publishDiagnostics',
    );
    const diagnostics = flagsAmong(published.diagnostics);
    expect(diagnostics.map(({ code }) => code)).toEqual(['flag-abnormal']);
    const hover = await minimal.request<{ contents: { kind: string; value: string } }>('textDocument/hover', {
      ...document,
      position: { line: 4, character: 6 },
    });
    expect(hover.contents.kind).toBe('plaintext');
    expect(hover.contents.value).toMatch(
      /^derrame · finding, absent · Lung · SNOMED CT 39607008 \(mapped\)/u,
    );
    const symbols = await minimal.request<{ name: string; containerName?: string }[]>(
      'textDocument/documentSymbol',
      document,
    );
    expect(symbols).toContainEqual(expect.objectContaining({ name: 'derrame', containerName: 'HALLAZGOS' }));
    const actions = await minimal.request<{ command: string; arguments: unknown[] }[]>(
      'textDocument/codeAction',
      { ...document, range: diagnostics[0]!.range, context: { diagnostics } },
    );
    expect(actions.map(({ command }) => command)).toEqual([
      commands.accept,
      commands.dismiss,
      commands.dismiss,
    ]);
    await minimal.request('workspace/executeCommand', actions[2]);
    await minimal.notification<{ diagnostics: Diagnostic[] }>(
      'textDocument/publishDiagnostics',
      (params) => flagsAmong(params.diagnostics).length === 0,
    );
  });

  it('gets entities as semantic tokens with what the report says of them, unless they are switched off', async () => {
    await minimal.initialize(minimalParams({ engine: 'reader=on' }));
    const text = 'HALLAZGOS:\nSin derrame pleural. Probable nódulo en LSD.\n';
    minimal.open(uri, text, 'text');
    await minimal.notification('textDocument/publishDiagnostics');
    const { capabilities } = await new Promise<{
      capabilities: {
        semanticTokensProvider: { legend: { tokenTypes: string[]; tokenModifiers: string[] } };
      };
    }>((resolve) => {
      const { result } = minimal.received.find(({ id }) => id === 1)!;
      resolve(result as never);
    });
    const { tokenTypes, tokenModifiers } = capabilities.semanticTokensProvider.legend;
    const tokens = async (): Promise<string[]> => {
      const { data } = await minimal.request<{ data: number[] }>(
        'textDocument/semanticTokens/full',
        document,
      );
      let [line, character] = [0, 0];
      const lines: string[] = [];
      for (let i = 0; i < data.length; i += 5) {
        const [down, right, length, type, bits] = data.slice(i, i + 5) as [
          number,
          number,
          number,
          number,
          number,
        ];
        line += down;
        character = down > 0 ? right : character + right;
        const words = text.split('\n')[line]!.slice(character, character + length);
        const marks = tokenModifiers.filter((_, bit) => (bits & (1 << bit)) !== 0);
        lines.push([words, tokenTypes[type]!, ...marks].join(' '));
      }
      return lines;
    };
    expect(await tokens()).toEqual([
      'HALLAZGOS glosaHeading',
      'Sin glosaNegation',
      'derrame glosaFinding glosaAbsent',
      'pleural glosaAnatomy',
      'Probable glosaUncertainty',
      'nódulo glosaFinding glosaPossible',
      'LSD glosaAnatomy',
    ]);
    const seen = minimal.received.length;
    minimal.notify('workspace/didChangeConfiguration', {
      settings: { glosa: { entities: { show: false } } },
    });
    await minimal.next(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(minimal.received.length).toBeGreaterThan(seen);
    expect(await tokens()).toEqual(['HALLAZGOS glosaHeading']);
  });
});
