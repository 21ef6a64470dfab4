import { describe, expect, it, vi } from 'vitest';
import spanish from '../../../../l10n/bundle.l10n.es.json';
import { forgettingOf } from '../../../../client/src/panel/learntItems.js';
import { panelOf, panelWithout } from '../../../../client/src/panel/model.js';
import type { PanelReport } from '../../../../client/src/panel/model.js';
import { noticeOf } from '../../../../client/src/panel/notices.js';
import { stateOf } from '../../../../client/src/panel/situation.js';
import type { Front } from '../../../../client/src/panel/situation.js';
import { panelWording } from '../../../../client/src/panel/texts.js';
import type { PanelItem, PanelModel, PanelSectionId } from '../../../../client/src/panel/types.js';
import type { LearntResult } from '../../../../server/src/protocol.js';
import { termsOf } from '../../../../server/src/lsp/terms.js';
import { dictionaries } from '../../../../server/src/lsp/messages.js';
import { analysis, at, chestLabels, code, headLabels, report } from './fixture.js';

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

function panel(changes: Partial<PanelReport> = {}, language: 'en' | 'es' = 'en') {
  env.language = language;
  return panelOf({ ...report, ...changes }, 'ready', null, panelWording(termsOf(dictionaries[language])));
}
const groupsOf = (model: PanelModel, id: PanelSectionId) =>
  model.sections.find((section) => section.id === id)!.groups;
const itemsOf = (model: PanelModel, id: PanelSectionId): readonly PanelItem[] =>
  groupsOf(model, id).flatMap(({ items }) => items);
const named = (model: PanelModel, id: PanelSectionId, name: string): PanelItem =>
  itemsOf(model, id).find((item) => item.name === name)!;

describe('labels', () => {
  it('says stated, doubtful or not stated, with a probability that never rounds to certainty', () => {
    const { model } = panel();
    expect(
      itemsOf(model, 'labels')
        .slice(0, 4)
        .map(({ name, words, percent, tone }) => [name, words, percent, tone]),
    ).toEqual([
      ['Abnormal', ['stated'], '>99%', 'stated'],
      ['Mass', ['stated'], '87%', 'stated'],
      ['Acute stroke', ['doubtful'], '41%', 'doubtful'],
      ['Atrophy', ['not stated'], '2%', 'quiet'],
    ]);
    expect(itemsOf(model, 'labels')).toHaveLength(8);
  });

  it('folds those of head imaging that are not stated, but for what a person decided on', () => {
    const names = (labels = headLabels) =>
      groupsOf(panel({ analysis: { ...analysis, labels } }).model, 'labels').map(
        ({ title, folded, items }) => [title, folded, items.map(({ name }) => name)],
      );
    const quiet = [
      'Atrophy',
      'Vascular abnormality',
      'Small vessel disease',
      'White matter inflammation',
      'Encephalomalacia',
    ];
    expect(names()).toEqual([
      [null, false, ['Abnormal', 'Mass', 'Acute stroke']],
      ['5 labels of head imaging not stated', true, quiet],
    ]);
    const decided = headLabels.map((label) =>
      label.id === 'atrophy' ? { ...label, review: 'dismissed' as const } : label,
    );
    expect(names(decided)[0]![2]).toEqual(['Abnormal', 'Mass', 'Acute stroke', 'Atrophy']);
    const normal = headLabels.map((label) => ({ ...label, value: false, probability: 0.01, evidence: [] }));
    expect(names(normal)[0]![2]).toEqual(['Abnormal']);
  });

  it('folds the seven that do not apply outside head imaging', () => {
    const { model } = panel({ analysis: { ...analysis, labels: chestLabels } });
    const [applying, others] = groupsOf(model, 'labels');
    expect(applying!.items.map(({ name }) => name)).toEqual(['Abnormal']);
    expect(others).toMatchObject({ folded: true, title: '7 labels of head imaging do not apply' });
    expect(others!.items).toHaveLength(7);
    expect(others!.items[0]!.words).toEqual([]);
  });

  it('has a chip for its evidence, which the cursor finds too', () => {
    const { model, places } = panel();
    const [chip] = named(model, 'labels', 'Mass').chips;
    expect(chip).toMatchObject({ text: 'Masa', title: 'Show “Masa”, line 3' });
    expect(places.get(chip!.key)).toEqual(at('Masa'));
    expect(places.at({ line: 2, character: 1 })).toContain('label:mass');
    expect(places.at({ line: 0, character: 0 })).toEqual([]);
  });

  it('can be accepted and dismissed, and says what a person decided', () => {
    const doing = (item: PanelItem): string[] => item.actions.map((action) => action.do);
    expect(doing(named(panel().model, 'labels', 'Mass'))).toEqual(['accept', 'dismiss', 'attention']);
    const labels = headLabels.map((one) =>
      one.id === 'acute_stroke' ? { ...one, review: 'accepted' as const } : one,
    );
    const stroke = named(panel({ analysis: { ...analysis, labels } }).model, 'labels', 'Acute stroke');
    expect(doing(stroke)).toEqual(['dismiss', 'attention']);
    expect(stroke).toMatchObject({ tone: 'accepted', review: 'accepted', words: ['accepted', 'doubtful'] });
  });

  it('explains by words and by leaving sentences out, once the server has answered for this version', () => {
    expect(named(panel().model, 'labels', 'Mass').why).toBeNull();
    const why = {
      version: 3,
      words: [{ range: at('Masa'), weight: 0.52 }],
      without: [{ range: at('Masa frontal derecha'), probability: 0.08 }],
    };
    const parts = named(panel({ whys: new Map([['mass', why]]) }).model, 'labels', 'Mass').why!;
    expect(parts.map(({ text }) => text)).toEqual([
      'Stated from 60%, doubtful from 30%.',
      'The words with the most attention:',
      '8% without this sentence instead of 87%:',
    ]);
    expect(parts[1]!.chips[0]).toMatchObject({ text: 'Masa', note: '52%' });
    expect(parts[2]!.chips[0]!.text).toBe('Masa frontal derecha');
    const old = named(
      panel({ whys: new Map([['mass', { ...why, version: 2 }]]) }).model,
      'labels',
      'Mass',
    ).why!;
    expect(old.flatMap(({ chips }) => chips)).toEqual([]);
  });
});

