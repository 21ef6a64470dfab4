/** A `.md` or `.txt` file: one template, with what it is for in front of it. */
import { toSnippet } from './snippet.js';
import { languageNamed } from './template.js';
import type { ReadTemplates } from './template.js';

const fence = /^---[^\S\r\n]*(?:\r\n|\n|\r)/u;
const closing = /^(?:---|\.\.\.)[^\S\r\n]*$/u;

/** Keys of front matter, in both languages. */
const keys: ReadonlyMap<string, 'language' | 'exam' | 'name' | 'abbreviation' | 'description'> = new Map([
  ['lang', 'language'],
  ['language', 'language'],
  ['idioma', 'language'],
  ['exam', 'exam'],
  ['examen', 'exam'],
  ['estudio', 'exam'],
  ['name', 'name'],
  ['title', 'name'],
  ['nombre', 'name'],
  ['título', 'name'],
  ['titulo', 'name'],
  ['abbreviation', 'abbreviation'],
  ['prefix', 'abbreviation'],
  ['abreviatura', 'abbreviation'],
  ['description', 'description'],
  ['descripción', 'description'],
  ['descripcion', 'description'],
]);

/** @param fileName without its extension; the template's name and abbreviation where front matter has none. */
export function readTextTemplate(text: string, fileName: string): ReadTemplates {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const values = new Map<string, string>();
  let body = source;
  if (fence.test(source)) {
    const lines = source.split(/\r\n|\n|\r/u);
    const end = lines.findIndex((line, index) => index > 0 && closing.test(line));
    if (end < 0) return { problem: 'front-matter', line: 1 };
    for (const [index, line] of lines.slice(1, end).entries()) {
      if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
      const [, key = '', value = ''] = /^\s*([\p{L}_-]+)\s*:\s*(.*?)\s*$/u.exec(line) ?? [];
      const name = keys.get(key.toLowerCase());
      if (name === undefined) return { problem: 'front-matter', line: index + 2 };
      values.set(name, value.replace(/^(["'])(.*)\1$/u, '$2'));
    }
    body = lines.slice(end + 1).join('\n');
  }
  body = body.replace(/^(?:[^\S\n]*\n)+/u, '').trimEnd();
  if (body === '') return { problem: 'empty', line: null };
  const language = languageNamed(values.get('language') ?? '');
  if (language === undefined) return { problem: 'language', line: null };
  const abbreviations = (values.get('abbreviation') ?? fileName).split(',').map((part) => part.trim());
  return {
    templates: [
      {
        name: values.get('name') ?? fileName,
        abbreviations: abbreviations.filter((part) => part !== ''),
        description: values.get('description') ?? '',
        language,
        exam: values.get('exam') ?? '',
        snippet: toSnippet(body),
        text: body,
      },
    ],
  };
}
