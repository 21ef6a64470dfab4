/** Entities, relations and attributes against cases computed by hand. */
import { describe, expect, it } from 'vitest';
import { placeEntities } from '../../../../server/src/core/scores/annotated.js';
import type { Annotations, ScoredEntity } from '../../../../server/src/core/scores/annotated.js';
import { scoreEntities } from '../../../../server/src/core/scores/entities.js';
import { jaccard, LenientTally } from '../../../../server/src/core/scores/lenient.js';
import type { Span } from '../../../../server/src/core/types.js';
import { splitWords } from '../../../../server/src/core/words.js';

const span = (startUtf16: number, endUtf16: number): Span => ({ startUtf16, endUtf16 });

function entity(type: string, pieces: Span | Span[], said: Partial<ScoredEntity> = {}): ScoredEntity {
  const list = Array.isArray(pieces) ? pieces : [pieces];
  return { type, pieces: list, subtype: null, assertion: null, side: null, trend: null, ...said };
}

describe('placeEntities', () => {
  it('gives the words that any piece touches, also where it ends inside one', () => {
    const text = 'leve derrame pleural';
    const words = splitWords(text, span(0, text.length));
    const place = (...pieces: Span[]): readonly (readonly number[])[] =>
      placeEntities({ entities: [entity('Finding', pieces)], relations: [] }, words).wordsOf;
    expect(place(span(5, 12))).toEqual([[1]]);
    expect(place(span(7, 14))).toEqual([[1, 2]]);
    expect(place(span(0, 4), span(13, 20))).toEqual([[0, 2]]);
    expect(place(span(4, 5))).toEqual([[]]);
  });
});

describe('jaccard', () => {
  it('is 0.5 for half a span, 0 for none, and leaves out the gap of a discontinuous one', () => {
    expect(jaccard([span(0, 10)], [span(0, 5)])).toBe(0.5);
    expect(jaccard([span(0, 5)], [span(5, 9)])).toBe(0);
    // 4 + 4 characters against 12: 8 shared of 12; the hull would be 12 of 12.
    expect(jaccard([span(0, 4), span(8, 12)], [span(0, 12)])).toBe(8 / 12);
  });
});

describe('LenientTally', () => {
  it('pairs one to one, the most alike first, within a type', () => {
    const tally = new LenientTally();
    tally.add(
      [entity('Finding', span(0, 10)), entity('Finding', span(20, 24)), entity('Degree', span(30, 34))],
      // The second takes the first finding with 8/10; the first then finds none. The last has another type.
      [
        entity('Finding', span(0, 5)),
        entity('Finding', span(0, 8)),
        entity('Finding', span(20, 24)),
        entity('Anatomy', span(30, 34)),
      ],
    );
    const { lenient, exact } = tally.scores();
    expect(lenient.precision).toBeCloseTo((0.8 + 1) / 4, 12);
    expect(lenient.recall).toBeCloseTo((0.8 + 1) / 3, 12);
    expect(exact).toMatchObject({ precision: 1 / 4, recall: 1 / 3 });
  });
});

