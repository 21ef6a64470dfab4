import { describe, expect, it } from 'vitest';
import { mergeEntities } from '../../../server/src/core/entities.js';
import { parseReport } from '../../../server/src/core/report.js';
import { entityAt, nothing } from './readings.js';

const text = 'Hígado: nódulo de 2 cm. Quiste simple.';
// Sentences: the heading alone, and two under it that are read with the heading's words before their own.
const report = parseReport(text);

describe('mergeEntities under an organ heading', () => {
  const merged = mergeEntities(report, [
    { ...nothing, entities: [entityAt(report, 0, 'Anatomy', 'higado', { score: 0.7 })] },
    {
      ...nothing,
      entities: [
        entityAt(report, 1, 'Anatomy', 'higado', { score: 0.8, subtype: 'Spleen' }),
        entityAt(report, 1, 'Finding', 'nodulo'),
        entityAt(report, 1, 'Measure', '2 cm'),
      ],
      relations: [
        { type: 'measures', head: 2, tail: 1, score: 0.6 },
        { type: 'has', head: 1, tail: 0, score: 0.5 },
      ],
    },
    {
      ...nothing,
      entities: [
        entityAt(report, 2, 'Anatomy', 'higado', { score: 0.9, subtype: 'Liver' }),
        entityAt(report, 2, 'Finding', 'quiste simple'),
      ],
      relations: [{ type: 'has', head: 1, tail: 0, score: 0.75 }],
    },
  ]);

  it('keeps the heading’s organ once, as the best reading has it', () => {
    const found = merged.entities.map(({ id, type, startUtf16, endUtf16 }) => [
      id,
      type,
      text.slice(startUtf16, endUtf16),
    ]);
    expect(found).toEqual([
      ['e1', 'Anatomy', 'Hígado'],
      ['e2', 'Finding', 'nódulo'],
      ['e3', 'Measure', '2 cm'],
      ['e4', 'Finding', 'Quiste simple'],
    ]);
    expect(merged.entities[0]).toMatchObject({
      score: 0.9,
      subtype: 'Liver',
      sentence: 2,
      experiencer: null,
    });
    expect(merged.entities[1]).toMatchObject({ sentence: 1, experiencer: 'patient' });
  });

  it('sends every relation to it', () => {
    expect(merged.relations).toEqual([
      { type: 'has', head: 'e2', tail: 'e1', score: 0.5 },
      { type: 'measures', head: 'e3', tail: 'e2', score: 0.6 },
      { type: 'has', head: 'e4', tail: 'e1', score: 0.75 },
    ]);
  });

  it('makes one of entities of one type that overlap there, and of relations that become the same', () => {
    const two = parseReport('Hígado y vesícula: nódulo. Nódulo.');
    const { entities, relations } = mergeEntities(two, [
      nothing,
      {
        ...nothing,
        entities: [
          entityAt(two, 1, 'Anatomy', 'higado'),
          entityAt(two, 1, 'Anatomy', 'vesicula', { score: 0.99 }),
          entityAt(two, 1, 'Finding', 'nodulo'),
          entityAt(two, 1, 'Location', 'higado'),
        ],
        relations: [
          { type: 'has', head: 2, tail: 0, score: 0.9 },
          { type: 'has', head: 2, tail: 1, score: 0.8 },
        ],
      },
      {
        ...nothing,
        entities: [entityAt(two, 2, 'Anatomy', 'higado y vesicula', { score: 0.95 })],
      },
    ]);
    expect(entities.map(({ type, startUtf16, endUtf16 }) => [type, startUtf16, endUtf16])).toEqual([
      ['Anatomy', 0, 6],
      ['Location', 0, 6],
      ['Anatomy', 9, 17],
      ['Finding', 19, 25],
    ]);
    expect(relations.map(({ head, tail }) => [head, tail])).toEqual([
      ['e4', 'e1'],
      ['e4', 'e3'],
    ]);
  });
});

