import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { spanishReport } from '../reports.js';
import { waitMs } from '../workbench.js';
import { openWindow, shot, type TestWindow } from './window.js';

const themes = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  light: ['Default Light Modern', 'vscode-light'],
  'high-contrast': ['Default High Contrast', 'vscode-high-contrast'],
} as const;
const examples = 7;
let window: TestWindow;

beforeAll(async () => {
  window = await openWindow({
    files: { 'informe.informe': spanishReport, 'roto.txt': '\u0000\u0001\u0002' },
  });
});
afterAll(() => window.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await window.workbench.screenshot(shot(`failed-${task.name.replace(/\W+/g, '-')}`));
  }
});

/** As `expect.poll`, for a busy machine. */
const eventually = <T>(what: () => Promise<T>) => expect.poll(what, { timeout: waitMs });

/** The view's own page. */
function view() {
  return window.workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}
const rows = (): Locator => view().locator('#rows [role="row"]');
const paths = async (): Promise<string[]> => rows().locator('.path').allInnerTexts();

async function theme(name: keyof typeof themes): Promise<void> {
  const [label, kind] = themes[name];
  await mkdir(join(window.folder, '.vscode'), { recursive: true });
  const settings = JSON.stringify({ 'workbench.colorTheme': label });
  await writeFile(join(window.folder, '.vscode/settings.json'), settings);
  await view().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
}

describe('the workspace view', () => {
  it('labels the folder, says what came of it, and opens', async () => {
    const { workbench, folder } = window;
    // The extension and its commands are there.
    await workbench.openFile('informe.informe');
    await workbench.codeLens.first().waitFor();
    await workbench.runCommand('Glosa: Label Workspace');
    const said = await workbench.notification(/reports labelled/);
    expect(await said.innerText()).toContain(`${examples + 1} reports labelled, 0 unchanged, 1 failed.`);
    const records = (await readFile(join(folder, '.glosa/labels.jsonl'), 'utf8')).trim().split('\n');
    expect(records).toHaveLength(examples + 1);
    expect(await readFile(join(folder, '.glosa/.gitignore'), 'utf8')).toBe('*\n');
    await said.getByRole('button', { name: 'Open workspace view' }).click();
    await eventually(() => rows().count()).toBe(examples + 2);
    await view().getByRole('button', { name: '1 failed' }).waitFor();
    await workbench.screenshot(shot('workspace-opened'));
  });

  it('filters by a bar, sorts by a column and finds what failed', async () => {
    const bar = view()
      .locator('.facet [aria-pressed]')
      .filter({ hasText: /8140\/3(?!\d)/u });
    const reports = Number(await bar.locator('.number').innerText());
    await bar.click();
    await eventually(() => rows().count()).toBe(reports);
    await view().getByRole('button', { name: 'Clear filters' }).click();
    await view()
      .getByRole('button', { name: 'Sort by Report' })
      .or(view().locator('#columns .path button'))
      .first()
      .click();
    await eventually(async () => (await paths())[0]).toBe('en-colorectal.report');
    expect(await view().locator('#columns .path').getAttribute('aria-sort')).toBe('ascending');
    await view().getByRole('button', { name: '1 failed' }).click();
    await eventually(paths).toEqual(['roto.txt']);
    await rows()
      .getByText(/not a text/)
      .waitFor();
    await view().getByRole('button', { name: 'Clear filters' }).click();
  });

  it('opens a report at its evidence by keyboard', async () => {
    const { workbench } = window;
    await view().locator('[data-field="path"]').fill('informe.informe');
    await eventually(paths).toEqual(['informe.informe']);
    await rows().first().focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.page
      .locator('.tabs-container .tab.active', { hasText: 'informe.informe' })
      .first()
      .waitFor();
    await workbench.statusBar.getByText(/\d+ selected/).waitFor();
    await workbench.screenshot(shot('workspace-evidence'));
    await workbench.runCommand('View: Close Editor');
    await view().locator('[data-field="path"]').fill('');
    await eventually(() => rows().count()).toBe(examples + 2);
  });

  it('counts words, and compares with the labels of another model', async () => {
    const { workbench, folder } = window;
    await view().getByRole('tab', { name: 'Words' }).click();
    await view().getByRole('button', { name: 'Count words' }).click();
    await view()
      .getByRole('row', { name: /Yule’s I/ })
      .waitFor();
    await workbench.screenshot(shot('workspace-words'));
    // As if an older model had read the folder.
    const path = join(folder, '.glosa/labels.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text
        .replaceAll(/"sha256":"[0-9a-f]{64}"/g, `"sha256":"${'a'.repeat(64)}"`)
        .replaceAll('"value":true', '"value":false'),
    );
    await view().getByRole('button', { name: 'Label new and changed reports' }).click();
    await workbench.notification(new RegExp(`${examples + 1} reports labelled, 0 unchanged`));
    await view().getByRole('tab', { name: 'Compare labels' }).click();
    await view().getByRole('button', { name: 'Compare', exact: true }).click();
    await view()
      .getByText(`${examples + 1} reports compared`)
      .waitFor();
    await view()
      .getByText(/8140\/3 turned on/)
      .first()
      .waitFor();
    await workbench.screenshot(shot('workspace-compare'));
    await view().getByRole('tab', { name: 'Reports' }).click();
  });

  it('shows the map of the reports', async () => {
    const { workbench } = window;
    await view().getByRole('tab', { name: 'Map' }).click();
    await view().getByRole('button', { name: 'Make the map' }).click();
    await view().locator('#map canvas').first().waitFor();
    await view().getByRole('button', { name: 'Make another map' }).waitFor();
    await workbench.screenshot(shot('workspace-map'));
    await view().getByRole('tab', { name: 'Reports' }).click();
  });

  it.each(Object.keys(themes) as (keyof typeof themes)[])('can be read in %s', async (name) => {
    const { workbench } = window;
    await workbench.runCommand('Notifications: Clear All Notifications');
    await theme(name);
    await eventually(() => rows().count()).toBe(examples + 2);
    await rows().nth(1).focus();
    await workbench.screenshot(shot(`workspace-${name}`));
  });
});
