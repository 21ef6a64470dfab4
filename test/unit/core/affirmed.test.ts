import { describe, expect, it } from 'vitest';
import { mergeEntities } from '../../../server/src/core/entities.js';
import { parseReport } from '../../../server/src/core/report.js';
import { entityAt, nothing } from './readings.js';

/** Assertions of the findings, and the negations that are left, where the reader denied every finding. */
function merged(text: string, findings: readonly string[], negation?: string) {
  const report = parseReport(text);
  const denied = findings.map((words) => entityAt(report, 0, 'Finding', words, { assertion: 'absent' }));
  const cue = negation === undefined ? [] : [entityAt(report, 0, 'Negation', negation)];
  const relations = cue.flatMap(() =>
    denied.map((_, index) => ({ type: 'negates' as const, head: 0, tail: index + 1, score: 0.9 })),
  );
  const { entities, relations: kept } = mergeEntities(report, [
    { ...nothing, entities: [...cue, ...denied], relations },
  ]);
  return [
    ...entities.flatMap(({ type, assertion }) => (type === 'Finding' ? [assertion] : [])),
    ...entities.flatMap(({ type }) => (type === 'Negation' ? ['cue'] : [])),
    ...kept.map(({ type }) => type),
  ];
}

describe('what a test is positive for', () => {
  it.each([
    ['Positive for pulmonary embolism.', ['embolism']],
    ['Exam is positive for acute fracture.', ['fracture']],
    ['Positive sonographic Murphy sign.', ['sonographic murphy sign']],
    ['Biopsia positiva para malignidad.', ['malignidad']],
  ])('is stated: %s', (text, findings) => {
    expect(merged(text, findings)).toEqual(['present']);
  });

  it('is not what "positive" negates', () => {
    expect(merged('Positivo para malignidad.', ['malignidad'], 'positivo para')).toEqual(['present']);
  });

  it.each([
    ['Not positive for embolism.', ['embolism']],
    ['Negative for embolism.', ['embolism']],
    ['False positive for embolism.', ['embolism']],
    ['No es positivo para malignidad.', ['malignidad']],
    ['Receptors positive, no metastases.', ['metastases']],
    ['Biopsy positive without invasion.', ['invasion']],
    ['Biopsia positiva, sin metástasis.', ['metastasis']],
    ['Citología positiva y ausencia de invasión.', ['invasion']],
    ['Serology positive in 2019 and again in 2021, no embolism.', ['embolism']],
  ])('stays denied otherwise: %s', (text, findings) => {
    expect(merged(text, findings)).toEqual(['absent']);
  });

  it('is the first finding alone; the others keep what they are denied by', () => {
    const said = merged(
      'No fracture; positive for effusion without shift.',
      ['fracture', 'effusion', 'shift'],
      'no',
    );
    expect(said).toEqual(['absent', 'present', 'absent', 'cue', 'negates', 'negates']);
  });
});

describe('what is said to be present', () => {
  it.each([
    ['Invasión linfovascular presente.', 'invasion'],
    ['Infiltración perineural: presente.', 'infiltracion'],
    ['Lymphovascular invasion is present, margins are free.', 'invasion'],
    ['Adenopatías presentes.', 'adenopatias'],
  ])('is stated: %s', (text, finding) => {
    expect(merged(text, [finding])).toEqual(['present']);
  });

  it.each([
    ['No invasion is present.', 'invasion'],
    ['Sin invasión vascular presente.', 'invasion'],
    ['Invasion was sought in the present study.', 'invasion'],
    ['Necrosis, fibrosis presente.', 'necrosis'],
    ['Invasión linfovascular no presente.', 'invasion'],
  ])('stays denied otherwise: %s', (text, finding) => {
    expect(merged(text, [finding])).toEqual(['absent']);
  });

  it('stays denied where a cue denies it', () => {
    expect(merged('Rule out: invasion present.', ['invasion'], 'rule out')).toEqual([
      'absent',
      'cue',
      'negates',
    ]);
  });
});
