/** Pages of Glosa's webviews. Nothing but the extension's own script and style sheet is let in. */
import { randomBytes } from 'node:crypto';
import { env, Uri } from 'vscode';
import type { Webview } from 'vscode';

/** The folder that pages may read: the bundles. */
export function pageFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, 'out');
}

/**
 * A page with one script and one style sheet.
 * @param name of the bundles: `NAME.js` and `NAME-style.css`.
 * @param body what the script fills; it holds no text.
 */
export function strictPage(webview: Webview, extension: Uri, name: string, body: string): string {
  const nonce = randomBytes(16).toString('hex');
  const at = (file: string): string =>
    webview.asWebviewUri(Uri.joinPath(pageFolder(extension), file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at(`${name}-style.css`)}">
<title>Glosa</title>
</head>
<body>
${body}
<script nonce="${nonce}" src="${at(`${name}.js`)}"></script>
</body>
</html>`;
}