describe('what was learnt', () => {
  const learnt: LearntResult = {
    folders: [
      {
        folder: '/w/site',
        labels: [
          { id: 'mass', decisions: 14, needed: 8, shift: 'lowered', before: 0.62, after: 0.41 },
          { id: 'atrophy', decisions: 3, needed: 8, shift: 'waiting', before: 0.5, after: 0.5 },
        ],
        lists: [
          {
            name: 'Sitio',
            codes: 12,
            reports: 80,
            reviewed: 0,
            learnt: '2026-11-26',
            accuracy: 0.74,
            macroF1: 0.5,
          },
        ],
      },
    ],
  };

  it('is said in words, each with a way to forget it', () => {
    const items = groupsOf(panel({ learnt }).model, 'learnt').flatMap((group) => group.items);
    expect(items.map(({ name, detail }) => [name, detail])).toEqual([
      ['Mass', 'Shown probabilities lowered after 14 decisions: 62% is shown as 41%'],
      ['Atrophy', '3 of 8 decisions that are needed to change anything'],
      ['Sitio', '12 codes from 80 reports; right in 74% of unseen reports, macro F1 0.5'],
    ]);
    expect(items.map((item) => item.actions.map((action) => action.do))).toEqual([
      ['forget'],
      ['forget'],
      ['forget'],
    ]);
    expect(forgettingOf(items[0]!.key, learnt)).toEqual({ label: { folder: '/w/site', label: 'mass' } });
    expect(forgettingOf(items[2]!.key, learnt)).toEqual({ list: { folder: '/w/site', name: 'Sitio' } });
    expect(forgettingOf(items[0]!.key, null)).toBeNull();
  });

  it('has no section where nothing was', () => {
    expect(panel().model.sections.map(({ id }) => id)).not.toContain('learnt');
  });
});

