/** Authoring help over stdio: code search, templates, skeletons, findings for the Impression. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AddFindingsResult, FindCodeResult, TemplatesResult } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { minimalParams, vscodeParams } from './params.js';

interface Item {
  readonly label: string;
  readonly sortText: string;
  readonly filterText: string;
  readonly insertTextFormat?: number;
  readonly textEdit: { readonly newText: string };
}

let server: Bundle;
let workspace: string;
let client: ScriptedClient;
beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(() => {
  client = new ScriptedClient(server.script);
  workspace = mkdtempSync(join(tmpdir(), 'glosa-authoring-'));
});
afterEach(async () => {
  await client.stop();
  rmSync(workspace, { recursive: true, force: true });
});

const uri = 'file:///w/a.informe';
const position = (line: number, character: number): { line: number; character: number } => ({
  line,
  character,
});
const complete = async (line: number, character: number): Promise<readonly Item[]> =>
  (
    await client.request<{ items: Item[] } | null>('textDocument/completion', {
      textDocument: { uri },
      position: position(line, character),
    })
  )?.items ?? [];

/** Starts a client whose settings name the folder `plantillas` of a workspace. */
async function startWith(files: Readonly<Record<string, string>>, trusted = true): Promise<void> {
  mkdirSync(join(workspace, 'plantillas'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, 'plantillas', name), text);
  client.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => ({ templates: { folders: ['plantillas'] } })),
  );
  await client.initialize(
    vscodeParams({
      locale: 'es',
      folders: [pathToFileURL(workspace).href],
      initializationOptions: { trusted },
    }),
  );
}

describe('glosa/findCode', () => {
  it('searches three systems, or those asked for, and says which', async () => {
    await client.initialize(vscodeParams({ locale: 'es' }));
    const find = async (query: string, systems?: readonly string[]): Promise<FindCodeResult> =>
      client.request('glosa/findCode', { query, limit: 5, ...(systems ? { systems } : {}) });
    const pneumonia = await find('neumonía');
    expect(pneumonia.codes[0]).toMatchObject({
      system: 'ICD-10-CM',
      code: 'J18.9',
      descriptionLanguage: 'en',
      complete: true,
      missing: 0,
    });
    const knee = await find('RM rodilla derecha', ['ICD-10-PCS']);
    expect(knee.codes[0]).toMatchObject({
      system: 'ICD-10-PCS',
      code: 'BQ37ZZZ',
      description: 'resonancia magnética (RM) de rodilla derecha, sin contraste',
      descriptionLanguage: 'es',
    });
    expect((await find('adenocarcinoma', ['ICD-O-3'])).codes[0]).toMatchObject({ code: '8140/3' });
    expect((await find('adenocarcinoma', [])).codes).toEqual([]);
    expect((await find('C61')).codes[0]).toMatchObject({ system: 'ICD-10-CM', code: 'C61' });
  });

  it('is offered in a codes section after the report’s own codes', async () => {
    await client.initialize(vscodeParams({ locale: 'es' }));
    client.open(uri, 'HALLAZGOS:\nSe ve un adenocarcinoma.\n\nCÓDIGOS:\nneumonía\n', 'glosa-report');
    await client.notification('glosa/analysis');
    const items = await complete(4, 8);
    expect(items[0]?.label).toBe('8140/3');
    const found = items.find(({ label }) => label === 'J18.9');
    expect(found?.textEdit.newText).toBe('J18.9 Pneumonia, unspecified organism');
    expect(found?.sortText.startsWith('1')).toBe(true);
  });
});

