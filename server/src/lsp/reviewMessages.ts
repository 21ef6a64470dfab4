/** What the server says of decisions, in the interface's two languages. */
import type { ChainFault } from '../store/reviews/chain.js';
import type { Verdict } from '../store/reviews/standing.js';
import type { MemoryReason } from './reviewDesk.js';

export interface ReviewMessages {
  /** Why decisions are not on disk. */
  memoryOnly(why: MemoryReason): string;
  /** Added to what was decided on. */
  readonly accepted: string;
  readonly stale: string;
  readonly dismissed: string;
  lensStale(code: string): string;
  lensDismissed(codes: readonly string[]): string;
  acceptAgain(code: string, state: 'stale' | 'dismissed'): string;
  undo(code: string, state: 'accepted' | 'dismissed'): string;
  withdraw(code: string): string;
  correct(code: string): string;
  note(code: string): string;
  readonly nothingToUndo: string;
  /** On the button of {@link memoryOnly}. */
  readonly tryAgain: string;
  written(count: number): string;
  acceptLabel(label: string): string;
  acceptFinding(finding: string): string;
  /** One person's decision. @param when ISO 8601. @param instead the code that was put instead, or null. */
  side(who: string, verdict: Verdict, when: string, instead: string | null, judged: boolean): string;
  disagree(name: string, sides: readonly string[]): string;
  lensDisagree(name: string): string;
  take(name: string, side: string): string;
  takeOther(name: string): string;
  readonly disagreementGone: string;
  lensAcceptFlag(label: string): string;
  lensDismissFlag(label: string): string;
}

/** Day and time of the machine that shows it. */
function dateIn(locale: string): (when: string) => string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  return (when) => format.format(new Date(when));
}
const englishDate = dateIn('en-GB');
const spanishDate = dateIn('es');

const englishFault: Readonly<Record<ChainFault, string>> = {
  notALine: 'it is not a line of reviews',
  sequence: 'its number does not follow',
  previous: 'it does not continue the line before',
  hash: 'it was changed after it was written',
};
const spanishFault: Readonly<Record<ChainFault, string>> = {
  notALine: 'no es una línea de revisiones',
  sequence: 'su número no sigue al anterior',
  previous: 'no continúa la línea anterior',
  hash: 'se cambió después de escribirse',
};

export const englishReviews: ReviewMessages = {
  memoryOnly: (why) => {
    const kept = 'Your decisions count, but are kept in memory until the editor closes';
    switch (why.kind) {
      case 'untrusted':
        return `${kept}: the workspace is not trusted.`;
      case 'noFolder':
        return `${kept}: the report is in no workspace folder.`;
      case 'broken':
        return `${kept}: line ${why.at.line} of ${why.path} breaks the chain (${englishFault[why.at.fault]}). The file was left as it is; “glosa verify” says more.`;
      case 'locked':
        return `${kept}, and written with the next one: another process holds ${why.path}.lock.`;
      case 'system':
        return why.code === 'ENOSPC'
          ? `${kept}, and written with the next one that fits: the disk is full (${why.path}).`
          : `${kept}, and written once that is possible: ${why.path} cannot be written (${why.code}).`;
    }
  },
  accepted: 'accepted',
  stale: 'accepted for words that have changed',
  dismissed: 'dismissed',
  lensStale: (code) => `Withdraw ${code}: its words have changed`,
  lensDismissed: (codes) => `Dismissed: ${codes.join(', ')}`,
  acceptAgain: (code, state) =>
    state === 'stale' ? `Accept ${code} again (its words have changed)` : `Accept ${code} (it was dismissed)`,
  undo: (code, state) => `Undo: ${code} ${state === 'accepted' ? 'was accepted' : 'was dismissed'}`,
  withdraw: (code) => `Withdraw ${code} (accepted for words that have changed)`,
  correct: (code) => `Correct ${code}…`,
  note: (code) => `Add a note on ${code}…`,
  nothingToUndo: 'There is no decision on this report to take back.',
  tryAgain: 'Try Again',
  written: (count) =>
    count === 1 ? 'The decision has been written.' : `${count} decisions have been written.`,
  acceptLabel: (label) => `Accept: the report states ${label}`,
  acceptFinding: (finding) => `Accept “${finding}”`,
  side: (who, verdict, when, instead, judged) =>
    `${who} ${judged ? 'judged it' : 'called it'} ${verdict === 'accepted' ? 'right' : 'wrong'}${instead === null ? '' : ` (instead: ${instead})`} on ${englishDate(when)}`,
  disagree: (name, sides) => `Reviewers disagree on ${name}: ${sides.join('; ')}`,
  lensDisagree: (name) => `Reviewers disagree on ${name}: adjudicate…`,
  take: (name, side) => `Adjudicate ${name}: ${side}`,
  takeOther: (name) => `Adjudicate ${name}: something else…`,
  disagreementGone: 'That disagreement is settled, or one of its reviewers has decided again.',
  lensAcceptFlag: (label) => `Accept: ${label}`,
  lensDismissFlag: (label) => `Dismiss: ${label}`,
};

