/** The workspace view's page: the places that its script fills. */
import type { Uri, Webview } from 'vscode';
import { strictPage } from '../strictPage.js';

const body = `<main id="page">
<header id="head"></header>
<section id="panel-reports" role="tabpanel" aria-labelledby="tab-reports" hidden>
<aside id="facets"></aside>
<div id="table">
<div id="filters" role="search"></div>
<div class="wide">
<div id="grid" role="grid" aria-readonly="true">
<div role="rowgroup"><div id="columns" role="row" aria-rowindex="1"></div></div>
<div id="scroller" role="rowgroup"><div id="rows" role="presentation"></div><p id="none" hidden></p></div>
</div>
</div>
</div>
</section>
<section id="panel-statistics" role="tabpanel" aria-labelledby="tab-statistics" hidden></section>
<section id="panel-compare" role="tabpanel" aria-labelledby="tab-compare" hidden></section>
<section id="panel-map" role="tabpanel" aria-labelledby="tab-map" hidden><div id="map-head"></div><div id="map" hidden></div></section>
</main>
<div id="live" class="unseen" role="status" aria-live="polite"></div>`;

export function workspacePage(webview: Webview, extension: Uri): string {
  return strictPage(webview, extension, 'workspace', body);
}
