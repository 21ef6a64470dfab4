import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { panelOf } from '../../../client/src/panel/model.js';
import { panelWording } from '../../../client/src/panel/texts.js';
import type { ToPage } from '../../../client/src/panel/types.js';
import { dictionaries } from '../../../server/src/lsp/messages.js';
import { termsOf } from '../../../server/src/lsp/terms.js';
import { at, report } from '../../unit/client/panel/fixture.js';
import { evidence, plainReport, placeOf, spanishReport } from '../reports.js';
import { openWindow, shot, type TestWindow } from './window.js';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: readonly (string | number)[]) =>
      text.replace(/\{(\d+)\}/gu, (_, i: string) => String(values[Number(i)])),
  },
}));

const themes = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  light: ['Default Light Modern', 'vscode-light'],
  'high-contrast': ['Default High Contrast', 'vscode-high-contrast'],
} as const;
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

/** The panel's window, without the browser's types. */
interface PostsMessages {
  postMessage(message: unknown, origin: string): void;
}

/** The panel's own page. */
function panel() {
  return window.workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

async function panelFrame(): Promise<Frame> {
  const element = await panel().locator('main#panel').elementHandle();
  const frame = await element.ownerFrame();
  return frame!;
}

/** The explorer is not in front: the panel is. */
async function open(name: string): Promise<void> {
  const { workbench } = window;
  await workbench.page.keyboard.press('Control+P');
  await workbench.quickInput(name);
  await workbench.pick(name);
  await workbench.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
  await workbench.editor.locator('.view-line').first().click();
}

function item(name: string): Locator {
  return panel().locator('li', { has: panel().getByText(name, { exact: true }) });
}

/** Name of the button that has the keyboard, in the panel. */
async function focused(): Promise<string> {
  return (await panel().locator('button:focus').getAttribute('aria-label')) ?? '';
}

describe('the report panel', () => {
  it('shows the codes of the report in front', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    // The key is bound once the file is known to be a report.
    await workbench.squiggle('info');
    await workbench.page.keyboard.press('Control+Alt+G');
    await panel().getByRole('heading', { name: 'Codes' }).waitFor();
    await item('8140/3').waitFor();
    await panel().getByRole('main', { name: 'Glosa' }).waitFor();
    expect(await item('8140/3').locator('.percent').innerText()).toMatch(/^[<>]?\d+%$/u);
    await workbench.screenshot(shot('panel'));
  });

  it('accepts a code by keyboard, says so, and keeps the keyboard at the code', async () => {
    const { workbench } = window;
    await expect.poll(focused).not.toBe('');
    // The labels come first; the arrows move within a section.
    await item('8140/3').locator('button').first().focus();
    for (let presses = 0; (await focused()) !== 'Accept 8140/3' && presses < 6; presses++) {
      await workbench.page.keyboard.press('ArrowRight');
    }
    expect(await focused()).toBe('Accept 8140/3');
    await workbench.page.keyboard.press('Enter');
    await item('8140/3').getByText('accepted').waitFor();
    await panel().getByRole('status').getByText('8140/3: accepted').waitFor({ state: 'attached' });
    expect(await item('8140/3').getByRole('button', { name: 'Accept 8140/3' }).count()).toBe(0);
    await expect.poll(focused).toBe('Why: 8140/3');
    await workbench.page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('Copy 8140/3');
  });

  it('shows the evidence in the text, and marks what is under the cursor', async () => {
    const { workbench } = window;
    await open('informe.informe');
    await workbench.goTo(1);
    expect(await item('8140/3').getAttribute('aria-current')).toBeNull();
    await item('8140/3')
      .getByRole('button', { name: `Show “${evidence}”` })
      .first()
      .click();
    await workbench.statusBar.getByText(`${evidence.length} selected`).waitFor();
    await expect.poll(() => item('8140/3').getAttribute('aria-current')).toBe('true');
    await workbench.goTo(place.line, 1);
    await expect.poll(() => item('8140/3').getAttribute('aria-current')).toBeNull();
  });

  it('follows an edit', async () => {
    const { workbench } = window;
    await open('otro.informe');
    await expect.poll(() => item('8140/3').count()).toBe(0);
    await workbench.goTo(2);
    await workbench.type('La biopsia muestra un adenocarcinoma. ');
    await item('8140/3').waitFor();
  });

  it('says why it shows nothing', async () => {
    const { workbench } = window;
    await open('notas.txt');
    await panel().getByRole('main').getByText('The file in front is not read as a report.').waitFor();
    await panel()
      .getByRole('button', { name: /Why is this file/u })
      .waitFor();
    await workbench.runCommand('View: Close All Editors');
    const discard = workbench.page.locator('.monaco-dialog-box').getByText(/Don.t Save/u);
    const empty = panel().getByRole('main').getByText('Open a report to see what it states.');
    await empty.or(discard).first().waitFor();
    // Where VS Code has not saved by itself in the meantime.
    if (await discard.isVisible()) await discard.click();
    await empty.waitFor();
  });
});

describe('the panel of a head report', () => {
  const wording = panelWording(termsOf(dictionaries.en));
  const whys = new Map([
    [
      'mass',
      {
        version: 3,
        words: [
          { range: at('Masa'), weight: 0.52 },
          { range: at('frontal'), weight: 0.11 },
        ],
        without: [{ range: at('Masa frontal derecha de 12 mm, mayor que antes.'), probability: 0.08 }],
      },
    ],
  ]);
  const { model } = panelOf({ ...report, whys }, 'ready', null, wording);

  async function send(message: ToPage): Promise<void> {
    await (
      await panelFrame()
    ).evaluate((data) => {
      (globalThis as unknown as PostsMessages).postMessage(data, '*');
    }, message);
  }

  it.each(Object.entries(themes))('shows labels, findings and checks in %s', async (name, [theme, kind]) => {
    const { workbench, folder } = window;
    await mkdir(join(folder, '.vscode'), { recursive: true });
    await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    await panel().locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
    await send({ kind: 'model', model });
    await send({ kind: 'cursor', items: ['label:mass'] });
    await item('Mass').getByText('stated', { exact: true }).waitFor();
    expect(await item('Mass').getAttribute('aria-current')).toBe('true');
    const why = item('Mass').getByRole('button', { name: 'Why: Mass' });
    if ((await why.getAttribute('aria-expanded')) === 'false') await why.click();
    await item('Mass').getByText('8% without this sentence instead of 87%:').waitFor();
    await workbench.screenshot(shot(`panel-${name}-labels`));
    await item('The report has no Impression.').scrollIntoViewIfNeeded();
    await workbench.screenshot(shot(`panel-${name}-checks`));
    await panel().locator('h2').first().scrollIntoViewIfNeeded();
  });

  it('has no part cut off at 200 % zoom', async () => {
    const { workbench } = window;
    // A window of 1280 × 800 has half of that to lay out.
    await workbench.page.setViewportSize({ width: 640, height: 400 });
    await send({ kind: 'model', model });
    await item('Mass').getByText('stated', { exact: true }).waitFor();
    const frame = await panelFrame();
    const [content, visible] = await frame.evaluate(() => {
      const page = globalThis as unknown as {
        document: { documentElement: { scrollWidth: number; clientWidth: number } };
      };
      const { scrollWidth, clientWidth } = page.document.documentElement;
      return [scrollWidth, clientWidth];
    });
    expect(content).toBeLessThanOrEqual(visible);
    await workbench.screenshot(shot('panel-zoom-200'));
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  });
});