export const spanishReviews: ReviewMessages = {
  memoryOnly: (why) => {
    const kept = 'Sus decisiones cuentan, pero quedan en memoria hasta que se cierre el editor';
    switch (why.kind) {
      case 'untrusted':
        return `${kept}: el espacio de trabajo no es de confianza.`;
      case 'noFolder':
        return `${kept}: el informe no está en ninguna carpeta del espacio de trabajo.`;
      case 'broken':
        return `${kept}: la línea ${why.at.line} de ${why.path} rompe la cadena (${spanishFault[why.at.fault]}). El archivo se dejó como está; «glosa verify» dice más.`;
      case 'locked':
        return `${kept}, y se escriben con la siguiente: otro proceso tiene ${why.path}.lock.`;
      case 'system':
        return why.code === 'ENOSPC'
          ? `${kept}, y se escriben con la siguiente que quepa: el disco está lleno (${why.path}).`
          : `${kept}, y se escriben en cuanto sea posible: no se puede escribir ${why.path} (${why.code}).`;
    }
  },
  accepted: 'aceptado',
  stale: 'aceptado por palabras que han cambiado',
  dismissed: 'descartado',
  lensStale: (code) => `Retirar ${code}: sus palabras han cambiado`,
  lensDismissed: (codes) => `Descartados: ${codes.join(', ')}`,
  acceptAgain: (code, state) =>
    state === 'stale'
      ? `Aceptar ${code} de nuevo (sus palabras han cambiado)`
      : `Aceptar ${code} (se había descartado)`,
  undo: (code, state) => `Deshacer: ${code} ${state === 'accepted' ? 'se aceptó' : 'se descartó'}`,
  withdraw: (code) => `Retirar ${code} (aceptado por palabras que han cambiado)`,
  correct: (code) => `Corregir ${code}…`,
  note: (code) => `Añadir una nota sobre ${code}…`,
  nothingToUndo: 'No hay ninguna decisión sobre este informe que deshacer.',
  tryAgain: 'Reintentar',
  written: (count) => (count === 1 ? 'La decisión se ha escrito.' : `Se han escrito ${count} decisiones.`),
  acceptLabel: (label) => `Aceptar: el informe dice ${label}`,
  acceptFinding: (finding) => `Aceptar «${finding}»`,
  side: (who, verdict, when, instead, judged) =>
    `${who} ${judged ? 'resolvió que es' : 'lo consideró'} ${verdict === 'accepted' ? 'correcto' : 'incorrecto'}${instead === null ? '' : ` (en su lugar: ${instead})`} el ${spanishDate(when)}`,
  disagree: (name, sides) => `Los revisores discrepan en ${name}: ${sides.join('; ')}`,
  lensDisagree: (name) => `Los revisores discrepan en ${name}: resolver…`,
  take: (name, side) => `Resolver ${name}: ${side}`,
  takeOther: (name) => `Resolver ${name}: otra cosa…`,
  disagreementGone: 'Esa discrepancia está resuelta, o uno de sus revisores ha vuelto a decidir.',
  lensAcceptFlag: (label) => `Aceptar: ${label}`,
  lensDismissFlag: (label) => `Descartar: ${label}`,
};
