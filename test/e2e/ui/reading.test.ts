import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, shot, type TestWindow } from './window.js';
import { evidence, morphologyCode, placeOf, plainReport, spanishReport } from '../reports.js';
import { spaced, waitMs } from '../workbench.js';

const place = placeOf(spanishReport, evidence);
let window: TestWindow;

beforeAll(async () => {
  window = await openWindow({
    files: { 'informe.informe': spanishReport, 'otro.informe': plainReport, 'notas.txt': plainReport },
  });
});
afterAll(() => window.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await window.workbench.screenshot(shot(`failed-${task.name.replace(/\W+/g, '-')}`));
  }
});

/** The lens of a code; the space keeps 8140/3 apart from 8140/32. */
function lens(text: string) {
  return window.workbench.codeLens.filter({ hasText: spaced(`${text} `) }).first();
}

describe('a report read live', () => {
  it('shows code lenses, underlined evidence and the status item', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await lens('8140/3').waitFor();
    await workbench.squiggle('info');
    const status = workbench.statusBar.locator('[id="glosa.glosa.glosa.status"], [id="glosa.glosa"]').first();
    await status.getByText(/Glosa CPU · \d+ ms/).waitFor();
    await workbench.screenshot(shot('report'));
  });

  it('explains the evidence on hover', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await workbench.goTo(place.line, place.column);
    const text = await workbench.hoverAtCursor(spaced('Probability: '));
    expect(text).toMatch(/ICD-O-3 8140\/3/);
    expect(text).toMatch(/Probability: [<>]?\d+%/);
    await workbench.screenshot(shot('hover'));
    await workbench.page.keyboard.press('Escape');
  });

  it('goes to the next flag', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await workbench.goTo(1);
    await workbench.runCommand('Glosa: Next Flag');
    await workbench.statusBar.getByText(new RegExp(`^Ln ${place.line}, Col \\d+`)).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('reads a new sentence as it is typed', async () => {
    const { workbench } = window;
    await workbench.openFile('otro.informe');
    await workbench.goTo(2);
    await workbench.type('La biopsia muestra un adenocarcinoma. ');
    await lens('8140/3').waitFor();
    await workbench.squiggle('info');
  });

  it('finds a code by its words and inserts it', async () => {
    const { workbench } = window;
    await workbench.openFile('otro.informe');
    await workbench.page.keyboard.press('Control+End');
    await workbench.runCommand('Glosa: Find Code');
    await workbench.quickInput('adenocarcinoma');
    await workbench.rows.filter({ hasText: '8140/3' }).first().waitFor();
    await workbench.screenshot(shot('find-code'));
    await workbench.pick('8140/3');
    await workbench.line('8140/3').waitFor();
  });

  it('says why a .txt file is not analysed', async () => {
    const { workbench } = window;
    await workbench.openFile('notas.txt');
    await workbench.runCommand('Glosa: Show Why');
    await workbench.notification(/glosa\.reportGlobs/);
    await workbench.screenshot(shot('why'));
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('accepts a code by quick fix and inserts it into the codes section', async () => {
    const { workbench, folder } = window;
    await workbench.openFile('informe.informe');
    await workbench.goTo(place.line, place.column);
    await workbench.quickFixes();
    await workbench.screenshot(shot('quick-fix'));
    await workbench.chooseFix(/Accept 8140\/3 .* insert it into the codes section/);
    await lens('✓ 8140/3').waitFor();
    await workbench.screenshot(shot('accepted'));
    await workbench.page.keyboard.press('Control+S');
    await expect
      .poll(() => readFile(join(folder, 'informe.informe'), 'utf8'), { timeout: waitMs })
      .toMatch(/CÓDIGOS:\n8140\/3 /);
  });

  it('shows the codes of the Spanish sample report', async () => {
    const { workbench } = window;
    await workbench.openFile('es-oncologia-pulmon.informe');
    await workbench.codeLens.filter({ hasText: morphologyCode }).first().waitFor();
    await workbench.screenshot(shot('sample'));
  });
});
