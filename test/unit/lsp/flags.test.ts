import { describe, expect, it } from 'vitest';
import type { ReportAnalysis } from '../../../server/src/core/types.js';
import type { Analysed } from '../../../server/src/lsp/analysed.js';
import { flagDiagnostics } from '../../../server/src/lsp/flagDiagnostics.js';
import { flagSubjectAt } from '../../../server/src/lsp/flagReviews.js';
import { flagsOf } from '../../../server/src/lsp/flags.js';
import { dictionaries } from '../../../server/src/lsp/messages.js';
import { ReviewDesk } from '../../../server/src/lsp/reviewDesk.js';
import type { FlagSubject, GlosaSettings } from '../../../server/src/protocol.js';
import { analyseWithReader } from './analysedFixture.js';

/** Decisions in memory. */
const newDesk = (): ReviewDesk =>
  new ReviewDesk({
    folders: () => [],
    trusted: true,
    pack: () => null,
    tell: () => undefined,
    onChange: () => undefined,
  });
const reviews = newDesk();

/** As `glosa.dismiss` does. @throws where the version has no such subject */
async function dismiss(store: ReviewDesk, analysed: Analysed, about: FlagSubject): Promise<void> {
  const [subject, spans] = flagSubjectAt(analysed, about)!;
  await store.record(analysed, { decision: 'dismiss', subject, spans });
}

/** "code words" of each flag. */
const shown = (analysed: Analysed, store = reviews): string[] =>
  flagsOf(analysed, store).map(
    ({ id, span }) => `${id} ${analysed.document.getText().slice(span.startUtf16, span.endUtf16)}`,
  );
const flagged = async (text: string, flags: GlosaSettings['flags'] = 'all'): Promise<string[]> =>
  shown(await analyseWithReader(text, { flags }));

/** The same report with other labels or entities. */
function changed(analysed: Analysed, change: Partial<ReportAnalysis>): Analysed {
  return { ...analysed, analysis: { ...analysed.analysis!, ...change } };
}

