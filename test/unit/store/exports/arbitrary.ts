/** Records over hostile texts: astral characters, decomposed accents, CR LF, tabs, exotic line ends, lone marks. */
import fc from 'fast-check';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import type { ReportToExport } from '../../../../server/src/store/exports/exportFormat.js';
import { textSha256 } from '../../../../server/src/store/toLabelRecord.js';
import { conllLayers } from '../../../../server/src/store/exports/conll.js';
import { model } from '../records.js';

const pieces = [
  'nódulo',
  'no\u0301dulo', // decomposed
  '🧠',
  '𝛼lesión',
  'Hígado:',
  'IMPRESIÓN:',
  'sin derrame.',
  '12 x 8 mm',
  ' ',
  '  ',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\t',
  '\u2028',
  '\u0085',
  '\u00a0',
  '\f',
  ';',
  '|',
  '"',
  ',',
  '#',
  '\u0301',
  '👩‍⚕️',
  'T1',
  '\u202e',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((list) => list.join(''));

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const probabilities = fc.double({ min: 0, max: 1, noNaN: true });
/** What a person decided, or nobody. */
const decisions = fc.constantFrom({}, { decision: 'accepted' as const }, { decision: 'dismissed' as const });
const experiencers = fc.constantFrom('patient' as const, 'family' as const, 'past' as const);
const assertions = fc.constantFrom('present' as const, 'possible' as const, 'absent' as const);

/** Start and end, in code points, of a part of a text that is not empty. */
const spans = (points: number): fc.Arbitrary<{ start: number; end: number }> =>
  fc
    .tuple(fc.nat(points - 1), fc.nat(points - 1))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 }));

/** A report whose record has spans anywhere in its text, as a careless model could give them. */
export const reports: fc.Arbitrary<ReportToExport> = texts.chain((text) => {
  const points = Array.from(text);
  const phrase = ({ start, end }: { start: number; end: number }) => ({
    start,
    end,
    text: points.slice(start, end).join(''),
  });
  const empty = points.length === 0;
  const entities = empty
    ? fc.constant<LabelRecord['entities']>([])
    : fc
        .array(
          fc.record({
            type: fc.constantFrom(...conllLayers),
            span: spans(points.length),
            score: probabilities,
            assertion: orNull(assertions),
            experiencer: orNull(experiencers),
            subtype: orNull(fc.constantFrom('Lung', 'Pleural sac')),
            snomed: orNull(fc.constant('39607008')),
            side: orNull(fc.constantFrom('left', 'right', 'bilateral')),
            trend: orNull(fc.constantFrom('new', 'no-change')),
            decided: decisions,
          }),
          { maxLength: 8 },
        )
        .map((list) =>
          list.map(({ span, type, decided, ...said }, index) => ({
            id: `e${index + 1}`,
            type,
            ...phrase(span),
            ...said,
            ...decided,
          })),
        );
  const evidence = empty
    ? fc.constant<LabelRecord['codes'][number]['evidence']>([])
    : fc.array(spans(points.length).map(phrase), { minLength: 1, maxLength: 3 });
  const codes = fc
    .uniqueArray(
      fc.record({
        system: fc.constantFrom('ICD-O-3', 'ICD-10-PCS', 'ICD-10-CM', 'site "A", list'),
        code: fc.constantFrom('8140/3', 'BW24ZZZ', 'B030ZZZ', 'C34.9', '0TCB'),
        description: fc.constantFrom('', 'TC, de "tórax"\ncon salto'),
        probability: probabilities,
        value: fc.boolean(),
        assertion: assertions,
        experiencer: experiencers,
        evidence,
        decided: decisions,
      }),
      { maxLength: 5, selector: ({ system, code }) => `${system} ${code}` },
    )
    .map((list) =>
      // Each system has a ranking of its own.
      list.map(({ decided, ...code }, index) => {
        const before = list.slice(0, index).filter(({ system }) => system === code.system);
        return { ...code, rank: before.length + 1, ...decided };
      }),
    );
  const labels = fc
    .uniqueArray(
      fc.record({
        id: fc.constantFrom('abnormal', 'mass'),
        probability: probabilities,
        threshold: probabilities,
        sensitiveThreshold: probabilities,
        value: fc.boolean(),
        applies: fc.boolean(),
        evidence,
        decided: decisions,
      }),
      { maxLength: 2, selector: ({ id }) => id },
    )
    .map((list) => list.map(({ decided, ...label }) => ({ ...label, ...decided })));
  const assessments = fc.array(
    fc.record({
      system: fc.constantFrom('BI-RADS', 'TI-RADS'),
      variant: orNull(fc.constant('ACR')),
      value: fc.constantFrom('4A', '3'),
      valid: fc.boolean(),
      use: fc.constantFrom('current' as const, 'prior' as const),
      part: orNull(fc.constant('total')),
      side: orNull(fc.constantFrom('left', 'right')),
      points: orNull(fc.nat(9)),
      evidence,
    }),
    { minLength: 1, maxLength: 2 },
  );
  // What a record has only where there is something to say.
  const optional = fc.record(
    { assessments, calibration: fc.constant({ decisions: 8, sha256: 'd'.repeat(64) }) },
    { requiredKeys: [] },
  );
  return fc
    .record({
      entities,
      codes,
      labels,
      optional,
      seed: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
    })
    .map(({ entities: found, codes: ranked, labels: given, optional: said, seed }): ReportToExport => {
      const types = ['has', 'negates', 'past', 'measures', 'Equiv'] as const;
      const relations =
        found.length === 0
          ? []
          : seed.map(([head, tail], index) => ({
              type: types[index % types.length] ?? 'has',
              head: found[head % found.length]?.id ?? '',
              tail: found[tail % found.length]?.id ?? '',
              score: 0.5,
            }));
      const record: LabelRecord = {
        path: 'carpeta, "uno"/informe 🧠.txt',
        textSha256: textSha256(text),
        language: 'es',
        model,
        offsets: 'unicode-code-points',
        labels: given,
        codes: ranked,
        entities: found,
        relations,
        quality: [
          { id: 'missing-impression', severity: 'warning', message: 'Falta, "la" impresión', evidence: [] },
        ],
        ...said,
        notAnalysed: empty ? ['empty'] : [],
      };
      return { record, text, reviewers: ['Ana\u00a0🧠', ''] };
    });
});

export const context = { now: new Date('2026-11-26T12:34:56.789Z'), number: 1, caseName: 'informe' };