describe('a relation within a heading', () => {
  it('is one, with the best score, however often it is read', () => {
    const under = parseReport('Hígado izquierdo: nódulo. Quiste.');
    const read = (sentence: number, score: number) => ({
      ...nothing,
      entities: [
        entityAt(under, sentence, 'Anatomy', 'higado'),
        entityAt(under, sentence, 'Location', 'izquierdo'),
      ],
      relations: [{ type: 'locates' as const, head: 1, tail: 0, score }],
    });
    expect(under.sentences).toHaveLength(3);
    expect(mergeEntities(under, [read(0, 0.6), read(1, 0.8), read(2, 0.7)]).relations).toEqual([
      { type: 'locates', head: 'e2', tail: 'e1', score: 0.8 },
    ]);
  });
});

describe('mergeEntities', () => {
  it('keeps equal phrases of different sentences apart', () => {
    const twice = parseReport('Hay un nódulo. Hay un nódulo.');
    const readings = twice.inputs.map((_, i) => ({
      ...nothing,
      entities: [entityAt(twice, i, 'Finding', 'nodulo')],
    }));
    expect(mergeEntities(twice, readings).entities.map(({ id, sentence }) => [id, sentence])).toEqual([
      ['e1', 0],
      ['e2', 1],
    ]);
  });

  it('takes a finding for past where a relation says so, else by rule', () => {
    const said = parseReport(
      'Findings: nodule of unknown age. Mass. Mother with cancer.\n\nComparison: cyst in the liver.',
    );
    const at = (phrase: string): number =>
      said.inputs.findIndex(({ words }) => words.join(' ').includes(phrase));
    const readings = said.inputs.map(() => nothing);
    const put = (phrase: string): void => {
      const entities = [entityAt(said, at(phrase), 'Finding', phrase)];
      readings[at(phrase)] = { ...nothing, entities };
    };
    ['mass', 'cancer', 'cyst'].forEach(put);
    readings[at('nodule')] = {
      ...nothing,
      entities: [
        entityAt(said, at('nodule'), 'Finding', 'nodule'),
        entityAt(said, at('nodule'), 'ConditionalTemporal', 'unknown age'),
      ],
      relations: [{ type: 'past', head: 1, tail: 0, score: 0.9 }],
    };
    const { entities } = mergeEntities(said, readings);
    expect(entities.map(({ experiencer }) => experiencer)).toEqual([
      'past',
      null,
      'patient',
      'family',
      'past',
    ]);
  });

  it.each([
    ['Masa renal ya conocida, en crecimiento.', 'masa', 'ya conocida', 'patient'],
    ['Hematoma subdural crónico.', 'hematoma', 'cronico', 'patient'],
    ['Fractura antigua de L1.', 'fractura', 'antigua', 'past'],
    ['Known renal mass, enlarging.', 'mass', 'known', 'patient'],
    ['Chronic subdural hematoma.', 'hematoma', 'chronic', 'patient'],
    ['Old rib fracture.', 'fracture', 'old', 'past'],
  ])('keeps what is known and still there the patient’s: %s', (said, finding, cue, experiencer) => {
    const known = parseReport(said);
    const { entities, relations } = mergeEntities(known, [
      {
        ...nothing,
        entities: [entityAt(known, 0, 'Finding', finding), entityAt(known, 0, 'ConditionalTemporal', cue)],
        relations: [{ type: 'past', head: 1, tail: 0, score: 0.9 }],
      },
    ]);
    expect(entities.find(({ type }) => type === 'Finding')).toMatchObject({ experiencer });
    expect(relations).toHaveLength(1);
  });

  it('passes over sentences that were not read', () => {
    expect(mergeEntities(report, [null, null, null])).toEqual({ entities: [], relations: [] });
  });
});

describe('two headings', () => {
  it('keep their organs apart', () => {
    const organs = parseReport('Hígado: normal.\nBazo: nódulo. Quiste.\nRiñón: normal.');
    const readings = organs.inputs.map(({ words }, sentence) => ({
      ...nothing,
      entities: ['higado', 'bazo', 'rinon']
        .filter((organ) => words.includes(organ))
        .map((organ) => entityAt(organs, sentence, 'Anatomy', organ)),
    }));
    expect(mergeEntities(organs, readings).entities.map(({ startUtf16 }) => startUtf16)).toEqual([0, 16, 38]);
  });
});
