import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, shot, type TestWindow } from './window.js';

const lacking = `TC DE TÓRAX

HALLAZGOS:
Nódulo de 12 mm en el lóbulo superior derecho.
Derrame pleural izquierdo moderado.

IMPRESIÓN:
- Derrame pleural izquierdo.
`;
const template = `---
lang: es
---
Estudio de {{región}} realizado [con|sin] contraste. Coste: $5.
`;
let window: TestWindow;

beforeAll(async () => {
  window = await openWindow({
    settings: { 'glosa.templates.folders': ['plantillas'] },
    files: { 'falta.informe': lacking, 'vacio.informe': '', 'tecnica.informe': 'TÉCNICA:\n' },
  });
  mkdirSync(join(window.folder, 'plantillas'));
  writeFileSync(join(window.folder, 'plantillas', 'tecnica.md'), template);
});
afterAll(() => window.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await window.workbench.screenshot(shot(`failed-${task.name.replace(/\W+/g, '-')}`));
  }
});

describe('writing a report', () => {
  it('inserts into the Impression the finding that was ticked, and no other', async () => {
    const { workbench } = window;
    await workbench.openFile('falta.informe');
    await workbench.squiggle('info');
    await workbench.page.keyboard.press('Control+End');
    await workbench.runCommand('Glosa: Add Missing Findings to Impression…');
    await workbench.rows.filter({ hasText: 'Nódulo de 12 mm' }).first().waitFor();
    expect(await workbench.line('- Nódulo de 12 mm').count()).toBe(0);
    await workbench.screenshot(shot('missing-findings'));
    await workbench.pick('Nódulo de 12 mm');
    await workbench.page.keyboard.press('Enter');
    await workbench.line('- Nódulo de 12 mm en el lóbulo superior derecho').waitFor();
    expect(await workbench.line('Derrame pleural').count()).toBe(2);
  });

  it('inserts a template of the site with its fields', async () => {
    const { workbench } = window;
    await workbench.openFile('tecnica.informe');
    await workbench.page.keyboard.press('Control+End');
    await workbench.runCommand('Glosa: Insert Template…');
    await workbench.pick('tecnica');
    await workbench.line('Estudio de {{región}} realizado').waitFor();
    await workbench.type('tórax');
    await workbench.line('Estudio de tórax realizado con contraste. Coste: $5.').waitFor();
  });

  it('inserts a skeleton without a finding in it', async () => {
    const { workbench } = window;
    await workbench.openFile('vacio.informe');
    await workbench.runCommand('Glosa: Insert Report Skeleton…');
    await workbench.screenshot(shot('skeletons'));
    await workbench.quickInput('rodilla');
    await workbench.rows.first().click();
    await workbench.line('Menisco interno').waitFor();
    expect(await workbench.line('normal').count()).toBe(0);
  });

  it('narrows the code search to one system', async () => {
    const { workbench } = window;
    await workbench.page.keyboard.press('Control+End');
    await workbench.runCommand('Glosa: Find Code');
    await workbench.quickInput('@pcs RM rodilla derecha');
    await workbench.rows
      .filter({ hasText: /BQ3\w{4}/ })
      .first()
      .waitFor();
    expect(await workbench.rows.filter({ hasText: 'ICD-10-CM' }).count()).toBe(0);
    await workbench.screenshot(shot('find-imaging-code'));
    await workbench.page.keyboard.press('Escape');
  });
});
