/**
 * "Positive for embolism", "Vascular invasion: present": what a test is positive for is there, and what is said to be
 * present, whatever the reader took the phrase for.
 */
import type { EntityReading, SentenceReading, Word } from './types.js';

const positive = /^positiv(?:e|[oa]s?)$/;
const present = /^presentes?$|^present$/;
const stops = new Set([',', ';', '.', ')']);
const links = new Set(['for', 'para', 'a']);
/** Words that deny. */
const denying =
  'no not non nor never without negative sin ni nunca tampoco negativo negativa ausencia absence'.split(' ');
/** Before "positive": it is not so, or not truly. */
const unless = new Set([
  ...denying,
  ...'false falsely isn wasn falso falsa falsos falsas - / or o'.split(' '),
]);
/** After "positive": what follows is not what it is positive for ("receptors positive, no metastases"). */
const ends = new Set([...denying, ...', ; : . ( ) and y but pero in en on'.split(' ')]);
/** Words between "positive (for)" and the finding, at most: "positive for acute pulmonary embolism". */
const reach = 4;

/**
 * The reading with the first finding after each "positive" and the last one before each "present" stated, where it was
 * read as denied, and without negations made of that word.
 * @param words the words that were read.
 */
export function affirmed(reading: SentenceReading, words: readonly Word[]): SentenceReading {
  const places: number[] = [];
  const stated = new Set<EntityReading>();
  words.forEach(({ folded }, at) => {
    if (folded.startsWith('positiv') && positive.test(folded) && !isDoubted(words, at)) places.push(at);
    if (!folded.startsWith('present') || !present.test(folded)) return;
    const before = saidPresent(reading, words, at);
    if (before !== null) stated.add(before);
  });
  if (places.length === 0 && stated.size === 0) return reading;
  const misread = new Set<EntityReading>();
  for (const at of places) {
    for (const entity of reading.entities) {
      if (entity.type === 'Negation' && entity.firstWord <= at && at < entity.endWord) misread.add(entity);
    }
    const from = links.has(words[at + 1]?.folded ?? '') ? at + 2 : at + 1;
    const to = endOf(words, from);
    const [next] = reading.entities
      .filter(({ type, firstWord }) => type === 'Finding' && firstWord >= from && firstWord < to)
      .sort((a, b) => a.firstWord - b.firstWord);
    if (next?.assertion === 'absent') stated.add(next);
  }
  if (stated.size === 0 && misread.size === 0) return reading;
  const kept = reading.entities.filter((entity) => !misread.has(entity));
  const placeOf = new Map(kept.map((entity, index) => [entity, index]));
  return {
    ...reading,
    entities: kept.map((entity) => (stated.has(entity) ? { ...entity, assertion: 'present' } : entity)),
    relations: reading.relations.flatMap((relation) => {
      const [head, tail] = [reading.entities[relation.head], reading.entities[relation.tail]];
      if (head === undefined || tail === undefined) return [];
      const [h, t] = [placeOf.get(head), placeOf.get(tail)];
      if (h === undefined || t === undefined || (relation.type === 'negates' && stated.has(tail))) return [];
      return [{ ...relation, head: h, tail: t }];
    }),
  };
}

/** The denied finding that "present" at the end of its clause states: without a word that denies, or a cue. */
function saidPresent(reading: SentenceReading, words: readonly Word[], at: number): EntityReading | null {
  const next = words[at + 1]?.folded;
  if (next !== undefined && !stops.has(next)) return null;
  let from = at;
  while (from > 0 && !stops.has(words[from - 1]?.folded ?? '')) from--;
  for (let i = from; i < at; i++) if (unless.has(words[i]?.folded ?? '')) return null;
  const [last] = reading.entities
    .filter(({ type, firstWord, endWord }) => type === 'Finding' && firstWord >= from && endWord <= at)
    .sort((a, b) => b.endWord - a.endWord);
  if (last?.assertion !== 'absent' || at - last.endWord > reach) return null;
  const tail = reading.entities.indexOf(last);
  return reading.relations.some((relation) => relation.type === 'negates' && relation.tail === tail)
    ? null
    : last;
}

/** Where the words that "positive" may speak of end. */
function endOf(words: readonly Word[], from: number): number {
  const limit = Math.min(words.length, from + reach + 1);
  let to = from;
  while (to < limit && !ends.has(words[to]?.folded ?? '')) to++;
  return to;
}

function isDoubted(words: readonly Word[], at: number): boolean {
  return [at - 1, at - 2].some((index) => unless.has(words[index]?.folded ?? ''));
}
