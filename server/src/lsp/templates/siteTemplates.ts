/**
 * Templates of the folders that `templates.folders` names. Read when they are asked for; a file is read again when
 * its time or size changed, so that editors need not watch the folders. Invariant: an untrusted workspace has none.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPhraseFile } from '../../core/templates/phraseFile.js';
import { readSnippetFile } from '../../core/templates/snippetFile.js';
import { readTextTemplate } from '../../core/templates/textTemplate.js';
import type { ReadTemplates, Template, TemplateProblem } from '../../core/templates/template.js';

/** A template with its file. */
export interface SiteTemplate extends Template {
  readonly path: string;
}

export interface FileProblem {
  readonly path: string;
  readonly problem: TemplateProblem | 'unreadable' | 'too-many';
  readonly line: number | null;
}

export interface SiteTemplateList {
  readonly templates: readonly SiteTemplate[];
  readonly problems: readonly FileProblem[];
}

const maximumFiles = 500;
const maximumDepth = 4;
const maximumBytes = 256 * 1024;
/** A folder is not looked at again within this time: completion asks at every word. */
const freshMs = 1_000;

interface ReadFile {
  readonly stamp: string;
  readonly read: ReadTemplates | { readonly problem: 'unreadable'; readonly line: null };
}

export class SiteTemplates {
  readonly #trusted: boolean;
  readonly #files = new Map<string, ReadFile>();
  readonly #lists = new Map<string, { readonly atMs: number; readonly list: Promise<SiteTemplateList> }>();

  constructor(trusted: boolean) {
    this.#trusted = trusted;
  }

  /**
   * @param settings `templates.folders`.
   * @param workspace URIs of the workspace folders; a relative folder is looked for in each.
   */
  async list(settings: readonly string[], workspace: readonly string[]): Promise<SiteTemplateList> {
    if (!this.#trusted) return { templates: [], problems: [] };
    const folders = [...new Set(settings.flatMap((folder) => places(folder, workspace)))];
    const lists = await Promise.all(folders.map((folder) => this.#listOf(folder)));
    return {
      templates: lists.flatMap(({ templates }) => templates),
      problems: lists.flatMap(({ problems }) => problems),
    };
  }

  #listOf(folder: string): Promise<SiteTemplateList> {
    const known = this.#lists.get(folder);
    const now = performance.now();
    if (known !== undefined && now - known.atMs < freshMs) return known.list;
    const list = this.#read(folder);
    this.#lists.set(folder, { atMs: now, list });
    return list;
  }

  async #read(folder: string): Promise<SiteTemplateList> {
    const paths: string[] = [];
    const complete = await walk(folder, 0, paths);
    const templates: SiteTemplate[] = [];
    const problems: FileProblem[] = complete ? [] : [{ path: folder, problem: 'too-many', line: null }];
    for (const path of paths) {
      const read = await this.#readFile(path);
      if ('templates' in read) templates.push(...read.templates.map((template) => ({ ...template, path })));
      else problems.push({ path, ...read });
    }
    return { templates, problems };
  }

  async #readFile(path: string): Promise<ReadFile['read']> {
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.#files.get(path);
      if (known?.stamp === stamp) return known.read;
      const read =
        size > maximumBytes
          ? { problem: 'too-large' as const, line: null }
          : parsed(path, await readFile(path));
      this.#files.set(path, { stamp, read });
      return read;
    } catch {
      return { problem: 'unreadable', line: null };
    }
  }
}

/** Absolute folders that a setting names. */
function places(folder: string, workspace: readonly string[]): string[] {
  const trimmed = folder.trim();
  if (trimmed === '') return [];
  if (/^~[\\/]/u.test(trimmed)) return [join(homedir(), trimmed.slice(2))];
  if (isAbsolute(trimmed)) return [trimmed];
  return workspace.flatMap((uri) => {
    try {
      return [join(fileURLToPath(uri), trimmed)];
    } catch {
      return [];
    }
  });
}

const extensions = new Set(['.md', '.txt', '.json', '.tsv', '.code-snippets']);

/** Template files under a folder, sorted. @returns false where there are more than are read. */
async function walk(folder: string, depth: number, found: string[]): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < maximumDepth) {
      if (!(await walk(path, depth + 1, found))) return false;
    } else if (!entry.isDirectory() && extensions.has(extname(entry.name).toLowerCase())) {
      if (found.length === maximumFiles) return false;
      found.push(path);
    }
  }
  return true;
}

function parsed(path: string, bytes: Buffer): ReadTemplates {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'not-text', line: null };
  }
  if (text.includes('\u0000')) return { problem: 'not-text', line: null };
  const extension = extname(path);
  switch (extension.toLowerCase()) {
    case '.json':
    case '.code-snippets':
      return readSnippetFile(text);
    case '.tsv':
      return readPhraseFile(text);
    default:
      return readTextTemplate(text, basename(path, extension));
  }
}
