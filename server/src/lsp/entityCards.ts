/** Hover cards of entities: what a phrase is, where, how large, and what it has to do with its neighbours. */
import type { Entity, RelationType } from '../core/types.js';
import { textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Card } from './card.js';
import type { Messages } from './messages.js';
import { quote } from './quote.js';
import { anatomiesOf, placesOf, Relations, statusWords } from './relations.js';

const maximumCards = 3;
/** Cues and modifiers of a finding or anatomy, in the order of the card; measures stand on its first line. */
const modifiers: readonly RelationType[] = ['grades', 'locates', 'negates', 'hedges', 'past'];

interface Context {
  readonly analysed: Analysed;
  readonly relations: Relations;
  readonly messages: Messages;
}

const wordsOf = ({ analysed }: Context, entity: Entity): string => quote(textOf(analysed, entity));
const listOf = (context: Context, entities: readonly Entity[]): string =>
  entities.map((entity) => wordsOf(context, entity)).join(', ');

/** "12 mm (diameter)". */
function measuresOf(context: Context, entity: Entity): string[] {
  return context.relations.headsOf(entity.id, 'measures').map((measure) => {
    const names = context.relations.headsOf(measure.id, 'names');
    const size = wordsOf(context, measure);
    return names.length === 0 ? size : `${size} (${listOf(context, names)})`;
  });
}

/** Subtype names with the SNOMED CT concept that the pack maps each to. */
function anatomyFacts({ analysed, messages }: Context, anatomies: readonly Entity[]): string[] {
  const snomed = new Set(
    anatomies.flatMap(({ subtype }) => analysed.vocabulary?.reader?.snomed.get(subtype ?? '') ?? []),
  );
  return [
    ...placesOf(analysed, anatomies, messages),
    ...[...snomed].map((concept) => messages.reader.snomed(concept)),
  ];
}

function cardOf(context: Context, entity: Entity): Card {
  const { analysed, relations, messages } = context;
  const { reader } = messages;
  const anatomies = anatomiesOf(entity, relations);
  const inWords = anatomies.filter(({ id }) => id !== entity.id);
  const findings = relations.headsOf(entity.id, 'has');
  const supported = (analysed.analysis?.labels ?? []).filter(({ evidence }) =>
    evidence.some(({ entity: id }) => id === entity.id),
  );
  const isCue = entity.type !== 'Finding' && entity.type !== 'Anatomy';
  const lines: (readonly [string, string])[] = [];
  const add = (head: string, text: string): void => {
    if (text !== '') lines.push([head, text]);
  };
  add(reader.relations.has, listOf(context, inWords));
  add(
    reader.inverse.has,
    findings
      .map((finding) => `${wordsOf(context, finding)} (${statusWords(finding, messages).join(', ')})`)
      .join(', '),
  );
  for (const type of modifiers)
    add(reader.inverse[type], listOf(context, relations.headsOf(entity.id, type)));
  if (isCue) {
    add(reader.inverse.names, listOf(context, relations.headsOf(entity.id, 'names')));
    for (const type of new Set(relations.tails(entity.id).map((to) => to.type))) {
      add(reader.relations[type], listOf(context, relations.tailsOf(entity.id, type)));
    }
  }
  add(reader.supports, supported.map((label) => reader.label(label)).join(', '));
  return {
    title: wordsOf(context, entity),
    facts: [
      [reader.entities[entity.type], ...statusWords(entity, messages)].join(', '),
      ...anatomyFacts(context, anatomies),
      ...measuresOf(context, entity),
      ...(entity.trend === null ? [] : [reader.trends[entity.trend]]),
      reader.score(entity.score),
    ],
    lines,
  };
}

/** Findings and anatomies before what stands in them; then the longest first. */
function byWeight(a: Entity, b: Entity): number {
  const rank = ({ type }: Entity): number => (type === 'Finding' ? 0 : type === 'Anatomy' ? 1 : 2);
  return rank(a) - rank(b) || b.endUtf16 - b.startUtf16 - (a.endUtf16 - a.startUtf16);
}

/** Entities at an offset (UTF-16) of the analysed version with their cards. */
export function entityCardsAt(
  analysed: Analysed,
  offsetUtf16: number,
  messages: Messages,
): { readonly entity: Entity; readonly card: Card }[] {
  const here = (analysed.analysis?.entities ?? [])
    .filter(({ startUtf16, endUtf16 }) => startUtf16 <= offsetUtf16 && offsetUtf16 <= endUtf16)
    .sort(byWeight)
    .slice(0, maximumCards);
  if (here.length === 0) return [];
  const context = { analysed, relations: new Relations(analysed), messages };
  return here.map((entity) => ({ entity, card: cardOf(context, entity) }));
}
