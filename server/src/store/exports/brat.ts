/** brat standoff: a `.txt` with exactly the text and an `.ann` with entities, attributes, codes and relations. */
import type { LabelRecord } from '../labelRecord.js';
import type { ExportFormat, RecordEntity } from './exportFormat.js';
import { lost, present } from './losses.js';
import { Phrases, piecesOf } from './spans.js';

/** Values of attributes have no spaces in brat. */
const value = (text: string): string => text.replace(/\s/g, '_');

/** The `A` lines of an entity, without their ids. */
function attributes({ assertion, trend, subtype, side }: RecordEntity, id: string): string[] {
  const named = { Assertion: assertion, Trend: trend, Subtype: subtype, Side: side };
  return Object.entries(named).flatMap(([name, said]) =>
    said === null ? [] : [`${name} ${id} ${value(said)}`],
  );
}

/**
 * The `.ann` of a record. Offsets are code points of `text`. A line break or tab inside a phrase makes fragments, as
 * brat itself writes them. Entities are numbered in the record's order.
 */
export function bratAnn(record: LabelRecord, text: string): string {
  const phrases = new Phrases(text);
  const ids = new Map<string, string>();
  const entityLines: string[] = [];
  const attributeLines: string[] = [];
  const codeLines: string[] = [];
  for (const entity of record.entities) {
    const pieces = piecesOf(entity).flatMap((piece) => phrases.lines(piece));
    if (pieces.length === 0) continue;
    const id = `T${ids.size + 1}`;
    ids.set(entity.id, id);
    const place = pieces.map(({ start, end }) => `${start} ${end}`).join(';');
    const phrase = pieces.map((piece) => phrases.at(piece)).join(' ');
    entityLines.push(`${id}\t${value(entity.type)} ${place}\t${phrase}\n`);
    for (const said of attributes(entity, id))
      attributeLines.push(`A${attributeLines.length + 1}\t${said}\n`);
    if (entity.snomed !== null)
      codeLines.push(
        `N${codeLines.length + 1}\tReference ${id} SCT:${entity.snomed}\t${entity.subtype ?? phrase}\n`,
      );
  }
  const relationLines: string[] = [];
  let number = 0;
  for (const { type, head, tail } of record.relations) {
    const from = ids.get(head);
    const to = ids.get(tail);
    if (from === undefined || to === undefined) continue;
    relationLines.push(
      type === 'Equiv'
        ? `*\tEquiv ${from} ${to}\n`
        : `R${++number}\t${value(type)} Arg1:${from} Arg2:${to}\n`,
    );
  }
  return [...entityLines, ...attributeLines, ...codeLines, ...relationLines].join('');
}

export const bratFormat: ExportFormat = {
  name: 'brat',
  dismissed: 'leftOut',
  layout: 'perReport',
  files: ({ record, text }) => [
    { ending: '.txt', content: text },
    { ending: '.ann', content: bratAnn(record, text) },
  ],
  losses: ({ record, text }) => {
    const phrases = new Phrases(text);
    const blank = record.entities.filter((entity) =>
      piecesOf(entity).every((piece) => phrases.lines(piece).length === 0),
    );
    return present([
      ...lost(record, ['labels', 'codes', 'experiencer', 'scores', 'quality', 'assessments', 'notAnalysed']),
      { kind: 'entities', count: blank.length },
    ]);
  },
};
