/** Where the explanation of a quality check is read: the pages of `docs/` that ship beside the server. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { QualityId } from '../../protocol.js';

/** Address of a check's section in the page of the interface's language. */
export function explanationOf(docsFolder: string, language: 'es' | 'en', id: QualityId): string {
  const page = language === 'es' ? 'quality-checks.es.md' : 'quality-checks.md';
  return `${pathToFileURL(join(docsFolder, page)).href}#${id}`;
}
