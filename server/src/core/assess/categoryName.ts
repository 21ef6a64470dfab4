/** How a category is written for a person, whatever way the report writes it. */
import type { Language } from '../types.js';
import type { Category } from './types.js';

const density: Readonly<Record<Language, string>> = { en: 'Breast density', es: 'Densidad mamaria' };

/** "BI-RADS 4A", "EU-TIRADS 4", "O-RADS US 3", "pc-ASPECTS 7". */
export function categoryName(
  { system, variant, value, part }: Pick<Category, 'system' | 'variant' | 'value' | 'part'>,
  language: Language,
): string {
  if (system === 'BI-RADS density') return `${density[language]} ${value}`;
  if (system === 'TI-RADS' && variant !== null)
    return variant === 'ACR' ? `ACR TI-RADS ${value}` : `${variant}-TIRADS ${value}`;
  if (system === 'O-RADS' && variant !== null)
    return `O-RADS ${variant === 'MRI' && language === 'es' ? 'RM' : variant} ${value}`;
  if (system === 'ASPECTS' && variant !== null) return `${variant}-ASPECTS ${value}`;
  if (system === 'RECIST' && variant !== null) return `${variant}RECIST ${value}`;
  return `${system} ${value}${part === 'total' ? '/6' : ''}`;
}
