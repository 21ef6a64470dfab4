/** Label cues: the same sentences as `training/tests/test_label_cues.py`. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLabelCues, prepareLabelCues, statedCues } from '../../../server/src/core/labelCues.js';
import { statedEvidence } from '../../../server/src/core/labels.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { Entity } from '../../../server/src/core/types.js';
import { parseManifest } from '../../../server/src/engine/manifest.js';

const cues = prepareLabelCues({
  weight: 2,
  phrases: {
    none: ['efecto de masa', 'hematoma* subdural*'],
    mass: ['masa', 'tumor*'],
    acute_stroke: ['infart*', 'hematoma*'],
    encephalomalacia: ['infarto* antiguo*', 'infarto* _ antiguo*', 'secuela*'],
  },
});
const found = (sentence: string): string[] =>
  findLabelCues(sentence.split(' '), cues).map(({ label, first, end }) => `${label} ${first} ${end}`);

describe('findLabelCues', () => {
  it('takes the longest phrase at each word, and goes on from its end', () => {
    expect(found('infarto antiguo y masa')).toEqual(['encephalomalacia 0 2', 'mass 3 4']);
    expect(found('infartos frontales antiguos con efecto de masa')).toEqual([
      'encephalomalacia 0 3',
      'none 4 7',
    ]);
    expect(found('infarto frontal')).toEqual(['acute_stroke 0 1']);
    expect(found('hematomas subdurales , hematoma frontal')).toEqual(['none 0 2', 'acute_stroke 3 4']);
  });

  it('takes whole words and whole phrases alone', () => {
    expect(found('masas , reinfarto , infarto')).toEqual(['acute_stroke 4 5']);
    expect(found('efecto de')).toEqual([]);
    expect(found('')).toEqual([]);
  });
});

const text =
  'Indicación: descartar tumor.\nHallazgos:\nInfarto frontal antiguo. Masa parietal con efecto de masa.\n';
const report = parseReport(text);
const finding = (words: string, score: number, more: Partial<Entity> = {}): Entity => {
  const startUtf16 = text.indexOf(words);
  const endUtf16 = startUtf16 + words.length;
  return {
    id: words,
    type: 'Finding',
    startUtf16,
    endUtf16,
    score,
    sentence: report.sentences.findIndex((s) => s.startUtf16 <= startUtf16 && endUtf16 <= s.endUtf16),
    assertion: 'present',
    experiencer: 'patient',
    subtype: null,
    side: null,
    trend: null,
    ...more,
  };
};

describe('statedCues', () => {
  const said = (entities: readonly Entity[], without?: number): Record<string, number> =>
    Object.fromEntries(statedCues(report, entities, cues, without));

  it('gives each label the likeliest stated finding that has a word of a phrase of it', () => {
    expect(said([finding('Infarto', 0.7), finding('Infarto frontal', 0.9), finding('Masa', 0.6)])).toEqual({
      encephalomalacia: 0.9,
      mass: 0.6,
    });
    expect(said([])).toEqual({});
  });

  it('hears nothing of what is denied, asked for, hidden or left out', () => {
    expect(said([finding('Infarto', 0.9, { assertion: 'absent' })])).toEqual({});
    expect(said([finding('tumor', 0.9, { assertion: 'possible' })])).toEqual({});
    expect(said([finding('efecto de masa', 0.9)])).toEqual({});
    const both = [finding('Infarto', 0.7), finding('Masa', 0.6)];
    expect(said(both, both[0]!.sentence)).toEqual({ mass: 0.6 });
  });
});

describe('statedCues of very many findings', () => {
  it('says the same as looking at each finding and phrase', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('masa', 'infarto', 'antiguo', 'de', 'tumoral', 'frontal'), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.array(
          fc.record({
            from: fc.nat(11),
            words: fc.integer({ min: 1, max: 4 }),
            score: fc.integer({ min: 1, max: 9 }),
          }),
          { maxLength: 8 },
        ),
        (names, spans) => {
          const body = names.join(' ');
          const parsed = parseReport(body);
          const words = parsed.words.flat();
          const entities = spans
            .filter(({ from }) => from < words.length)
            .map(({ from, words: count, score }, i): Entity => {
              const last = words[Math.min(from + count, words.length) - 1]!;
              return {
                ...finding('Masa', score / 10),
                id: String(i),
                sentence: 0,
                startUtf16: words[from]!.startUtf16,
                endUtf16: last.endUtf16,
              };
            });
          const expected: Record<string, number> = {};
          for (const { label, first, end } of findLabelCues(
            words.map((w) => w.folded),
            cues,
          )) {
            if (label === 'none') continue;
            const [from, to] = [words[first]!.startUtf16, words[end - 1]!.endUtf16];
            for (const e of entities)
              if (e.startUtf16 < to && from < e.endUtf16)
                expected[label] = Math.max(expected[label] ?? 0, e.score);
          }
          expect(Object.fromEntries(statedCues(parsed, entities, cues))).toEqual(expected);
        },
      ),
    );
  });
});

describe('statedEvidence', () => {
  it('adds what the pack that ships says to the labels of a report', () => {
    const manifest = parseManifest(
      readFileSync(join(process.cwd(), 'models', 'glosa-base', 'manifest.json'), 'utf8'),
    );
    const settings = manifest.heads.reader?.labelCues;
    expect(settings?.weight).toBeGreaterThan(0);
    const labels = (['abnormal', 'mass', 'encephalomalacia', 'head'] as const).map((id) => ({
      id,
      sectionShift: {},
      bias: 0,
      finding: id === 'abnormal' ? 3 : 0,
      calibration: { scale: 1, offset: 0 },
      specific: 0.5,
      sensitive: 0.2,
    }));
    const exam = { codes: [], axes: [], sectionShift: {}, temperature: 1, threshold: 0.5 };
    const head = { labels, exam, snomed: new Map<string, string>() };
    const shipped = prepareLabelCues(settings!);
    const entities = [finding('Infarto', 0.5)];
    expect(statedEvidence(report, entities, { ...head, cues: shipped })).toEqual([
      1.5,
      0,
      0.5 * shipped.weight,
      0,
    ]);
    expect(statedEvidence(report, entities, { ...head, cues: null })).toEqual([1.5, 0, 0, 0]);
  });
});
