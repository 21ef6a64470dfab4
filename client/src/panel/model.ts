/** From the server's newest word on a report to what the panel shows: plain data in, plain data out. */
import type {
  AnalysisParams,
  LearntResult,
  WhyLabelResult,
  WireRange,
} from '../../../server/src/protocol.js';
import { assessmentGroups } from './assessmentItems.js';
import { checkGroups } from './checkItems.js';
import type { Check } from './checkItems.js';
import { codeGroups } from './codeItems.js';
import { findingGroups } from './findingItems.js';
import { labelGroups } from './labelItems.js';
import { learntGroups } from './learntItems.js';
import { Places } from './places.js';
import { sectionIds } from './types.js';
import type {
  PanelChip,
  PanelGroup,
  PanelModel,
  PanelNotice,
  PanelSection,
  PanelSectionId,
  PanelState,
} from './types.js';
import type { PanelWording } from './wording.js';

/** Longest text of a chip, in UTF-16 units: about two lines of a narrow panel. */
const chipUnits = 60;

/** What the builders of single items share. */
export interface ModelContext {
  readonly wording: PanelWording;
  readonly version: number;
  readonly places: Places;
  /** Answers that have arrived, by label. */
  readonly whys: ReadonlyMap<string, WhyLabelResult>;
  /** The report's words on one line. */
  textAt(range: WireRange): string;
  /** @param item that the cursor finds there, or null. */
  chip(key: string, range: WireRange, item: string | null, note?: string): PanelChip;
}

/** A report that was read, with the text of that version. */
export interface PanelReport {
  readonly analysis: AnalysisParams;
  readonly checks: readonly Check[];
  readonly whys: ReadonlyMap<string, WhyLabelResult>;
  /** Null until the server has told it. */
  readonly learnt: LearntResult | null;
  /** Text at a range of the analysed version. */
  textAt(range: WireRange): string;
}

export interface Panel {
  readonly model: PanelModel;
  readonly places: Places;
}

/** A panel that says why it shows nothing. */
export function panelWithout(state: PanelState, notice: PanelNotice, wording: PanelWording): Panel {
  const [stateText = ''] = notice.lines;
  return {
    model: { uri: null, state, stateText, notice, sections: [], texts: pageTexts(wording) },
    places: new Places(),
  };
}

/**
 * The panel of a report.
 * @param notice above the sections where part of them is missing: without a model there are checks alone.
 */
export function panelOf(
  report: PanelReport,
  state: PanelState,
  notice: PanelNotice | null,
  wording: PanelWording,
): Panel {
  const places = new Places();
  const { analysis } = report;
  const context: ModelContext = {
    wording,
    version: analysis.version,
    places,
    whys: report.whys,
    textAt: (range) => oneLine(report.textAt(range)),
    chip: (key, range, item, note) => {
      places.add(key, range, item);
      const text = oneLine(report.textAt(range));
      return {
        key,
        text: shortened(text),
        note: note ?? null,
        title: wording.reveal(text, range.start.line + 1),
      };
    },
  };
  const groups: Readonly<Record<PanelSectionId, readonly PanelGroup[]>> = {
    labels: labelGroups(analysis, context),
    codes: codeGroups(analysis, context),
    findings: findingGroups(analysis, context),
    assessment: assessmentGroups(analysis, context),
    checks: checkGroups(report.checks, context),
    learnt: learntGroups(report.learnt, context),
  };
  const wanted = sectionIds.filter((id) => (state === 'ready' && id !== 'learnt') || groups[id].length > 0);
  const sections = wanted.map((id): PanelSection => {
    const { title, empty } = wording.sections[id];
    const count = groups[id].filter(({ folded }) => !folded).flatMap(({ items }) => items).length;
    return { id, title, count: id === 'labels' ? null : count, empty, groups: groups[id] };
  });
  return {
    model: {
      uri: analysis.uri,
      state,
      stateText: notice?.lines[0] ?? wording.read,
      notice,
      sections,
      texts: pageTexts(wording),
    },
    places,
  };
}

function pageTexts({ why, asking, keys }: PanelWording): PanelModel['texts'] {
  return { why, asking, keys };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function shortened(text: string): string {
  if (text.length <= chipUnits) return text;
  return `${text.slice(0, chipUnits).replace(/[\ud800-\udbff]$/u, '')}…`;
}
