/** Skeletons of reports by exam: sections and organ headings to fill in, and a variant that states that all is normal. */
import { toSnippet } from '../templates/snippet.js';
import { examsAgree, examWords } from '../templates/examWords.js';
import type { Language } from '../types.js';
import { abdomen } from './abdomen.js';
import { neuro } from './neuro.js';
import { others } from './others.js';
import { thorax } from './thorax.js';
import type { Skeleton } from './types.js';

/** In the order in which they are listed. */
export const skeletons: readonly Skeleton[] = [...thorax, ...abdomen, ...neuro, ...others];

export interface WrittenSkeleton {
  readonly id: string;
  readonly language: Language;
  /** True: findings say that all is normal. Chosen as such, never by default. */
  readonly normal: boolean;
  /** The exam, as in its title, without choices. */
  readonly name: string;
  readonly text: string;
  readonly snippet: string;
}

const headings = {
  es: {
    indication: 'INDICACIÓN',
    technique: 'TÉCNICA',
    comparison: 'COMPARACIÓN',
    findings: 'HALLAZGOS',
    impression: 'IMPRESIÓN',
  },
  en: {
    indication: 'INDICATION',
    technique: 'TECHNIQUE',
    comparison: 'COMPARISON',
    findings: 'FINDINGS',
    impression: 'IMPRESSION',
  },
} as const;
/** Fields whose name is not that of a heading. */
const fields = {
  es: { indication: 'indicación', comparison: 'estudios previos', impression: 'impresión' },
  en: { indication: 'indication', comparison: 'prior studies', impression: 'impression' },
} as const;

/** @param titled false where the report has its title already: the skeleton goes on from there. */
export function writeSkeleton(
  skeleton: Skeleton,
  language: Language,
  normal: boolean,
  titled = true,
): WrittenSkeleton {
  const { title, technique, organs, closing, normal: nothing } = skeleton[language];
  const heading = headings[language];
  const field = fields[language];
  const findings = organs.map(([organ, text]) => `${organ}: ${normal ? text : `{{${organ.toLowerCase()}}}`}`);
  const impression = normal ? [nothing] : [`{{${field.impression}}}`, ...(closing === '' ? [] : [closing])];
  const text = [
    ...(titled ? [title, ''] : []),
    `${heading.indication}: {{${field.indication}}}`,
    '',
    `${heading.technique}: ${technique}`,
    '',
    `${heading.comparison}: {{${field.comparison}}}`,
    '',
    `${heading.findings}:`,
    ...findings,
    '',
    `${heading.impression}:`,
    ...impression,
    '',
  ].join('\n');
  const name = title.replace(/\s*(?:\[[^\]]*\]|\{\{[^}]*\}\})/gu, '').replace(/\s+(?:CON|WITH)$/u, '');
  return { id: skeleton.id, language, normal, name, text, snippet: toSnippet(text) };
}

/** Skeletons for an exam's name, the nearest first; all where it names none. */
export function skeletonsFor(exam: string): readonly Skeleton[] {
  const asked = examWords(exam);
  if (asked.modality === null && asked.regions.size === 0) return skeletons;
  const fitting = skeletons.filter(({ modality, regions }) =>
    examsAgree(asked, { modality, regions: new Set(regions) }),
  );
  const shared = ({ regions }: Skeleton): number => {
    const both = regions.filter((region) => asked.regions.has(region)).length;
    return both === 0 ? 0 : both / (regions.length + asked.regions.size - both);
  };
  return [...fitting].sort((a, b) => shared(b) - shared(a));
}
