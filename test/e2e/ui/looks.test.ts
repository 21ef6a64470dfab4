import { describe, it } from 'vitest';
import { openWindow, shot } from './window.js';
import { evidence, placeOf, spanishReport } from '../reports.js';
import { spaced } from '../workbench.js';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

describe('themes', () => {
  it.each(Object.entries(themes))('shows evidence in %s', async (name, theme) => {
    const { workbench, close } = await openWindow({
      settings: { 'workbench.colorTheme': theme },
      files: { 'informe.informe': spanishReport },
    });
    try {
      await workbench.openFile('informe.informe');
      await workbench.codeLens
        .filter({ hasText: spaced('8140/3 ') })
        .first()
        .waitFor();
      await workbench.squiggle('info');
      await workbench.screenshot(shot(name));
    } finally {
      await close();
    }
  });
});

describe('Spanish interface', () => {
  it('shows commands, lenses, hover and messages in Spanish', async () => {
    const { workbench, close } = await openWindow({
      locale: 'es',
      files: { 'informe.informe': spanishReport, 'notas.txt': 'Notas.\n' },
    });
    try {
      await workbench.openFile('informe.informe');
      await workbench.codeLens
        .filter({ hasText: spaced('Aceptar 8140/3 ') })
        .first()
        .waitFor();
      const { line, column } = placeOf(spanishReport, evidence);
      await workbench.goTo(line, column);
      await workbench.page.keyboard.press('Control+K');
      await workbench.page.keyboard.press('Control+I');
      const hover = workbench.page.locator('.monaco-hover:visible').first();
      await hover
        .getByText(/Probabilidad: [<>]?\d+\s%/)
        .first()
        .waitFor();
      await workbench.screenshot(shot('spanish'));
      await workbench.page.keyboard.press('Escape');
      await workbench.openFile('notas.txt');
      await workbench.runCommand('Glosa: Mostrar por qué');
      await workbench.notification(/glosa\.reportGlobs/);
      await workbench.screenshot(shot('spanish-why'));
    } finally {
      await close();
    }
  });
});