describe('codes', () => {
  it('are ranked by system; the weak ones are folded', () => {
    const groups = groupsOf(panel().model, 'codes');
    expect(groups.map(({ title, folded, items }) => [title, folded, items.map(({ name }) => name)])).toEqual([
      ['ICD-O-3', false, ['8000/3', '9440/3']],
      ['ICD-O-3: 1 less likely', true, ['8140/3']],
      ['ICD-10-PCS', false, ['B020ZZZ']],
    ]);
  });

  it('offers to accept what the report states of the patient, and never what it says of a relative', () => {
    const { model } = panel();
    const stated = named(model, 'codes', '8000/3');
    expect(stated.actions.map(({ title }) => title)).toEqual([
      'Accept 8000/3',
      'Dismiss 8000/3',
      'Copy 8000/3',
    ]);
    expect(stated).toMatchObject({ words: [], percent: '93%', detail: 'tumour 8000/3' });
    const family = named(model, 'codes', '9440/3');
    expect(family.actions.map((action) => action.do)).toEqual(['dismiss', 'copy']);
    expect(family).toMatchObject({ words: ['of a relative'], tone: 'quiet' });
  });

  it.each([
    ['absent', 'patient', ['denied']],
    ['possible', 'patient', ['suspected']],
    ['present', 'past', ['in the patient’s history']],
  ] as const)('says the status %s, %s in words', (assertion, experiencer, words) => {
    const codes = [code('8000/3', 0.9, { status: { assertion, experiencer } })];
    expect(itemsOf(panel({ analysis: { ...analysis, codes } }).model, 'codes')[0]!.words).toEqual(words);
  });

  it('says what was decided, and keeps stale codes that the model no longer ranks', () => {
    const codes = [code('8000/3', 0.9, { review: 'accepted' }), code('8140/3', 0.1, { review: 'dismissed' })];
    const stale = [{ system: 'ICD-O-3', code: '8500/3', description: 'tumour' }];
    const { model } = panel({ analysis: { ...analysis, codes, stale } });
    expect(itemsOf(model, 'codes').map(({ name, review }) => [name, review])).toEqual([
      ['8000/3', 'accepted'],
      ['8140/3', 'dismissed'],
      ['8500/3', 'accepted for words that have changed'],
    ]);
    expect(named(model, 'codes', '8000/3').actions.map((action) => action.do)).toEqual(['dismiss', 'copy']);
  });

  it('explains by mention and runner-up', () => {
    expect(named(panel().model, 'codes', '8000/3').why).toEqual([
      { text: '“Masa”: 93%, next best 8000/1 with 4%', chips: [] },
    ]);
  });
});

describe('findings', () => {
  it('are grouped by anatomy, groups that state something of the patient first', () => {
    const groups = groupsOf(panel().model, 'findings');
    expect(groups.map(({ title, items }) => [title, items.map(({ name }) => name)])).toEqual([
      ['Brain', ['Masa']],
      ['No anatomy named', ['infarto agudo', 'hemorragia']],
      ['Nervous system', ['glioblastoma']],
    ]);
  });

  it('say assertion, person, side, size and trend', () => {
    const { model } = panel();
    expect(named(model, 'findings', 'Masa').words).toEqual(['present', 'right', '12 mm', 'increasing']);
    expect(named(model, 'findings', 'Masa').detail).toBe('frontal derecha');
    expect(named(model, 'findings', 'hemorragia')).toMatchObject({ words: ['absent'], tone: 'quiet' });
    expect(named(model, 'findings', 'glioblastoma').words).toEqual(['present', 'of a relative']);
  });

  it('explain themselves by cues and labels, and show their place', () => {
    const { model, places } = panel();
    const stroke = named(model, 'findings', 'infarto agudo');
    expect(stroke.why!.map(({ text }) => text)).toEqual([
      'Read as a finding with a score of 90%.',
      'Its status follows from “Probable”.',
      'Supports no label.',
    ]);
    expect(named(model, 'findings', 'Masa').why!.at(-1)!.text).toBe('Supports: Abnormal, Mass.');
    expect(places.get(stroke.key)).toEqual(at('infarto agudo'));
  });

  it('keep their keys where another one comes before them', () => {
    const more = { ...analysis.entities[3]!, id: 'e0', range: at('mayor') };
    const changed = panel({ analysis: { ...analysis, entities: [more, ...analysis.entities] } }).model;
    expect(named(changed, 'findings', 'hemorragia').key).toBe(
      named(panel().model, 'findings', 'hemorragia').key,
    );
  });
});