describe('flagsOf', () => {
  it('sits on each present or possible finding that supports a label, on nothing else', async () => {
    expect(await flagged('Derrame pleural. Probable fractura.')).toEqual([
      'flag-abnormal Derrame',
      'flag-abnormal fractura',
    ]);
    expect(await flagged('Derrame pleural. Sin masa. Antecedente de fractura. Madre sana.')).toEqual([
      'flag-abnormal Derrame',
    ]);
  });

  it('is silent on a normal report', async () => {
    expect(await flagged('Sin derrame pleural. Sin masa en hígado.')).toEqual([]);
    expect(await flagged('Antecedente de fractura.')).toEqual([]);
    expect(await flagged('')).toEqual([]);
  });

  it.each([
    'Nódulo, variante de la normalidad.',
    'Nódulo acorde con la edad.',
    'Nódulo, a normal variant.',
    'Nódulo: appropriate for age.',
  ])('leaves out what its sentence calls normal: %s', async (text) => {
    expect(await flagged(text)).toEqual([]);
    expect(await flagged(`${text} Derrame pleural.`)).toEqual(['flag-abnormal Derrame']);
  });

  it('has one flag for a finding that supports two labels, named for the one that says more', async () => {
    const analysed = await analyseWithReader('TC cerebral: masa cerebral.');
    expect(shown(analysed)).toEqual(['flag-mass masa']);
    const [diagnostic] = flagDiagnostics(analysed, reviews, dictionaries.en);
    expect(diagnostic!.message).toMatch(
      /^The report states “masa” \(Brain\): mass \(\d+%\), abnormal \(\d+%\)$/u,
    );
  });

  it('sits on stated findings that have none of the attention too, for abnormal alone', async () => {
    const analysed = await analyseWithReader('Derrame pleural. Probable fractura.');
    const { labels, entities } = analysed.analysis!;
    const evidence = labels[0]!.evidence.slice(0, 1);
    const lone = labels.map((label, i) => (i === 0 ? { ...label, evidence } : label));
    expect(shown(changed(analysed, { labels: lone }))).toEqual([
      'flag-abnormal Derrame',
      'flag-abnormal fractura',
    ]);
    for (const change of [{ trend: 'resolved' }, { score: 0.3 }, { assertion: 'absent' }] as const) {
      const weaker = entities.map((entity) =>
        entity.assertion === 'possible' ? { ...entity, ...change } : entity,
      );
      expect(shown(changed(analysed, { labels: lone, entities: weaker }))).toEqual(['flag-abnormal Derrame']);
    }
    const asked = await analyseWithReader('Indicación: fractura.\n\nHallazgos: Derrame pleural.');
    const silent = asked.analysis!.labels.map((label) => ({ ...label, evidence: [] }));
    expect(shown(changed(asked, { labels: silent }))).toEqual(['flag-abnormal Derrame']);
  });

  it('names no head label outside head imaging', async () => {
    expect(await flagged('Masa en hígado.')).toEqual(['flag-abnormal Masa']);
  });

  it('sits on the most attended sentence where no finding is named', async () => {
    expect(await flagged('Estudio de control. Aspecto anómalo del parénquima.')).toEqual([
      'flag-abnormal Aspecto anómalo del parénquima.',
    ]);
  });

  it('sits on the sentence of a finding that the report denies or puts in the past', async () => {
    const analysed = await analyseWithReader('Estudio de control. Derrame pleural.');
    const { labels, entities } = analysed.analysis!;
    for (const change of [
      { assertion: 'absent' },
      { experiencer: 'past' },
      { experiencer: 'family' },
    ] as const) {
      const said = entities.map((entity) => (entity.type === 'Finding' ? { ...entity, ...change } : entity));
      expect(shown(changed(analysed, { entities: said, labels }))).toEqual([
        'flag-abnormal Derrame pleural.',
      ]);
    }
  });

  it('shows only what is doubtful, or nothing, as the setting says', async () => {
    const text = 'Derrame pleural. Probable fractura.';
    expect(await flagged(text, 'doubtful')).toEqual(['flag-abnormal fractura']);
    expect(await flagged(text, 'none')).toEqual([]);
    const between = 'Estudio de control. Aspecto dudoso del parénquima.';
    expect(await flagged(between, 'all')).toEqual([]);
    const analysed = await analyseWithReader(between, { flags: 'doubtful' });
    expect(analysed.analysis!.labels[0]).toMatchObject({ id: 'abnormal', value: false });
    expect(shown(analysed)).toEqual(['flag-abnormal Aspecto dudoso del parénquima.']);
    expect(flagDiagnostics(analysed, reviews, dictionaries.es)[0]!.message).toMatch(
      /^Puede que el informe lo diga, sobre todo en esta frase: anormal \(3\d\u00a0%\)$/u,
    );
  });

  it('leaves out a dismissed finding, and that finding alone', async () => {
    const store = newDesk();
    const analysed = await analyseWithReader('Nódulo en pulmón. Nódulo en hígado.');
    const [first] = flagsOf(analysed, store);
    await dismiss(store, analysed, first!.subject);
    expect(flagsOf(analysed, store).map(({ span }) => span.startUtf16)).toEqual([18]);
  });

  it('gives no sentence flag in place of dismissed findings', async () => {
    const store = newDesk();
    const analysed = await analyseWithReader('Derrame pleural.');
    const [first] = flagsOf(analysed, store);
    await dismiss(store, analysed, first!.subject);
    expect(shown(analysed, store)).toEqual([]);
  });

  it('leaves out a dismissed label until the report says something new of it', async () => {
    const store = newDesk();
    const analysed = await analyseWithReader('TC cerebral: masa cerebral.');
    await dismiss(store, analysed, { kind: 'label', id: 'mass' });
    expect(shown(analysed, store)).toEqual(['flag-abnormal masa']);
    const more = await analyseWithReader('TC cerebral: masa cerebral. Un nódulo.');
    expect(shown(more, store)).toEqual(['flag-mass masa', 'flag-mass nódulo']);
  });

  it('knows no subject that this version does not have', async () => {
    const analysed = await analyseWithReader('Derrame pleural.');
    expect(flagSubjectAt(analysed, { kind: 'finding', id: 'e99' })).toBeNull();
    expect(flagSubjectAt(analysed, { kind: 'label', id: 'nothing' })).toBeNull();
    const anatomy = analysed.analysis!.entities.find(({ type }) => type === 'Anatomy')!;
    expect(flagSubjectAt(analysed, { kind: 'finding', id: anatomy.id })).toBeNull();
  });
});
