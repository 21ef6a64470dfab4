/** Words of the page on agreement, in the interface's two languages. */
import type { Language } from '../core/types.js';

export interface AgreementMessages {
  readonly title: string;
  readonly explained: string;
  readonly onePerson: string;
  pair(first: string, second: string): string;
  readonly columns: readonly [what: string, n: string, observed: string, kappa: string];
  readonly codes: string;
  readonly nothingShared: string;
  spans(first: number, second: number, matched: number, f1: string): string;
  readonly noDisagreement: string;
  disagreements(count: number): string;
  readonly howToSettle: string;
  readonly disagreementColumns: readonly [place: string, what: string, who: string];
  more(count: number): string;
}

export const agreementMessages: Readonly<Record<Language, AgreementMessages>> = {
  en: {
    title: 'Reviewer agreement',
    explained:
      'Kappa is agreement beyond chance (Cohen): 1 is full agreement, 0 what chance would give; “–” where chance alone explains all or nothing was decided by both. Judgements between reviewers are not counted.',
    onePerson: 'No two people have decided here yet.',
    pair: (first, second) => `${first} and ${second}`,
    columns: ['Decided by both', 'Reports', 'Same answer', 'Kappa'],
    codes: 'Codes',
    nothingShared: 'They have decided on nothing in common.',
    spans: (first, second, matched, f1) =>
      `Accepted phrases: ${first} and ${second}, of which ${matched} ${matched === 1 ? 'overlaps' : 'overlap'} (F1 ${f1}).`,
    noDisagreement: 'Nothing is in dispute.',
    disagreements: (count) => `In dispute: ${count}`,
    howToSettle:
      'Open a place and use its quick fix, its code lens, or “Glosa: Adjudicate…” to settle it; both decisions stay in the reviews.',
    disagreementColumns: ['Place', 'What', 'Who decided what'],
    more: (count) => `${count} more ${count === 1 ? 'is' : 'are'} at the head of the review queue.`,
  },
  es: {
    title: 'Concordancia entre revisores',
    explained:
      'Kappa es la concordancia más allá del azar (Cohen): 1 es concordancia total, 0 lo que daría el azar; «–» donde el azar lo explica todo o ninguno de los dos decidió nada en común. Las resoluciones entre revisores no cuentan.',
    onePerson: 'Aún no hay dos personas que hayan decidido aquí.',
    pair: (first, second) => `${first} y ${second}`,
    columns: ['Decidido por ambos', 'Informes', 'Misma respuesta', 'Kappa'],
    codes: 'Códigos',
    nothingShared: 'No han decidido sobre nada en común.',
    spans: (first, second, matched, f1) =>
      `Fragmentos aceptados: ${first} y ${second}, de los que ${matched} se ${matched === 1 ? 'solapa' : 'solapan'} (F1 ${f1}).`,
    noDisagreement: 'No hay nada en disputa.',
    disagreements: (count) => `En disputa: ${count}`,
    howToSettle:
      'Abra un lugar y use su corrección rápida, las acciones sobre la línea o «Glosa: Resolver discrepancia…» para zanjarlo; ambas decisiones quedan en las revisiones.',
    disagreementColumns: ['Lugar', 'Qué', 'Quién decidió qué'],
    more: (count) => `Hay ${count} más al principio de la cola de revisión.`,
  },
};
