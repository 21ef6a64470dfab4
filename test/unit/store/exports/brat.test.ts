import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bratAnn, bratFormat } from '../../../../server/src/store/exports/brat.js';
import { bratRecord, parseBrat } from '../../../../server/src/store/imports/brat.js';
import { labelRecordSchema } from '../../../../server/src/store/labelRecord.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../records.js';
import { reports } from './arbitrary.js';

const entity = (
  id: string,
  type: string,
  start: number,
  end: number,
  said: Partial<LabelRecord['entities'][number]> = {},
): LabelRecord['entities'][number] => ({
  id,
  type,
  start,
  end,
  text: '',
  score: 0.9,
  assertion: null,
  subtype: null,
  snomed: null,
  side: null,
  trend: null,
  ...said,
});

/** Characters of a text that a line of brat can hold: every break and the white space beside it may go. */
const solid = (text: string): string => text.replace(/[\s\x1c-\x1f\x85]/g, '');

describe('brat', () => {
  it('writes entities, attributes, references and relations in code points', () => {
    const text = '🧠 Sin derrame pleural derecho.';
    const made: LabelRecord = {
      ...record('a.txt', text),
      entities: [
        entity('e1', 'Negation', 2, 5),
        entity('e2', 'Finding', 6, 13, { assertion: 'absent', trend: 'no-change' }),
        entity('e3', 'Anatomy', 14, 29, { subtype: 'Pleural sac', snomed: '3120008', side: 'right' }),
      ],
      relations: [
        { type: 'negates', head: 'e1', tail: 'e2', score: 1 },
        { type: 'has', head: 'e2', tail: 'e3', score: 1 },
      ],
    };
    expect(bratAnn(made, text)).toBe(
      'T1\tNegation 2 5\tSin\n' +
        'T2\tFinding 6 13\tderrame\n' +
        'T3\tAnatomy 14 29\tpleural derecho\n' +
        'A1\tAssertion T2 absent\n' +
        'A2\tTrend T2 no-change\n' +
        'A3\tSubtype T3 Pleural_sac\n' +
        'A4\tSide T3 right\n' +
        'N1\tReference T3 SCT:3120008\tPleural sac\n' +
        'R1\tnegates Arg1:T1 Arg2:T2\n' +
        'R2\thas Arg1:T2 Arg2:T3\n',
    );
  });

  it('parts a phrase where a line or a field would end', () => {
    const text = 'masa\r\n  hepática\tgrande';
    const made = { ...record('a.txt', text), entities: [entity('e1', 'Finding', 0, 23)] };
    expect(bratAnn(made, text)).toBe('T1\tFinding 0 4;8 16;17 23\tmasa hepática grande\n');
    expect(bratFormat.losses({ record: made, text, reviewers: [] })).toEqual([{ kind: 'scores', count: 1 }]);
  });

  it('gives back what went in, for any text', () => {
    fc.assert(
      fc.property(reports, ({ record: made, text }) => {
        const ann = bratAnn(made, text);
        const points = Array.from(text);
        const read = parseBrat(ann, text);
        expect(read.problems).toEqual([]);
        // Python's splitlines must see the same lines.
        expect(ann.split(/[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)).toEqual(ann.split('\n'));
        const back = bratRecord(made.path, text, ann, read);
        const kept = made.entities.filter((found) => solid(found.text) !== '');
        expect(back.entities.length).toBe(kept.length);
        back.entities.forEach((found, index) => {
          const from = kept[index]!;
          const held = (found.fragments ?? [found]).map(({ start, end }) =>
            points.slice(start, end).join(''),
          );
          expect(solid(held.join(''))).toBe(solid(from.text));
          const { assertion, subtype, snomed, side, trend, type } = from;
          expect(found).toMatchObject({ assertion, subtype, snomed, side, trend, type, score: 1 });
          if (!/[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/.test(from.text))
            expect([found.start, found.end, found.fragments]).toEqual([from.start, from.end, undefined]);
        });
        const number = new Map(kept.map(({ id }, index) => [id, `T${index + 1}`]));
        const wanted = made.relations.flatMap(({ type, head, tail }) => {
          const [from, to] = [number.get(head), number.get(tail)];
          return from === undefined || to === undefined ? [] : [{ type, head: from, tail: to }];
        });
        const order = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
        expect(back.relations.map(({ type, head, tail }) => ({ type, head, tail })).sort(order)).toEqual(
          wanted.sort(order),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the reader of brat', () => {
  const text = 'Nódulo pulmonar y masa.\r\nCarcinoma.';

  it('reads fragments, notes, references and equivalences', () => {
    const ann =
      'R1\thas Arg1:T1 Arg2:T2\n' +
      'T1\tFinding 0 6;18 22\tNódulo masa\n' +
      'T2\tAnatomy 7 15\tpulmonar\n' +
      'T3\tMORFOLOGIA_NEOPLASIA 25 34\tCarcinoma\n' +
      '#1\tAnnotatorNotes T3\t8010/3\n' +
      '#2\tAnnotatorNotes R1\tduda\n' +
      'A1\tSubtype T2 Bile_duct\n' +
      'A2\tNegated T1\n' +
      'N1\tReference T2 SCT:39607008\tLung\n' +
      '*\tEquiv T1 T2 T3\n';
    const read = parseBrat(ann, text);
    expect(read.problems).toEqual([]);
    expect(read.attributes.get('T1')).toEqual(new Map([['Negated', '']]));
    const made = bratRecord('a.txt', text, ann, read);
    expect(made.entities[0]).toMatchObject({
      start: 0,
      end: 22,
      text: 'Nódulo pulmonar y masa',
      fragments: [
        { start: 0, end: 6 },
        { start: 18, end: 22 },
      ],
    });
    expect(made.entities[1]).toMatchObject({ subtype: 'Bile duct', snomed: '39607008' });
    expect(made.codes).toMatchObject([
      { system: 'ICD-O-3', code: '8010/3', rank: 1, value: true, evidence: [{ start: 25, end: 34 }] },
    ]);
    expect(made.relations).toEqual([
      { type: 'has', head: 'T1', tail: 'T2', score: 1 },
      { type: 'Equiv', head: 'T1', tail: 'T2', score: 1 },
      { type: 'Equiv', head: 'T2', tail: 'T3', score: 1 },
    ]);
    // What was read is written as it stood, ids aside.
    expect(bratAnn(made, text)).toContain('T1\tFinding 0 6;18 22\tNódulo masa\n');
  });

  it.each([
    ['T2\tFinding 0 6', 'fields'],
    ['T2\tFinding 0-6\tNódulo', 'span'],
    ['T2\tFinding 6 6\t', 'range'],
    ['T2\tFinding 30 90\tx', 'range'],
    ['T2\tFinding 7 15;0 6\tpulmonar Nódulo', 'range'],
    ['T2\tFinding 0 6\tNodulo', 'text'],
    ['T1\tFinding 0 6\tNódulo', 'repeated'],
    ['R1\thas Arg1:T1 Arg2:T9', 'target'],
    ['R1\thas T1 T1', 'fields'],
    ['A1\tSide T9 left', 'target'],
    ['A1\tSide', 'fields'],
    ['N1\tReference T1 39607008\tLung', 'fields'],
    ['#1\tAnnotatorNotes T9\tx', 'target'],
    ['*\tEquiv T1 T9', 'target'],
    ['E1\tFinding:T1', 'unsupported'],
    ['what', 'unsupported'],
  ])('names a bad line: %j', (line, kind) => {
    const read = parseBrat(`T1\tFinding 0 6\tNódulo\n${line}\n`, text);
    expect(read.problems).toEqual([{ line: 2, kind }]);
    expect(read.entities.length).toBe(kind === 'text' ? 2 : 1);
  });

  it('takes any text for an annotation file', () => {
    const bits = [
      'T1',
      'T2',
      'R1',
      'A1',
      '#1',
      '*',
      'N1',
      '\t',
      ' ',
      ';',
      '0 6',
      '7 15',
      'Finding',
      'Equiv',
      ':',
      '\n',
      '🧠',
      '\r\n',
    ];
    const files = fc.array(fc.constantFrom(...bits), { maxLength: 60 }).map((list) => list.join(''));
    fc.assert(
      fc.property(
        fc.oneof(files, fc.string({ unit: 'binary' })),
        fc.constantFrom(text, '', '🧠'),
        (ann, over) => {
          const read = parseBrat(ann, over);
          const made = bratRecord('a.txt', over, ann, read);
          expect(labelRecordSchema.parse(made)).toEqual(made);
          expect(parseBrat(bratAnn(made, over), over).problems).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
