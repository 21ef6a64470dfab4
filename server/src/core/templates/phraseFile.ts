/** `phrases.tsv`: one phrase a line, its abbreviation before a tab, and after further tabs its language and exam. */
import { toSnippet } from './snippet.js';
import { languageNamed } from './template.js';
import type { ReadTemplates, Template } from './template.js';

/** A first line that names the columns. */
const heading = /^(?:abbreviation|abreviatura|prefix)\t/iu;

export function readPhraseFile(text: string): ReadTemplates {
  const templates: Template[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .entries()) {
    if (raw.trim() === '' || raw.startsWith('#') || (index === 0 && heading.test(raw))) continue;
    const [abbreviation = '', phrase = '', languageName = '', exam = ''] = raw
      .split('\t')
      .map((cell) => cell.trim());
    if (abbreviation === '' || phrase === '') return { problem: 'not-phrases', line: index + 1 };
    const language = languageNamed(languageName);
    if (language === undefined) return { problem: 'language', line: index + 1 };
    const body = phrase.replace(/\\n/gu, '\n');
    templates.push({
      name: abbreviation,
      abbreviations: [abbreviation],
      description: body.split('\n')[0] ?? '',
      language,
      exam,
      snippet: toSnippet(body),
      text: body,
    });
  }
  return templates.length === 0 ? { problem: 'empty', line: null } : { templates };
}