describe('scoreEntities', () => {
  const text = 'Leve derrame pleural izquierdo. Sin masa renal.';
  //            0    5       13      21         30 32  36   41
  const words = splitWords(text, span(0, text.length));
  const gold: Annotations = {
    entities: [
      entity('Degree', span(0, 4)),
      entity('Finding', span(5, 12), { assertion: 'present', trend: 'new' }),
      entity('Anatomy', span(13, 30), { subtype: 'Pleural sac', side: 'left' }),
      entity('Negation', span(32, 35)),
      entity('Finding', span(36, 40), { assertion: 'absent' }),
      entity('Anatomy', span(41, 46), { subtype: 'Kidney' }),
    ],
    relations: [
      { type: 'grades', head: 0, tail: 1 },
      { type: 'has', head: 1, tail: 2 },
      { type: 'negates', head: 3, tail: 4 },
      { type: 'has', head: 4, tail: 5 },
    ],
  };
  const read: Annotations = {
    entities: [
      entity('Finding', span(5, 12), { assertion: 'present' }),
      // Only its first word, with the right subtype.
      entity('Anatomy', span(13, 20), { subtype: 'Pleural sac' }),
      entity('Finding', span(36, 40), { assertion: 'present' }),
      entity('Anatomy', span(41, 46), { subtype: 'Adrenal gland' }),
      entity('Location', span(32, 35)),
    ],
    relations: [
      { type: 'has', head: 0, tail: 1 },
      { type: 'has', head: 2, tail: 3 },
      { type: 'has', head: 2, tail: 1 },
    ],
  };
  const scores = scoreEntities([{ words, gold, read }], ['Finding', 'Anatomy', 'Measure']);

  it('counts exact and overlapping spans of a type', () => {
    // Exact: two findings and the kidney; overlap: the pleura too. A negation is no location.
    expect(scores.entities).toMatchObject({
      gold: 6,
      read: 5,
      exact: { precision: 3 / 5, recall: 3 / 6 },
      overlap: { precision: 4 / 5, recall: 4 / 6 },
    });
    expect(scores.types.Finding?.exact.f1).toBe(1);
    expect(scores.types.Anatomy).toMatchObject({ exact: { f1: 0.5 }, overlap: { f1: 1 } });
    expect(scores.types.Measure).toMatchObject({ gold: 0, read: 0, exact: { f1: 0 } });
    expect(Object.keys(scores.types).slice(0, 3)).toEqual(['Finding', 'Anatomy', 'Measure']);
  });

  it('judges attributes on exactly matched entities alone', () => {
    expect(scores.attributes).toMatchObject({
      subtype: { count: 1, accuracy: 0, stated: 1, statedAccuracy: 0 },
      side: { count: 1, accuracy: 1, stated: 0, statedAccuracy: null },
      assertion: { count: 2, accuracy: 0.5, stated: 1, statedAccuracy: 0 },
      trend: { count: 2, accuracy: 0.5, stated: 1, statedAccuracy: 0 },
      findingSubtype: { count: 2, accuracy: 1, stated: 0 },
    });
  });

  it('matches relations at both ends, with the subtype where it is part of the label', () => {
    const { relation, relationSubtype, subtype } = scores.paper003;
    // Exact: mass has kidney; overlap: effusion has pleura too; mass has pleura is wrong either way.
    expect(relation).toMatchObject({
      exact: { precision: 1 / 3, recall: 1 / 2 },
      overlap: { precision: 2 / 3, recall: 1 },
    });
    expect(relationSubtype).toMatchObject({
      exact: { f1: 0 },
      overlap: { precision: 1 / 3, recall: 1 / 2 },
    });
    expect(subtype).toMatchObject({ exact: { f1: 0 }, overlap: { precision: 1 / 2, recall: 1 / 2 } });
    expect(scores.relations.grades).toMatchObject({ gold: 1, read: 0, overlap: { recall: 0 } });
  });

  it('tells relations to a finding from those to an anatomy', () => {
    const located = (tail: string): Annotations => ({
      entities: [entity('Location', span(0, 4)), entity(tail, span(5, 12))],
      relations: [{ type: 'locates', head: 0, tail: 1 }],
    });
    const one = { words, gold: located('Finding'), read: located('Anatomy') };
    expect(scoreEntities([one], []).relations.locates?.overlap.f1).toBe(0);
    expect(scoreEntities([{ ...one, read: one.gold }], []).relations.locates?.overlap.f1).toBe(1);
  });

  it('is 1 throughout for what is right', () => {
    const same = scoreEntities([{ words, gold, read: gold }], []);
    expect([same.entities.exact.f1, same.spradie.exact.f1, same.paper003.relationSubtype.exact.f1]).toEqual([
      1, 1, 1,
    ]);
  });
});
