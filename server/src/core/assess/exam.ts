/** Which exam a report is of, from the words that name it. */
import { joinWords, modalityPlaces } from '../exam/modalities.js';
import type { Modality } from '../exam/modalities.js';
import { phrases } from '../quality/phrases.js';
import type { Facts } from '../quality/statements.js';
import type { Span, Word } from '../types.js';

export interface Exam {
  /** The words that name it. */
  readonly title: Span;
  readonly words: readonly Word[];
  readonly modalities: ReadonlySet<Modality>;
}

/** Words that end a title which runs on: what follows is no longer the exam's name. */
const stops = new Set(['.', ':', ';']);
/** Words that begin the reason for the exam. */
const reasons = new Set([
  'for',
  'por',
  'para',
  'estadificacion',
  'staging',
  'cancer',
  'carcinoma',
  'indication',
  'motivo',
]);
const longest = 24;

/** The exam of a report: its title, else its first line where that names one. Null where the report does not say. */
export function examOf({ report, zones }: Facts): Exam | null {
  for (const [index, words] of report.words.entries()) {
    const zone = zones[index];
    const isFirst =
      index === 0 &&
      (zone === 'findings' || zone === 'header' || zone === 'heading' || zone === 'indication');
    if (zone !== 'title' && !isFirst) continue;
    const named = nameIn(words);
    const modalities = modalitiesOf(named);
    const [first, last] = [named[0], named.at(-1)];
    if (modalities.size === 0 || first === undefined || last === undefined) continue;
    return { title: { startUtf16: first.startUtf16, endUtf16: last.endUtf16 }, words: named, modalities };
  }
  return null;
}

/** The words up to the name's end; "Exam:" and the like before it are left out. */
function nameIn(words: readonly Word[]): readonly Word[] {
  const colon = words.findIndex(({ folded }) => folded === ':');
  const from = colon > 0 && colon <= 4 && modalitiesOf(words.slice(0, colon)).size === 0 ? colon + 1 : 0;
  const rest = words.slice(from, from + longest);
  // "1. Exam", "1.- RM": a list's number is no end.
  const end = rest.findIndex(
    (word, at) =>
      at > 0 &&
      ((stops.has(word.folded) && at > 1) || reasons.has(word.folded) || isDash(word, rest[at - 1])),
  );
  return end < 0 ? rest : rest.slice(0, end);
}

/** A dash between spaces parts the name from what follows; "angio-TC" is one word. */
function isDash({ folded, startUtf16 }: Word, before: Word | undefined): boolean {
  return /^[-–—]$/u.test(folded) && before !== undefined && before.endUtf16 < startUtf16;
}

function modalitiesOf(words: readonly Word[]): Set<Modality> {
  return new Set(modalityPlaces(joinWords(words), true).map(({ modality }) => modality));
}

/** Exams made to guide a needle, a clip or a wire: they assign no category and describe no survey. */
export const guided = phrases(
  `biops*; guided; guiada|guiado; baag; paaf; fna; needle; aguja; aspirat*; aspiracion; drain*; drenaje; localiz*; arpon; wire; clip; specimen; pieza; galactogra*; marcaje; marker; ablation; ablacion; puncion; stereotactic; estereotax*; procedure; procedimiento; injection; infiltracion`,
);
