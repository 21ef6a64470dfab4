/** The panel's page. Nothing but the extension's own script and style sheet is let in. */
import { randomBytes } from 'node:crypto';
import { env, Uri } from 'vscode';
import type { Webview } from 'vscode';

/** The folder that the page may read: the bundles. */
export function pageFolder(extension: Uri): Uri {
  return Uri.joinPath(extension, 'out');
}

export function pageHtml(webview: Webview, extension: Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const at = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(pageFolder(extension), name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at('panel-style.css')}">
<title>Glosa</title>
</head>
<body>
<main id="panel" aria-label="Glosa"></main>
<div id="live" class="unseen" role="status" aria-live="polite"></div>
<script nonce="${nonce}" src="${at('panel.js')}"></script>
</body>
</html>`;
}
