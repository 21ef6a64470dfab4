/**
 * Marks entities: a line below for findings and cues, a frame for anatomy, location and degree, a line above for
 * measures, a dotted underline for abbreviations. Types that overlap draw with different properties, so that each is
 * seen; line styles and letters tell them apart without colour.
 */
import { commands, ConfigurationTarget, l10n, Range, ThemeColor, window, workspace } from 'vscode';
import type { DecorationRenderOptions, Disposable, TextEditor } from 'vscode';
import { commands as ids, settingsSection } from '../../server/src/protocol.js';
import type { WireRange } from '../../server/src/protocol.js';
import type { Analyses } from './analyses.js';
import { entityMarks, rangesByMark } from './entityMarks.js';
import type { EntityMark } from './entityMarks.js';

const setting = 'entities.show';
const messageMs = 3000;

type LineStyle = 'solid' | 'dashed' | 'dotted' | 'double';
const below = (color: ThemeColor, style: LineStyle, px: number): DecorationRenderOptions => ({
  borderColor: color,
  borderStyle: style,
  borderWidth: `0 0 ${px}px 0`,
});
const above = (color: ThemeColor, style: LineStyle): DecorationRenderOptions => ({
  borderColor: color,
  borderStyle: style,
  borderWidth: '1px 0 0 0',
});
const frame = (color: ThemeColor, style: LineStyle): DecorationRenderOptions => ({
  outlineColor: color,
  outlineStyle: style,
  outlineWidth: '1px',
});
const badge = (color: ThemeColor, contentText: string): DecorationRenderOptions => ({
  before: { contentText, color, margin: '0 1px 0 0' },
});

const finding = new ThemeColor('glosa.entityFinding');
const denied = new ThemeColor('glosa.entityDenied');
const cue = new ThemeColor('glosa.entityCue');
const anatomy = new ThemeColor('glosa.entityAnatomy');
const location = new ThemeColor('glosa.entityLocation');
const degree = new ThemeColor('glosa.entityDegree');
const measure = new ThemeColor('glosa.entityMeasure');

/** A cue has the line of what it makes of a finding, thinner, and is in italics. */
const looks: Record<EntityMark, DecorationRenderOptions> = {
  present: below(finding, 'solid', 2),
  possible: { ...below(finding, 'dashed', 2), ...badge(finding, '?') },
  absent: { ...below(denied, 'dotted', 2), ...badge(denied, '–') },
  elsewhere: { ...below(denied, 'double', 3), ...badge(denied, '‹') },
  Negation: { ...below(cue, 'dotted', 1), fontStyle: 'italic' },
  Uncertainty: { ...below(cue, 'dashed', 1), fontStyle: 'italic' },
  ConditionalTemporal: { ...below(cue, 'double', 3), fontStyle: 'italic' },
  Anatomy: frame(anatomy, 'solid'),
  Location: frame(location, 'dotted'),
  Degree: frame(degree, 'dashed'),
  Measure: above(measure, 'solid'),
  Type_of_measure: above(measure, 'dashed'),
  Abbreviation: {
    color: new ThemeColor('glosa.entityAbbreviation'),
    textDecoration: 'underline dotted 1px',
  },
};

function toRange({ start, end }: WireRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

function isShown(editor: TextEditor): boolean {
  return workspace.getConfiguration(settingsSection, editor.document).get<boolean>(setting, true);
}

/** Writes the setting where it is set, or else for the user. */
async function toggle(): Promise<void> {
  const configuration = workspace.getConfiguration(settingsSection, window.activeTextEditor?.document);
  const known = configuration.inspect<boolean>(setting);
  const target =
    known?.workspaceFolderValue !== undefined
      ? ConfigurationTarget.WorkspaceFolder
      : known?.workspaceValue !== undefined
        ? ConfigurationTarget.Workspace
        : ConfigurationTarget.Global;
  const show = !configuration.get<boolean>(setting, true);
  await configuration.update(setting, show, target);
  const done = show ? l10n.t('Glosa: entities are marked.') : l10n.t('Glosa: entities are not marked.');
  window.setStatusBarMessage(done, messageMs);
}

/** Draws in every visible editor, and again when its analysis or the setting changes. */
export function registerEntityDecorations(analyses: Analyses): Disposable[] {
  const types = entityMarks.map((mark) => ({
    mark,
    type: window.createTextEditorDecorationType(looks[mark]),
  }));
  const draw = (editor: TextEditor): void => {
    const analysis = analyses.get(editor.document);
    if (analysis === undefined) return;
    const show = isShown(editor);
    // VS Code moves what is drawn while the author types; older ranges would be off.
    if (show && analysis.version !== editor.document.version) return;
    if (show && !analysis.complete && analysis.notAnalysed.length === 0) return;
    const ranges = rangesByMark(show ? analysis.entities : []);
    for (const { mark, type } of types) editor.setDecorations(type, ranges[mark].map(toRange));
  };
  const drawAll = (uri?: string): void => {
    for (const editor of window.visibleTextEditors) {
      if (uri === undefined || editor.document.uri.toString() === uri) draw(editor);
    }
  };
  return [
    ...types.map(({ type }) => type),
    commands.registerCommand(ids.toggleEntities, toggle),
    analyses.onDidChange(drawAll),
    window.onDidChangeVisibleTextEditors(() => {
      drawAll();
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.${setting}`)) drawAll();
    }),
  ];
}