describe('checks', () => {
  it('are in the order of the text, each with its rule and Ignore', () => {
    const items = itemsOf(panel().model, 'checks');
    expect(items.map(({ name }) => name)).toEqual([
      'The report has no Impression.',
      'Right here, left there.',
    ]);
    expect(items[0]).toMatchObject({
      actions: [{ do: 'ignore' }],
      why: [{ text: 'Rule missing-impression' }],
    });
  });
});

describe('the panel as a whole', () => {
  it('has the narrowest item under the cursor first', () => {
    const { places } = panel();
    const [first] = places.at({ line: 2, character: 15 });
    expect(first).toBe('check:side-discrepancy 0');
  });

  it('has every section where the model has read, and only those with something in them where not', () => {
    expect(panel().model.sections.map(({ id }) => id)).toEqual([
      'labels',
      'codes',
      'findings',
      'assessment',
      'checks',
    ]);
    const empty = { ...analysis, codes: [], entities: [], relations: [], labels: [], complete: false };
    env.language = 'en';
    const notice = noticeOf('noModel', null, empty);
    const { model } = panelOf({ ...report, analysis: empty }, 'noModel', notice, panelWording(null));
    expect(model.sections.map(({ id }) => id)).toEqual(['checks']);
    expect(model.stateText).toMatch(/no usable model/u);
  });

  it('speaks Spanish', () => {
    const { model } = panel({ analysis: { ...analysis, labels: chestLabels } }, 'es');
    expect(model.sections.map(({ title }) => title)).toEqual([
      'Lo que dice el informe',
      'Códigos',
      'Hallazgos',
      'Categorías y hallazgos incidentales',
      'Comprobaciones',
    ]);
    expect(groupsOf(model, 'findings')[0]!.title).toBe('Encéfalo');
    expect(named(model, 'labels', 'Anormal')).toMatchObject({ words: ['afirmado'], percent: '>99\u00a0%' });
    expect(named(model, 'codes', '8000/3').detail).toBe('tumour 8000/3 (en inglés)');
  });
});

describe('what there is to show', () => {
  const front: Front = { editor: true, report: true, serverRuns: true, status: null, analysis };
  const status = {
    state: 'unavailable',
    device: null,
    model: null,
    reason: 'no file',
    lastAnalysisMs: null,
  } as const;
  const unread = { ...analysis, complete: false };

  it.each([
    ['noReport', { editor: false }],
    ['notReport', { report: false }],
    ['stopped', { serverRuns: false }],
    ['reading', { analysis: undefined }],
    ['reading', { analysis: unread }],
    ['notAnalysed', { analysis: { ...unread, notAnalysed: ['tooLarge'] } }],
    ['noModel', { analysis: { ...unread, notAnalysed: ['noModel'] } }],
    ['noModel', { analysis: undefined, status }],
    ['ready', {}],
  ] as const)('is %s', (state, changes) => {
    expect(stateOf({ ...front, ...changes })).toBe(state);
  });

  it('says why there is nothing, and what to do', () => {
    env.language = 'en';
    const tooLarge = noticeOf('notAnalysed', null, { ...unread, notAnalysed: ['tooLarge', 'tooLarge'] })!;
    expect(tooLarge.lines).toEqual(['The document is larger than glosa.maxFileSizeKb allows.']);
    const { model } = panelWithout('noReport', noticeOf('noReport', null, undefined)!, panelWording(null));
    expect(model.notice!.actions).toEqual([{ command: 'glosa.openSample', name: 'Open sample report' }]);
    expect(model.stateText).toBe('Open a report to see what it states.');
    expect(noticeOf('noModel', status, undefined)!.lines).toContain('no file');
  });
});
