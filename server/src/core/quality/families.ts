/** Findings by families, Spanish and English, folded: words of one family say the same of a report. */
import { familyAbbreviations } from './familyAbbreviations.js';
import { familyRows, focal } from './familyRows.js';
import { Phrases } from './phrases.js';

export interface Family {
  readonly id: string;
  /** Families of one group may stand for one another between Findings and Impression (mass, tumour, nodule). */
  readonly group: string;
  /** The organ that the word itself names; null where the sentence tells. */
  readonly organ: string | null;
  /** An Impression that leaves it out leaves something out. */
  readonly expected: boolean;
  /** Stems of words in Findings that support it in the Impression; null where it is not checked. */
  readonly support: Phrases<true> | null;
  /** A sign rather than a finding: it tells side and size, and is neither denied nor missed by itself. */
  readonly sign: boolean;
}

const findingPhrases = new Phrases<Family>(4096);
const byId = new Map<string, Family>();
for (const { id, group = id, organ = null, expected = false, sign = false, support, words } of familyRows) {
  const family = {
    id,
    group,
    organ,
    expected,
    support: support === undefined ? null : new Phrases<true>().add(support, true),
    sign,
  };
  byId.set(id, family);
  findingPhrases.add(words, family);
}
for (const { family: id, organ, words } of familyAbbreviations) {
  const family = byId.get(id);
  if (family !== undefined) findingPhrases.add(words, organ === undefined ? family : { ...family, organ });
}

/** A growth named by its ending, in either language; the words that end so and are none. */
const growth = /^\p{L}{3,}omas?$/u;
const noGrowth =
  /^(?:ha?ematomas?|traumas?|sintomas?|estomas?|stomas?|glaucomas?|diplomas?|axiomas?|idiomas?|genomas?|cromosomas?|atheromas?|ateromas?|micetomas?|politraumas?|barotraumas?|xanthomas?|seromas?|scotomas?|escotomas?)$/;
const named: Family = {
  id: 'growth',
  group: focal,
  organ: null,
  expected: false,
  support: null,
  sign: false,
};

/** The family of a word that names a growth by its ending ("macroadenoma"), or null. */
export function growthAt(word: string): Family | null {
  if (!word.endsWith('oma') && !word.endsWith('omas')) return null;
  return growth.test(word) && !noGrowth.test(word) ? named : null;
}

/** Phrases of findings; the family `none` takes words that only look like one. */
export const families: Phrases<Family> = findingPhrases;
