import { describe, expect, it } from 'vitest';
import type { Annotations, ScoredEntity } from '../../../../server/src/core/scores/annotated.js';
import {
  entityErrors,
  examErrors,
  labelErrors,
  mentionErrors,
} from '../../../../server/src/core/scores/goldErrors.js';
import type { GoldError } from '../../../../server/src/core/scores/goldErrors.js';
import type { ReportLabel } from '../../../../server/src/core/types.js';
import { splitWords } from '../../../../server/src/core/words.js';

const text = 'Nódulo pulmonar de 8 mm en lóbulo superior derecho. Sin derrame pleural.';

function entity(type: string, phrase: string, rest: Partial<ScoredEntity> = {}): ScoredEntity {
  const startUtf16 = text.indexOf(phrase);
  return {
    type,
    pieces: [{ startUtf16, endUtf16: startUtf16 + phrase.length }],
    subtype: null,
    assertion: null,
    side: null,
    trend: null,
    ...rest,
  };
}
const of = (entities: ScoredEntity[], relations: Annotations['relations'] = []): Annotations => ({
  entities,
  relations,
});
const errors = (gold: Annotations, read: Annotations): string[] =>
  entityErrors({ words: splitWords(text, { startUtf16: 0, endUtf16: text.length }), gold, read }).map(shown);
function shown({ kind, gold, read }: GoldError): string {
  const side = (one: GoldError['gold']): string =>
    one === null
      ? '-'
      : `${one.value}@${one.span === null ? '' : text.slice(one.span.startUtf16, one.span.endUtf16)}`;
  return `${kind} ${side(gold)} | ${side(read)}`;
}

describe('entityErrors', () => {
  it('says nothing of what is the same; present and no assertion are the same', () => {
    const gold = of([entity('Finding', 'Nódulo', { assertion: 'present' })]);
    expect(errors(gold, of([entity('Finding', 'Nódulo')]))).toEqual([]);
  });

  it('tells what is missed, spurious, of another type, with other ends, or with other attributes', () => {
    const gold = of([
      entity('Finding', 'derrame', { assertion: 'absent' }),
      entity('Anatomy', 'lóbulo superior derecho', { subtype: 'Lung', side: 'right' }),
      entity('Finding', 'Nódulo'),
      entity('Measure', '8 mm'),
      entity('Anatomy', 'pleural', { subtype: 'Pleura' }),
    ]);
    const read = of([
      entity('Finding', 'derrame', { assertion: 'present' }),
      entity('Anatomy', 'lóbulo superior', { subtype: 'Lung', side: 'right' }),
      entity('Degree', 'Nódulo'),
      entity('Anatomy', 'pleural', { subtype: 'Pleural sac' }),
      entity('Location', 'mm'),
    ]);
    expect(errors(gold, read)).toEqual([
      'type Finding@Nódulo | Degree@Nódulo',
      'missed Measure@8 mm | -',
      'spurious - | Location@mm',
      'span Anatomy@lóbulo superior derecho | Anatomy@lóbulo superior',
      'assertion Finding: absent@derrame | Finding: –@derrame',
      'subtype Anatomy: Pleura@pleural | Anatomy: Pleural sac@pleural',
    ]);
  });

  it('pairs each entity once, the same words before shared words', () => {
    const gold = of([entity('Anatomy', 'lóbulo superior derecho'), entity('Anatomy', 'derecho')]);
    const read = of([entity('Anatomy', 'derecho')]);
    expect(errors(gold, read)).toEqual(['missed Anatomy@lóbulo superior derecho | -']);
  });

  it('tells relations by both ends, over the words that they span', () => {
    const entities = [entity('Finding', 'Nódulo'), entity('Anatomy', 'pulmonar')];
    const has = [{ type: 'has', head: 0, tail: 1 }];
    expect(errors(of(entities, has), of(entities))).toEqual([
      'missed has (Finding → Anatomy)@Nódulo pulmonar | -',
    ]);
    expect(errors(of(entities), of(entities, has))).toEqual([
      'spurious - | has (Finding → Anatomy)@Nódulo pulmonar',
    ]);
    expect(errors(of(entities, has), of(entities, has))).toEqual([]);
  });
});

describe('mentionErrors', () => {
  const gold = (startUtf16: number, endUtf16: number, code: string | null) => ({
    startUtf16,
    endUtf16,
    code,
  });
  const read = (startUtf16: number, endUtf16: number, code: string) => ({
    startUtf16,
    endUtf16,
    probability: 0.9,
    spanProbability: 0.9,
    candidates: [{ code, probability: 0.8 }],
  });
  it('tells another code, other ends, missed and spurious mentions', () => {
    const found = mentionErrors(
      [gold(0, 9, '8140/3'), gold(20, 30, '8000/6'), gold(40, 50, '8500/3'), gold(60, 70, null)],
      [read(0, 9, '8010/3'), read(22, 30, '8000/6'), read(60, 70, '8000/1'), read(80, 90, '8000/6')],
    );
    expect(found.map(({ kind, gold: g, read: r }) => [kind, g?.value ?? null, r?.value ?? null])).toEqual([
      ['code', '8140/3', '8010/3'],
      ['span', '8000/6', '8000/6'],
      ['missed', '8500/3', null],
      ['spurious', null, '8000/6'],
    ]);
  });
});

it('labelErrors compares what is shown, and points at the evidence of what should not be', () => {
  const label = (id: ReportLabel['id'], value: boolean): ReportLabel => ({
    id,
    probability: value ? 0.9 : 0.1,
    threshold: 0.5,
    sensitiveThreshold: 0.2,
    value,
    applies: true,
    evidence: value ? [{ startUtf16: 3, endUtf16: 8, attention: 0.7, entity: null }] : [],
  });
  const gold = new Map([
    ['abnormal', false],
    ['mass', true],
    ['atrophy', true],
  ] as const);
  expect(labelErrors(gold, [label('abnormal', true), label('mass', true)])).toEqual([
    { kind: 'spurious', gold: null, read: { value: 'abnormal', span: { startUtf16: 3, endUtf16: 8 } } },
    { kind: 'missed', gold: { value: 'atrophy', span: null }, read: null },
  ]);
});

it('examErrors compares the best code', () => {
  const read = { value: 'BW03Z', span: { startUtf16: 0, endUtf16: 4 } };
  expect(examErrors('BW03Z', read)).toEqual([]);
  expect(examErrors('B020Z', read)).toEqual([{ kind: 'code', gold: { value: 'B020Z', span: null }, read }]);
  expect(examErrors('B020Z', null)).toEqual([
    { kind: 'missed', gold: { value: 'B020Z', span: null }, read: null },
  ]);
});
