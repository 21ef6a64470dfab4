/** The panel's page. */
import type { Uri, Webview } from 'vscode';
import { strictPage } from '../strictPage.js';

const body = `<main id="panel" aria-label="Glosa"></main>
<div id="live" class="unseen" role="status" aria-live="polite"></div>`;

export function pageHtml(webview: Webview, extension: Uri): string {
  return strictPage(webview, extension, 'panel', body);
}
