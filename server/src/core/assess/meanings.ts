/** What a category stands for, in one neutral line, as the scale's makers define it. */
import type { Language } from '../types.js';
import { english } from './meanings.en.js';
import { spanish } from './meanings.es.js';
import type { Category } from './types.js';

/** Lines by `system` and value; `system value` with a variant or part where it differs. */
export type Meanings = Readonly<Record<string, string>>;

const lines: Readonly<Record<Language, Meanings>> = { en: english, es: spanish };

/** Keys under which a category's line may stand, the most exact first. */
function keysOf({ system, variant, value, part }: Category): string[] {
  const plain = value.replace(/(?<=\d[ABX]?)S$/, '');
  const scale = system === 'TI-RADS' ? (variant ?? 'ACR') : variant;
  const exact = part === 'total' ? 'total' : scale;
  return [
    `${system} ${exact ?? ''} ${plain}`,
    `${system} ${plain}`,
    `${system} ${plain.replace(/[A-C]$/, '')}`,
  ];
}

/** The line of a category, or null where the scale has no such value. */
export function meaningOf(category: Category, language: Language): string | null {
  const known = lines[language];
  if (!category.valid) return null;
  if (category.system === 'ASPECTS') return known.ASPECTS?.replace('{}', category.value) ?? null;
  if (category.system === 'TI-RADS' && category.variant === null && !/^[1-5]$/.test(category.value))
    return null;
  const line = keysOf(category).flatMap((key) => known[key] ?? [])[0] ?? null;
  if (line === null || !/^\d[ABX]?S$/.test(category.value)) return line;
  return `${line}${known['Lung-RADS S'] ?? ''}`;
}

const valuesOf: Readonly<Record<string, string>> = {
  'BI-RADS': '0–6, 4A, 4B, 4C',
  'BI-RADS density': 'A–D',
  'LI-RADS': 'LR-1–LR-5, LR-M, LR-TIV, LR-NC, LR-TR',
  'PI-RADS': '1–5, X',
  'TI-RADS': '1–5',
  'Lung-RADS': '0, 1, 2, 3, 4A, 4B, 4X (S)',
  'O-RADS': '0–5',
  Fazekas: '0–3',
  'Fazekas total': '0–6',
  ASPECTS: '0–10',
};

/** The values of a category's scale, for a message. */
export function scaleValues({ system, part }: Pick<Category, 'system' | 'part'>): string {
  return valuesOf[part === 'total' ? `${system} total` : system] ?? valuesOf[system] ?? '';
}
