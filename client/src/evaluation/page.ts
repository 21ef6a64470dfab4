/** The page of an evaluation: scores, and a link for each error. It has no script. */
import type { EvaluateResult, WireGoldError, WireGoldSide } from '../../../server/src/protocol.js';

/** Words of the page, in the interface's language. */
export interface PageTexts {
  readonly language: string;
  readonly errors: string;
  readonly noErrors: string;
  /** Errors that are not listed. */
  readonly more: string;
  readonly problems: string;
  readonly columns: readonly [report: string, what: string, gold: string, read: string];
  readonly nothing: string;
  readonly note: string;
}

/** Command of the links; its arguments are the number of the page and the error's index. */
export const showErrorCommand = 'glosa.showGoldError';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => escapes[mark] ?? mark);

const style = `
body { padding: 0 1.5em 2em; font: var(--vscode-font-weight) var(--vscode-font-size) / 1.5 var(--vscode-font-family); }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 1.6em 0 .4em; }
table { border-collapse: collapse; } th, td { text-align: start; vertical-align: top; padding: .15em 1.4em .15em 0; }
thead th { border-bottom: 1px solid var(--vscode-widget-border, currentColor); }
td.value { font-family: var(--vscode-editor-font-family); white-space: pre-wrap; font-variant-numeric: tabular-nums; }
th[scope=row] { font-weight: normal; }
a { color: var(--vscode-textLink-foreground); }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;

function side(one: WireGoldSide | null, nothing: string): string {
  if (one === null) return escaped(nothing);
  return escaped(one.text === '' ? one.value : `${one.value} “${one.text}”`);
}

function errorRow(error: WireGoldError, page: number, index: number, texts: PageTexts): string {
  const link = `command:${showErrorCommand}?${encodeURIComponent(JSON.stringify([page, index]))}`;
  const { start } = error.read?.range ?? error.gold?.range ?? { start: null };
  const place = start === null ? error.path : `${error.path}:${start.line + 1}:${start.character + 1}`;
  return `<tr><td><a href="${escaped(link)}">${escaped(place)}</a></td><td>${escaped(error.what)}</td><td>${side(error.gold, texts.nothing)}</td><td>${side(error.read, texts.nothing)}</td></tr>`;
}

/**
 * @param nonce of the page's own style.
 * @param page its number: several pages may be open.
 */
export function evaluationHtml(
  result: EvaluateResult,
  texts: PageTexts,
  nonce: string,
  page: number,
): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'`;
  const tables = result.tables.map(
    ({ title, rows }) =>
      `<h2>${escaped(title)}</h2><table>${rows
        .map(
          ([name, value]) =>
            `<tr><th scope="row">${escaped(name)}</th><td class="value">${escaped(value)}</td></tr>`,
        )
        .join('\n')}</table>`,
  );
  const heads = texts.columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const errors =
    result.errors.length === 0
      ? `<p>${escaped(texts.noErrors)}</p>`
      : `<p>${escaped(texts.note)}</p><table><thead><tr>${heads}</tr></thead><tbody>${result.errors
          .map((error, index) => errorRow(error, page, index, texts))
          .join('\n')}</tbody></table>`;
  const more = result.moreErrors > 0 ? `<p>${escaped(texts.more)}</p>` : '';
  const problems =
    result.problems.length === 0
      ? ''
      : `<h2>${escaped(texts.problems)}</h2><ul>${result.problems.map((line) => `<li>${escaped(line)}</li>`).join('\n')}</ul>`;
  return `<!DOCTYPE html>
<html lang="${escaped(texts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(result.title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<h1>${escaped(result.title)}</h1>
${tables.join('\n')}
<h2>${escaped(texts.errors)}</h2>
${errors}
${more}
${problems}
</body>
</html>`;
}
