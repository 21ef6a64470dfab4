/** The map's page by itself, in a browser: what a person does with mouse and keyboard, and what comes of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../workbench.js';

const root = join(__dirname, '..', '..', '..');
/** Nine reports on a lattice, the upper row a mass, the middle row normal, the lower row in no group. */
const page = `
import { mountMap } from ${JSON.stringify(join(root, 'client/src/workspace/webview/map.ts'))};
const told = [];
const api = {
  texts: {
    title: 'Mapa de informes', keys: 'Teclas', note: 'Nota', other: 'otros', legendItem: '{0}: {1}',
    focused: '{0}, {1}. Informe {2} de {3}.', selected: '{0} seleccionados', cleared: 'Ninguno.',
    zoomIn: 'Ampliar', zoomOut: 'Reducir', reset: 'Todo', pan: 'Mover', rectangle: 'Rectángulo',
    lasso: 'Lazo', review: 'Revisar',
  },
  onBrush: (paths) => told.push(['brush', ...paths]),
  onReview: (paths) => told.push(['review', ...paths]),
  onOpen: (path) => told.push(['open', path]),
};
const cells = [1, 0, -1].flatMap((y) => [-1, 0, 1].map((x) => ({ x, y })));
const data = {
  paths: cells.map((_, i) => 'informe ' + i + '.txt'),
  x: cells.map(({ x }) => x * 0.8),
  y: cells.map(({ y }) => y * 0.8),
  groups: [{ name: 'masa', reports: 3 }, { name: 'normal', reports: 3 }],
  groupOf: [0, 0, 0, 1, 1, 1, -1, -1, -1],
};
const map = mountMap(document.getElementById('map'), api);
map.update(data);
Object.assign(window, { told, map, data });
`;

