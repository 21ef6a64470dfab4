/** The workspace view's words in the interface's language. What the page fills in stays `{0}`. */
import { l10n } from 'vscode';
import type { WorkspaceTexts } from './types.js';

export function workspaceTexts(): WorkspaceTexts {
  return {
    title: l10n.t('Workspace labels'),
    tabs: {
      reports: l10n.t('Reports'),
      statistics: l10n.t('Words'),
      compare: l10n.t('Compare labels'),
      map: l10n.t('Map'),
    },
    folder: l10n.t('Folder'),
    label: l10n.t('Label workspace'),
    labelAgain: l10n.t('Label new and changed reports'),
    retry: l10n.t('Retry failed reports ({0})'),
    cancel: l10n.t('Cancel'),
    noFolder: l10n.t('Open a trusted folder with reports: its labels are kept in the folder’s .glosa.'),
    notLabelled: l10n.t(
      'The reports of this folder have no labels yet. Labelling reads them on this machine and writes .glosa/labels.jsonl.',
    ),
    loading: l10n.t('Reading the labels…'),
    summary: {
      reports: l10n.t('{0} {0|report|reports}'),
      failed: l10n.t('{0} failed'),
      suspected: l10n.t('{0} contradicted'),
      doubtful: l10n.t('{0} doubtful'),
      reviewed: l10n.t('{0} reviewed'),
      empty: l10n.t('{0} without a sentence'),
      unreadable: l10n.t('{0} {0|line that is no record|lines that are no records}'),
      model: l10n.t('{0} {1}: {2} {2|report|reports}'),
      otherwiseTaught: l10n.t(
        'Probabilities of {0} {0|report|reports} are not yet what your decisions have taught since: {0|it was|they were} labelled before.',
      ),
      relabel: l10n.t('Label the workspace again'),
    },
    facets: facets(),
    filters: filters(),
    table: table(),
    statistics: statistics(),
    compare: compare(),
    map: map(),
  };
}

function facets(): WorkspaceTexts['facets'] {
  return {
    title: l10n.t('What the reports state'),
    labels: l10n.t('Labels'),
    codes: l10n.t('Codes'),
    anatomies: l10n.t('Anatomy'),
    noLabels: l10n.t('This model reads no report labels.'),
    noCodes: l10n.t('No report states a code.'),
    noAnatomies: l10n.t('The labels hold no anatomy.'),
    stated: l10n.t('stated'),
    doubtful: l10n.t('doubtful'),
    notStated: l10n.t('not stated'),
    notApplying: l10n.t('does not apply'),
    labelItem: l10n.t('{0}: stated in {1} {1|report|reports}, doubtful in {2}'),
    item: l10n.t('{0}: {1} {1|report|reports}'),
    anatomyItem: l10n.t('{0}: {1} {1|report|reports}, {2} {2|mention|mentions}'),
    more: l10n.t('Show {0} more'),
  };
}

function filters(): WorkspaceTexts['filters'] {
  return {
    title: l10n.t('Filters'),
    path: l10n.t('Path contains'),
    code: l10n.t('Code'),
    label: l10n.t('Label'),
    is: l10n.t('Value'),
    anatomy: l10n.t('Anatomy'),
    state: l10n.t('State'),
    any: l10n.t('any'),
    states: {
      suspected: l10n.t('contradicted'),
      doubtful: l10n.t('doubtful'),
      failed: l10n.t('failed'),
      reviewed: l10n.t('reviewed'),
      notReviewed: l10n.t('not reviewed'),
      empty: l10n.t('without a sentence'),
    },
    clear: l10n.t('Clear filters'),
    selection: l10n.t('within {0} chosen {0|report|reports}'),
    found: l10n.t('{0} {0|report|reports} found'),
  };
}

function table(): WorkspaceTexts['table'] {
  return {
    title: l10n.t('Reports'),
    keys: l10n.t(
      'Arrow keys move between reports. Enter opens a report at its evidence, Space shows it and stays here.',
    ),
    columns: {
      doubt: l10n.t('Worth a look'),
      path: l10n.t('Report'),
      labels: l10n.t('Labels'),
      codes: l10n.t('Codes'),
      anatomies: l10n.t('Anatomy'),
      checks: l10n.t({ message: 'Checks', comment: ['Head of a narrow column'] }),
      state: l10n.t('State'),
    },
    sortBy: l10n.t('Sort by {0}'),
    doubtfulLabel: l10n.t('{0} (doubtful)'),
    checks: l10n.t('Checks'),
    look: {
      review: l10n.t('{0}: the model gives {1}, a reviewer decided otherwise'),
      gold: l10n.t('{0}: the model gives {1}, labels.tsv says otherwise'),
      evidence: l10n.t('{0}: the model gives {1}, the evidence says otherwise'),
      threshold: l10n.t('{0}: {1}, threshold {2}'),
    },
    state: {
      failed: l10n.t('failed'),
      suspected: l10n.t('contradicted'),
      doubtful: l10n.t('doubtful'),
      reviewed: l10n.t('reviewed'),
      empty: l10n.t('without a sentence'),
    },
    none: l10n.t('No report fits these filters.'),
  };
}

