/** Small reports with a site's codes that words alone tell apart, and heads learnt from them. */
import { featuresOf } from '../../../../server/src/core/learn/features.js';
import { learnCodes } from '../../../../server/src/core/learn/learn.js';
import type { Example, LearnedHead, LearnedPack } from '../../../../server/src/core/learn/types.js';
import { parseReport } from '../../../../server/src/core/report.js';

const exams = {
  TX1: [
    'RADIOGRAFÍA DE TÓRAX',
    'Silueta cardiaca normal. Senos costofrénicos libres.',
    'Campos pulmonares limpios.',
  ],
  TC4: [
    'TC DE CRÁNEO SIN CONTRASTE',
    'Sistema ventricular centrado. No hay sangrado.',
    'Surcos de tamaño normal.',
  ],
  US2: ['ECOGRAFÍA ABDOMINAL', 'Hígado homogéneo. Vesícula sin litiasis.', 'Riñones de tamaño normal.'],
} as const;

/** Report number `index` of a code: the same exam in somewhat different words. */
export function toyReport(code: keyof typeof exams, index: number): string {
  const [title, first, second] = exams[code];
  return `${title}\n\nHALLAZGOS:\n${index % 2 === 0 ? first : second} Paciente ${'abcdefgh'.charAt(index % 8)}. ${index % 3 === 0 ? second : first}\n`;
}

export function example(text: string, code: string | null, rejected: readonly string[] = []): Example {
  return { features: featuresOf(parseReport(text), null), code, rejected };
}

/** `count` reports of each of the three codes. */
export function toyExamples(count = 8): Example[] {
  return (Object.keys(exams) as (keyof typeof exams)[]).flatMap((code) =>
    Array.from({ length: count }, (_, index) => example(toyReport(code, index), code)),
  );
}

export function learn(examples: readonly Example[]): LearnedHead {
  const work = learnCodes(examples, new Map([['TX1', 'Tórax']]));
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

export function packOf(head: LearnedHead, name = 'Hospital'): LearnedPack {
  return { name, modelSha256: 'f'.repeat(64), learnt: '2026-11-26', head };
}