describe('the page of the map', () => {
  let folder = '';
  let browser: Browser;
  let window: Page;
  let canvas: Locator;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glosa-map-page-'));
    await writeFile(join(folder, 'page.ts'), page);
    const styles = join(root, 'client/src/workspace/webview/workspace.css');
    await build({
      entryPoints: { page: join(folder, 'page.ts'), style: styles },
      outdir: folder,
      bundle: true,
      format: 'iife',
      target: 'chrome132',
      logLevel: 'silent',
    });
    const html = `<!doctype html><html lang="es"><meta charset="utf-8"><title>Mapa</title>
      <link rel="stylesheet" href="style.css"><body><div id="map" style="height: 600px"></div>
      <script src="page.js"></script></body></html>`;
    await writeFile(join(folder, 'page.html'), html);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    window = await browser.newPage({ viewport: { width: 900, height: 700 } });
    await window.goto(pathToFileURL(join(folder, 'page.html')).href);
    canvas = window.locator('.map-stage canvas');
    await expect
      .poll(() => canvas.evaluate((element: { width: number }) => element.width))
      .toBeGreaterThan(300);
  });
  afterEach(() => window.close());

  const told = (): Promise<string[][]> => window.evaluate('told');
  const live = (): Promise<string | null> => window.locator('[aria-live]').textContent();
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await window.keyboard.press(key);
  };
  /** Pixels of a place from −1 to 1. */
  const at = async (x: number, y: number): Promise<{ x: number; y: number }> => {
    const box = (await canvas.boundingBox())!;
    const scale = (0.94 * Math.min(box.width, box.height)) / 2;
    return { x: box.x + box.width / 2 + x * scale, y: box.y + box.height / 2 - y * scale };
  };
  const drag = async (...corners: (readonly [number, number])[]): Promise<void> => {
    for (const [place, corner] of corners.entries()) {
      const { x, y } = await at(...corner);
      await window.mouse.move(x, y);
      if (place === 0) await window.mouse.down();
    }
    await window.mouse.up();
  };

  it('is walked through, opened and selected by keyboard alone', async () => {
    await canvas.focus();
    await press('ArrowRight');
    expect(await live()).toBe('informe 4.txt, normal. Informe 5 de 9.');
    await press('ArrowUp');
    expect(await live()).toBe('informe 1.txt, masa. Informe 2 de 9.');
    await press('ArrowLeft', 'Enter', 'Space', 'n', 'Space');
    await press('End');
    expect(await live()).toBe('informe 8.txt, otros. Informe 9 de 9.');
    await press('Control+a', 'Escape');
    expect(await live()).toBe('Ninguno.');
    expect(await told()).toEqual([
      ['open', 'informe 0.txt'],
      ['brush', 'informe 0.txt'],
      ['brush', 'informe 0.txt', 'informe 1.txt'],
      ['brush', ...Array.from({ length: 9 }, (_, i) => `informe ${i}.txt`)],
      ['brush'],
    ]);
  });

  it('selects in a rectangle and with a lasso, adds with Shift, and hands over for review', async () => {
    const review = window.getByRole('button', { name: 'Revisar' });
    // Nothing is selected yet: the button stays within reach and does nothing.
    await review.click({ force: true });
    expect(await told()).toEqual([]);
    await drag([-0.95, 0.95], [0.2, 0.5]);
    await window.getByRole('button', { name: 'Lazo' }).click();
    await window.keyboard.down('Shift');
    // Around the right column, past the middle one.
    await drag([0.6, 0.95], [0.95, 0.95], [0.95, -0.95], [0.6, -0.95], [0.5, 0]);
    await window.keyboard.up('Shift');
    await review.click();
    expect(await told()).toEqual([
      ['brush', 'informe 0.txt', 'informe 1.txt'],
      ['brush', ...[0, 1, 2, 5, 8].map((i) => `informe ${i}.txt`)],
      ['review', ...[0, 1, 2, 5, 8].map((i) => `informe ${i}.txt`)],
    ]);
  });

  it('names the report under the mouse and opens it with a click', async () => {
    const { x, y } = await at(0, 0);
    await window.mouse.move(x + 2, y);
    expect(await window.locator('.map-tip').textContent()).toBe('informe 4.txt · normal');
    await window.mouse.click(x + 2, y);
    expect(await told()).toEqual([['open', 'informe 4.txt']]);
    await window.mouse.move(x + 60, y);
    expect(await window.locator('.map-tip').isVisible()).toBe(false);
  });

  it('keeps what is under the mouse there while the wheel zooms, and shows all again', async () => {
    const { x, y } = await at(0.8, 0.8);
    await window.mouse.move(x, y);
    await window.mouse.wheel(0, -1_000);
    await window.mouse.click(x, y);
    await canvas.focus();
    await press('Control+a');
    await window.getByRole('button', { name: 'Todo' }).click();
    await canvas.focus();
    await press('Control+a');
    const [opened, close, all] = await told();
    expect(opened).toEqual(['open', 'informe 2.txt']);
    expect(close).toEqual(['brush', 'informe 2.txt']);
    expect(all).toHaveLength(10);
  });

  it('has a symbol and a number for each group, and keeps the selection with another colouring', async () => {
    expect(await window.locator('.map-legend li').allTextContents()).toEqual([
      'masa: 3',
      'normal: 3',
      'otros: 3',
    ]);
    const drawn = await window
      .locator('.map-legend canvas')
      .evaluateAll((keys: { toDataURL(): string }[]) => keys.map((key) => key.toDataURL()));
    expect(new Set(drawn).size).toBe(3);
    await drag([-0.95, 0.95], [0.2, 0.5]);
    await window.evaluate(
      "map.update({ ...data, groups: [{ name: 'español', reports: 9 }], groupOf: data.paths.map(() => 0) })",
    );
    expect(await window.locator('.map-legend li').allTextContents()).toEqual(['español: 9']);
    await window.getByRole('button', { name: 'Revisar' }).click();
    expect((await told()).at(-1)).toEqual(['review', 'informe 0.txt', 'informe 1.txt']);
  });

  it('drops from the selection what another map no longer has, and says so', async () => {
    await drag([-0.95, 0.95], [0.2, 0.5]);
    await window.evaluate(
      "map.update({ ...data, paths: data.paths.map((path, i) => (i === 0 ? 'otro.txt' : path)) })",
    );
    expect((await told()).at(-1)).toEqual(['brush', 'informe 1.txt']);
    await window.evaluate('map.dispose()');
    expect(
      await window
        .locator('#map')
        .evaluate((element: { childElementCount: number }) => element.childElementCount),
    ).toBe(0);
  });
});
