/** A `.json` file in the format of VS Code's snippets; comments and commas before a closing bracket are allowed. */
import type { ReadTemplates, Template } from './template.js';

/** JSON without comments and trailing commas. Strings stay as they are. */
function plainJson(text: string): string {
  return text
    .replace(/^\uFEFF/u, '')
    .replace(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n\r]*|\/\*[^]*?\*\//gu,
      (_, string: string | undefined) => string ?? ' ',
    )
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/gu, (_, string: string | undefined) => string ?? '');
}

/** One string, or several; null where it is neither. */
function strings(value: unknown): string[] | null {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

/** What an editor without snippets inserts: the placeholders' own texts, and the first of each choice. */
export function plainText(snippet: string): string {
  let text = snippet;
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/(?<!\\)\$\{\d+\|((?:[^|,\\]|\\.)*)(?:,(?:[^|\\]|\\.)*)?\|\}/gu, '$1')
      .replace(/(?<!\\)\$\{(?:\d+|[A-Z_]+):((?:[^}\\$]|\\.)*)\}/gu, '$1')
      .replace(/(?<!\\)\$(?:\{(?:\d+|[A-Z_]+)(?:\/(?:[^}\\]|\\.)*)?\}|\d+|[A-Z_]+)/gu, '');
  }
  return text.replace(/\\([\\$},|])/gu, '$1');
}

export function readSnippetFile(text: string): ReadTemplates {
  let read: unknown;
  try {
    read = JSON.parse(plainJson(text));
  } catch {
    return { problem: 'not-json', line: null };
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    return { problem: 'not-snippets', line: null };
  const templates: Template[] = [];
  for (const [name, value] of Object.entries(read)) {
    const { prefix, body, description } = (value ?? {}) as Record<string, unknown>;
    const lines = strings(body);
    const prefixes = prefix === undefined ? [] : strings(prefix);
    if (lines === null || prefixes === null) return { problem: 'not-snippets', line: null };
    const snippet = lines.join('\n');
    if (snippet === '') continue;
    templates.push({
      name,
      abbreviations: prefixes,
      description: strings(description)?.join(' ') ?? '',
      language: null,
      exam: '',
      snippet,
      text: plainText(snippet),
    });
  }
  return templates.length === 0 ? { problem: 'empty', line: null } : { templates };
}
