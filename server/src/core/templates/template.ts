/** What a site's template or phrase is, whatever file it came from. */
import type { Language } from '../types.js';

export interface Template {
  readonly name: string;
  /** What is typed for it, besides the name; may be empty. */
  readonly abbreviations: readonly string[];
  readonly description: string;
  /** Reports that it is for; null: any. */
  readonly language: Language | null;
  /** Words of the exam that it is for, or the start of an ICD-10-PCS code; '': any. */
  readonly exam: string;
  /** In the protocol's snippet syntax. */
  readonly snippet: string;
  /** The same for an editor without snippets: places to fill in stay visible. */
  readonly text: string;
}

/** Why a file, or a line of it, is no template. */
export type TemplateProblem =
  | 'empty'
  | 'not-text'
  | 'too-large'
  | 'front-matter'
  | 'language'
  | 'not-json'
  | 'not-snippets'
  | 'not-phrases';

export type ReadTemplates =
  | { readonly templates: readonly Template[] }
  | { readonly problem: TemplateProblem; readonly line: number | null };

/** The languages' names in front matter. */
export function languageNamed(name: string): Language | null | undefined {
  const lower = name.trim().toLowerCase();
  if (lower === '') return null;
  if (/^(?:es|spa|spanish|español|espanol|castellano)(?:-.*)?$/u.test(lower)) return 'es';
  return /^(?:en|eng|english|inglés|ingles)(?:-.*)?$/u.test(lower) ? 'en' : undefined;
}
