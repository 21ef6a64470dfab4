import { describe, expect, it, vi } from 'vitest';
import spanish from '../../../../l10n/bundle.l10n.es.json';
import { panelOf } from '../../../../client/src/panel/model.js';
import { panelWording } from '../../../../client/src/panel/texts.js';
import { layout } from '../../../../client/src/panel/webview/layout.js';
import { dictionaries } from '../../../../server/src/lsp/messages.js';
import { termsOf } from '../../../../server/src/lsp/terms.js';
import type { WireAssessment, WireCategory } from '../../../../server/src/protocol.js';
import { analysis, at, report } from './fixture.js';

const env = vi.hoisted(() => ({ language: 'en' }));
vi.mock('vscode', () => ({
  env,
  l10n: {
    t: (text: string, ...values: readonly (string | number)[]) => {
      const translated = env.language === 'es' ? (spanish as Record<string, string>)[text]! : text;
      return translated.replace(/\{(\d+)\}/gu, (_, i: string) => String(values[Number(i)]));
    },
  },
}));

function category(more: Partial<WireCategory>): WireCategory {
  return {
    system: 'BI-RADS',
    variant: null,
    value: '4A',
    name: 'BI-RADS 4A',
    meaning: 'low suspicion for malignancy',
    use: 'current',
    part: null,
    side: 'left',
    points: null,
    sums: null,
    range: at('Masa'),
    valueRange: at('Masa'),
    ...more,
  };
}

const assessment: WireAssessment = {
  categories: [
    category({}),
    category({ name: 'BI-RADS 7', value: '7', meaning: null, side: null }),
    category({ name: 'BI-RADS 3', use: 'prior', side: null }),
    category({
      system: 'RECIST',
      name: 'RECIST PR',
      side: null,
      sums: { now: 45, before: 60, changePercent: -25 },
    }),
  ],
  incidentals: [
    {
      organ: 'kidney',
      organName: 'kidney',
      side: 'left',
      trend: 'no-change',
      range: at('Masa'),
      size: at('derecha'),
      also: [],
      followUp: 'stated',
      followUpRange: at('HALLAZGOS'),
    },
    {
      organ: 'liver',
      organName: 'liver',
      side: null,
      trend: null,
      range: at('Masa'),
      size: null,
      also: [],
      followUp: null,
      followUpRange: null,
    },
  ],
  completeness: {
    exam: 'renal',
    examName: 'renal ultrasound',
    range: at('HALLAZGOS'),
    named: [{ name: 'bladder', range: at('Masa') }],
    missing: ['kidneys'],
  },
};

function panel(language: 'en' | 'es', shown: WireAssessment = assessment) {
  env.language = language;
  return panelOf(
    { ...report, analysis: { ...analysis, assessment: shown } },
    'ready',
    null,
    panelWording(termsOf(dictionaries[language])),
  );
}

describe('scores and incidental findings', () => {
  it('stand in a section of their own, those of other exams folded', () => {
    const { model, places } = panel('en');
    const section = model.sections.find(({ id }) => id === 'assessment')!;
    expect(section.title).toBe('Scores and incidental findings');
    expect(
      section.groups.map(({ title, folded, items }) => [title, folded, items.map(({ name }) => name)]),
    ).toEqual([
      ['Categories', false, ['BI-RADS 4A', 'BI-RADS 7', 'RECIST PR']],
      ['Incidental findings', false, ['Masa', 'Masa']],
      ['Organs of the exam', false, ['renal ultrasound']],
      ['1 of other exams, denied or asked', true, ['BI-RADS 3']],
    ]);
    const [first, wrong, recist] = section.groups[0]!.items;
    expect(first).toMatchObject({ detail: 'low suspicion for malignancy', words: ['left'], tone: 'stated' });
    expect(wrong).toMatchObject({ detail: 'The scale has no such value.', tone: 'warning' });
    expect(recist!.words).toEqual(['sum of targets 45 mm', 'before 60 mm', '-25%']);
    expect(places.get(first!.chips[0]!.key)).toEqual(at('Masa'));
    expect(section.groups[3]!.items[0]).toMatchObject({ words: ['earlier exam'], tone: 'quiet' });
  });

  it('say whether the report states a follow-up, and never more', () => {
    const [, incidentals, organs] = panel('es').model.sections.find(({ id }) => id === 'assessment')!.groups;
    expect(incidentals!.items.map(({ words }) => words)).toEqual([
      ['lado izquierdo', 'derecha', 'sin cambios', 'el informe dice un seguimiento'],
      ['el informe no dice seguimiento'],
    ]);
    expect(incidentals!.items[0]!.chips).toHaveLength(2);
    expect(organs!.items[0]).toMatchObject({ detail: 'Sin nombrar: kidneys.', tone: 'doubtful' });
  });

  it('are reached by keyboard, and keys hold no word of the report', () => {
    const { model } = panel('en');
    const page = JSON.stringify(
      layout(model, { open: new Set(), toggled: new Set(), current: new Set(), stops: new Map() }),
    );
    expect(page).toContain('"data-section":"assessment"');
    expect(page).toContain('category:BI-RADS 0/0');
    const keys = model.sections
      .find(({ id }) => id === 'assessment')!
      .groups.flatMap(({ items }) => items.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.join()).not.toContain('Masa');
  });

  it('say so where there are none', () => {
    const none = { categories: [], incidentals: [], completeness: null };
    const section = panel('es', none).model.sections.find(({ id }) => id === 'assessment')!;
    expect(section.groups).toEqual([]);
    expect(section.empty).toBe(
      'El informe no dice ninguna categoría de una escala ni hallazgos incidentales.',
    );
  });
});