function statistics(): WorkspaceTexts['statistics'] {
  return {
    intro: l10n.t('How many words the labelled reports have, and how rich their vocabulary is.'),
    run: l10n.t('Count words'),
    measure: l10n.t('Measure'),
    all: l10n.t('All reports'),
    es: l10n.t('In Spanish'),
    en: l10n.t('In English'),
    reports: l10n.t('Reports'),
    tokens: l10n.t('Words'),
    types: l10n.t('Different words'),
    once: l10n.t('Words that occur once'),
    perReport: l10n.t('Words per report'),
    ratio: l10n.t('Type-token ratio'),
    yuleI: l10n.t('Yule’s I (higher is richer)'),
    yuleK: l10n.t('Yule’s K (lower is richer)'),
    formula: l10n.t('Formula'),
    note: l10n.t(
      'A word is a run of letters, whatever its case and accents. Vₘ is the number of different words that occur m times. The type-token ratio falls as a collection grows; Yule’s measures hardly do.',
    ),
    unread: l10n.t('{0} {0|report|reports} could not be read.'),
  };
}

function compare(): WorkspaceTexts['compare'] {
  return {
    intro: l10n.t('What differs between the labels of two models or vocabularies, the worst first.'),
    before: l10n.t('Before'),
    after: l10n.t('After'),
    run: l10n.t('Compare'),
    choose: l10n.t('Choose two files…'),
    noVersions: l10n.t(
      'When another model labels this folder anew, the labels of the model before are kept here to be compared.',
    ),
    models: l10n.t('{0}, read by {1}'),
    compared: l10n.t('{0} {0|report|reports} compared'),
    changed: l10n.t('{0} {0|report|reports} changed'),
    onlyBefore: l10n.t('{0} {0|report|reports} in the first file alone'),
    onlyAfter: l10n.t('{0} {0|report|reports} in the second file alone'),
    labels: l10n.t('Labels'),
    codes: l10n.t('Codes'),
    name: l10n.t('Name'),
    on: l10n.t('Turned on'),
    off: l10n.t('Turned off'),
    statedBefore: l10n.t('Stated before'),
    statedAfter: l10n.t('Stated after'),
    meanShift: l10n.t('Mean shift'),
    absoluteShift: l10n.t('Mean size of the shift'),
    reports: l10n.t('Reports that the models read differently'),
    changedReports: l10n.t('Reports whose text has changed'),
    same: l10n.t('Both say the same.'),
    turnedOn: l10n.t('{0} turned on: {1} → {2}'),
    turnedOff: l10n.t('{0} turned off: {1} → {2}'),
    shifted: '{0}: {1} → {2}',
    more: l10n.t('{0} more {0|report differs and is|reports differ and are} not listed.'),
    present: l10n.t('present'),
  };
}

function map(): WorkspaceTexts['map'] {
  return {
    run: l10n.t('Make the map'),
    again: l10n.t('Make another map'),
    intro: l10n.t(
      'A map of the labelled reports, on which reports that the model finds alike lie close together.',
    ),
    colour: l10n.t('Colour by'),
    colourings: {
      labels: l10n.t('label'),
      codes: l10n.t('code'),
      exam: l10n.t('examination'),
      language: l10n.t('language'),
    },
    missing: l10n.t(
      '{0} {0|report is|reports are} not on the map: labelling the folder again adds {0|it|them}.',
    ),
    facts: l10n.t('Seed {0}, perplexity {1}.'),
    page: {
      title: l10n.t('Map of reports'),
      keys: l10n.t(
        'Arrow keys go to the next report in their direction, N and P through all reports, Enter opens; Space selects, Ctrl+A selects what is seen, Escape gives the selection up; plus, minus and 0 zoom, Shift with an arrow key moves the map.',
      ),
      note: l10n.t('Reports close together read alike. The axes mean nothing, and large distances little.'),
      other: l10n.t('other'),
      legendItem: l10n.t('{0}: {1} {1|report|reports}'),
      focused: l10n.t('{0}, {1}. Report {2} of {3}.'),
      selected: l10n.t('{0} {0|report|reports} selected'),
      cleared: l10n.t('No report is selected.'),
      zoomIn: l10n.t('Zoom in'),
      zoomOut: l10n.t('Zoom out'),
      reset: l10n.t('Show all'),
      pan: l10n.t('Move'),
      rectangle: l10n.t('Select in a rectangle'),
      lasso: l10n.t('Select with a lasso'),
      review: l10n.t('Review the selected reports'),
    },
  };
}