describe('templates of the site', () => {
  const files = {
    'torax.md':
      '---\nlang: es\nexam: TC tórax\nname: Tórax normal\nabbreviation: tcn\n---\nPulmones: {{pulmones}} [sin|con] derrame ($1)\n',
    'chest.txt': '---\nlang: en\nabbreviation: tcen\n---\nLungs are clear.\n',
    'frases.tsv': 'tcd\tSin derrame pleural ni neumotórax.\tes\n',
    'site.json': '{ "Rodilla": { "prefix": "tcx", "body": ["Menisco: ${1:íntegro}"] } }',
  };
  const report = 'TC DE TÓRAX\n\nHALLAZGOS:\nSe observa derrame pleural derecho de pequeña cuantía.\ntc';

  it('complete by abbreviation, as snippets, for the report’s language and exam', async () => {
    await startWith(files);
    client.open(uri, report, 'glosa-report');
    const items = await complete(4, 2);
    expect(items.map(({ label }) => label).sort()).toEqual(['tcd', 'tcn', 'tcx']);
    const torax = items.find(({ label }) => label === 'tcn');
    expect(torax?.insertTextFormat).toBe(2);
    expect(torax?.textEdit.newText).toBe('Pulmones: ${1:{{pulmones\\}\\}} ${2|sin,con|} derrame (\\$1)$0');
  });

  it('are plain text in an editor without snippets', async () => {
    mkdirSync(join(workspace, 'p'));
    writeFileSync(join(workspace, 'p', 'a.md'), 'Size {{size}} mm');
    await client.initialize(
      minimalParams({
        initializationOptions: { settings: { templates: { folders: [join(workspace, 'p')] } } },
      }),
    );
    client.open(uri, 'FINDINGS:\nThe lungs are clear and the heart is normal.\na', 'text');
    const [item] = await complete(2, 1);
    expect(item).toMatchObject({
      label: 'a',
      textEdit: { newText: 'Size {{size}} mm' },
      insertTextFormat: 1,
    });
  });

  it('are seen again when a file changed', async () => {
    await startWith(files);
    client.open(uri, report, 'glosa-report');
    await complete(4, 2);
    const path = join(workspace, 'plantillas', 'frases.tsv');
    writeFileSync(path, 'tcd\tSin derrame.\tes\ntcz\tOtra.\tes\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5_000));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const items = await complete(4, 2);
    expect(items.map(({ label }) => label)).toContain('tcz');
    expect(items.find(({ label }) => label === 'tcd')?.textEdit.newText).toBe('Sin derrame.');
  });

  it('that cannot be read are told once, with their path, and the others work', async () => {
    await startWith({ ...files, 'bad.json': '{ "a": ' });
    client.open(uri, report, 'glosa-report');
    expect((await complete(4, 2)).length).toBe(3);
    await complete(4, 2);
    const told = client.received.filter(({ method }) => method === 'window/showMessage');
    expect(told).toHaveLength(1);
    expect((told[0]!.params as { message: string }).message).toBe(
      `${join(workspace, 'plantillas', 'bad.json')}: no se toma como plantilla, porque no es JSON.`,
    );
  });

  it('are not read in an untrusted workspace', async () => {
    await startWith(files, false);
    client.open(uri, report, 'glosa-report');
    expect(await complete(4, 2)).toEqual([]);
    const listed: TemplatesResult = await client.request('glosa/templates', { uri, kind: 'site' });
    expect(listed).toEqual({ templates: [], problems: [] });
  });

  it('are listed with those for other reports last', async () => {
    await startWith(files);
    client.open(uri, report, 'glosa-report');
    const { templates, problems }: TemplatesResult = await client.request('glosa/templates', {
      uri,
      kind: 'site',
    });
    expect(templates.map(({ name, fits }) => [name, fits])).toEqual([
      ['tcd', true],
      ['Rodilla', true],
      ['Tórax normal', true],
      ['chest', false],
    ]);
    expect(problems).toEqual([]);
  });
});

describe('report skeletons', () => {
  it('are completed in an empty report, the normal variant apart', async () => {
    await client.initialize(vscodeParams({ locale: 'es' }));
    client.open(uri, '', 'glosa-report');
    const items = await complete(0, 0);
    const labels = items.map(({ label }) => label);
    expect(labels).toContain('Esqueleto: TC DE TÓRAX');
    expect(labels).toContain('Esqueleto: TC DE TÓRAX (normal)');
    const blank = items.find(({ label }) => label === 'Esqueleto: TC DE TÓRAX');
    expect(blank?.textEdit.newText).toMatch(/^TC DE TÓRAX\n\nINDICACIÓN: \$\{1:/u);
    expect(blank?.textEdit.newText).not.toMatch(/Sin |normal/u);
  });

  it('follow the title that the report has, in its language', async () => {
    await client.initialize(vscodeParams({ locale: 'es' }));
    client.open(uri, 'MRI LEFT KNEE\n\n', 'glosa-report');
    const items = await complete(2, 0);
    expect(items.map(({ label }) => label)).toEqual(['Esqueleto: MRI KNEE', 'Esqueleto: MRI KNEE (normal)']);
    expect(items[0]?.textEdit.newText.startsWith('INDICATION: ')).toBe(true);
  });

  it('are not completed in a report with text', async () => {
    await client.initialize(vscodeParams({ locale: 'es' }));
    client.open(uri, 'TC DE TÓRAX\n\nHALLAZGOS:\nPulmones normales.\n\n', 'glosa-report');
    expect(await complete(5, 0)).toEqual([]);
  });

  it('are listed for the command, the exam’s first', async () => {
    await client.initialize(vscodeParams({ locale: 'en' }));
    client.open(uri, 'Ecografía de tiroides\n', 'glosa-report');
    const { templates }: TemplatesResult = await client.request('glosa/templates', { uri, kind: 'skeleton' });
    expect(templates.filter(({ fits }) => fits).map(({ name, normal }) => [name, normal])).toEqual([
      ['ECOGRAFÍA DE TIROIDES', false],
      ['ECOGRAFÍA DE TIROIDES', true],
    ]);
    expect(templates.length).toBeGreaterThan(60);
  });
});

describe('findings for the Impression', () => {
  const text =
    'FINDINGS:\nThere is a small right pneumothorax. There is a 5 cm left renal mass.\n\nIMPRESSION:\n1. Degenerative changes.\n';
  const add = (argument: object): Promise<AddFindingsResult> =>
    client.request('workspace/executeCommand', {
      command: commands.addMissingFindings,
      arguments: [argument],
    });

  it('are listed first, and inserted where they were chosen, in one edit', async () => {
    const edits: unknown[] = [];
    await client.initialize(vscodeParams({ locale: 'en' }));
    client.respond('workspace/applyEdit', (params) => {
      edits.push(params);
      return { applied: true };
    });
    client.open(uri, text, 'glosa-report');
    const listed = await add({ uri });
    expect(listed).toMatchObject({ inserted: 0, impression: true });
    expect(listed.findings.map(({ line, notable }) => [line, notable])).toEqual([
      ['Small right pneumothorax', true],
      ['5 cm left renal mass', true],
    ]);
    expect(edits).toEqual([]);
    const done = await add({ uri, findings: listed.findings.map(({ range }) => range) });
    expect(done).toMatchObject({ inserted: 2, findings: [] });
    expect(JSON.stringify(edits)).toContain(
      JSON.stringify('\n2. Small right pneumothorax.\n3. 5 cm left renal mass.'),
    );
    expect(edits).toHaveLength(1);
  });

  it('are a quick fix in any editor', async () => {
    await client.initialize(vscodeParams({ locale: 'en' }));
    client.open(uri, text, 'glosa-report');
    await client.notification('glosa/analysis');
    const range = { start: position(1, 25), end: position(1, 25) };
    const actions: { title: string; edit?: unknown }[] = await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    const fix = actions.find(({ title }) => title === 'Add the finding to the impression');
    expect(JSON.stringify(fix?.edit)).toContain(JSON.stringify('\n2. Small right pneumothorax.'));
  });

  it('say that there is no Impression, and refuse bad arguments', async () => {
    await client.initialize(vscodeParams({ locale: 'en' }));
    client.open(uri, 'FINDINGS:\nThere is a small right pneumothorax.\n', 'glosa-report');
    expect(await add({ uri })).toMatchObject({ impression: false, inserted: 0 });
    await expect(add({ uri, findings: 'all' })).rejects.toThrow();
  });
});
