import { describe, expect, it } from 'vitest';
import { evaluationHtml, showErrorCommand } from '../../../client/src/evaluation/page.js';
import type { PageTexts } from '../../../client/src/evaluation/page.js';
import type { EvaluateResult } from '../../../server/src/protocol.js';

const texts: PageTexts = {
  language: 'es',
  errors: 'Diferencias',
  noErrors: 'La referencia y la lectura dicen lo mismo.',
  more: 'Hay 7 más.',
  problems: 'Archivos',
  columns: ['Informe', 'Diferencia', 'Referencia', 'Leído'],
  nothing: 'nada',
  note: 'Cada enlace abre el informe.',
};
const range = { start: { line: 4, character: 9 }, end: { line: 4, character: 15 } };
const result: EvaluateResult = {
  problem: null,
  title: 'Evaluación: <gold>',
  kinds: ['entities'],
  tables: [{ title: 'Entidades', rows: [['SpRadIE laxo', 'P 0.5000  R 1.0000  F1 0.6667']] }],
  errors: [
    {
      path: 'a&b.txt',
      uri: 'file:///a&b.txt',
      what: 'omitido',
      gold: { value: 'Finding', text: 'nódulo <script>', range },
      read: null,
    },
    {
      path: 'c.txt',
      uri: 'file:///c.txt',
      what: 'no está en la referencia',
      gold: null,
      read: { value: 'mass', text: '', range: null },
    },
  ],
  moreErrors: 7,
  problems: ['x.ann:3: línea omitida'],
};

describe('the page of an evaluation', () => {
  const html = evaluationHtml(result, texts, 'abc', 3);

  it('links every error by its page and index, at the place that it names', () => {
    const links = [...html.matchAll(/<a href="command:([^?]+)\?([^"]+)">([^<]+)<\/a>/gu)];
    expect(links.map(([, command]) => command)).toEqual([showErrorCommand, showErrorCommand]);
    expect(links.map(([, , argument]) => JSON.parse(decodeURIComponent(argument!)) as number[])).toEqual([
      [3, 0],
      [3, 1],
    ]);
    expect(links.map(([, , , text]) => text)).toEqual(['a&amp;b.txt:5:10', 'c.txt']);
  });

  it('shows gold and read side by side, and says where one is nothing', () => {
    expect(html).toContain('<td>omitido</td><td>Finding “nódulo &lt;script&gt;”</td><td>nada</td>');
    expect(html).toContain('<td>nada</td><td>mass</td>');
  });

  it('lets no text of a report become markup, and runs no script', () => {
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<gold>');
    expect(html).toContain(`content="default-src 'none'; style-src 'nonce-abc'"`);
    expect(html).toContain('<html lang="es">');
  });

  it('has the scores, what is not listed, and the files that were not taken', () => {
    expect(html).toContain(
      '<th scope="row">SpRadIE laxo</th><td class="value">P 0.5000  R 1.0000  F1 0.6667</td>',
    );
    expect(html).toContain('Hay 7 más.');
    expect(html).toContain('<li>x.ann:3: línea omitida</li>');
    const none = evaluationHtml({ ...result, errors: [], moreErrors: 0, problems: [] }, texts, 'abc', 4);
    expect(none).toContain(texts.noErrors);
    expect(none).not.toContain('Hay 7 más.');
  });
});
