/** Which documents are reports, and which of those cannot be read. */
import picomatch from 'picomatch';
import type { NotAnalysedReason } from '../core/types.js';
import { reportLanguageId } from '../protocol.js';
import type { GlosaSettings } from '../protocol.js';

const alwaysReports = ['.rad', '.informe', '.report'];
const reportsByGlob = ['.txt', '.md'];

/** A URI's path, decoded, `/`-separated; the URI itself where it is none. */
export function uriPath(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname);
  } catch {
    return uri;
  }
}

/**
 * True for language id `glosa-report`, for the report extensions under any language id (other editors
 * send `text`), and for .txt and .md files that a glob matches.
 * @param folders URIs of the workspace folders; globs are relative to the one that holds the file.
 */
export function isReport(
  uri: string,
  languageId: string,
  globs: readonly string[],
  folders: readonly string[],
): boolean {
  if (languageId === reportLanguageId) return true;
  const path = uriPath(uri);
  const lower = path.toLowerCase();
  if (alwaysReports.some((extension) => lower.endsWith(extension))) return true;
  if (globs.length === 0 || !reportsByGlob.some((extension) => lower.endsWith(extension))) return false;
  const matches = picomatch([...globs], { dot: true, nocase: process.platform === 'win32' });
  const basename = path.slice(path.lastIndexOf('/') + 1);
  return matches(relativePath(path, folders)) || matches(basename);
}

function relativePath(path: string, folders: readonly string[]): string {
  let longest = '';
  for (const folder of folders) {
    const prefix = uriPath(folder).replace(/\/*$/u, '/');
    if (path.startsWith(prefix) && prefix.length > longest.length) longest = prefix;
  }
  return path.slice(longest.length).replace(/^\/+/u, '');
}

const sampleUnits = 8192;
const maximumControlShare = 0.1;

/** Why a text cannot be read at all; null where it can. At most one look at each character. */
export function unreadable(text: string, settings: GlosaSettings): NotAnalysedReason | null {
  const limitBytes = settings.maxFileSizeKb * 1024;
  // UTF-8 takes one to three bytes for a UTF-16 unit: most texts need no exact count.
  if (text.length > limitBytes) return 'tooLarge';
  if (text.length * 3 > limitBytes && Buffer.byteLength(text, 'utf8') > limitBytes) return 'tooLarge';
  if (text.includes('\u0000')) return 'binary';
  let odd = 0;
  const sample = Math.min(text.length, sampleUnits);
  for (let index = 0; index < sample; index++) {
    const unit = text.charCodeAt(index);
    // U+FFFD: bytes that the editor could not decode.
    if ((unit < 32 && (unit < 9 || unit > 13)) || unit === 127 || unit === 0xfffd) odd++;
  }
  return odd > sample * maximumControlShare ? 'binary' : null;
}
