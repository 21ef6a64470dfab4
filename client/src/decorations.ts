/**
 * Marks the evidence of codes: a solid underline where accepted; a tint where suggested, which has the
 * diagnostic's wave already; dotted where dismissed; faded and italic where the report denies it or says it of a relative.
 */
import { OverviewRulerLane, Range, ThemeColor, window } from 'vscode';
import type { Disposable, TextEditor, TextEditorDecorationType } from 'vscode';
import { examCodeSystem } from '../../server/src/protocol.js';
import type { WireRange } from '../../server/src/protocol.js';
import type { Analyses } from './analyses.js';
import { evidenceByState, evidenceStates } from './evidence.js';
import type { EvidenceState } from './evidence.js';

/** The shape tells the states apart, also without colour; colours come from the theme. */
const looks: Record<EvidenceState, { shape: string; color: ThemeColor }> = {
  accepted: { shape: 'solid', color: new ThemeColor('glosa.acceptedEvidence') },
  suggested: { shape: 'none', color: new ThemeColor('glosa.suggestedEvidence') },
  dismissed: { shape: 'dotted', color: new ThemeColor('glosa.dismissedEvidence') },
  denied: { shape: 'dotted', color: new ThemeColor('glosa.deniedEvidence') },
};

function createType(state: EvidenceState): TextEditorDecorationType {
  const { shape, color } = looks[state];
  return window.createTextEditorDecorationType({
    // A border would lie under the diagnostic's wave; the underline keeps above it. The workbench has
    // every contributed colour as a CSS variable.
    ...(state === 'suggested'
      ? { backgroundColor: new ThemeColor('glosa.suggestedBackground'), borderRadius: '2px' }
      : { textDecoration: `underline ${shape} 2px var(--vscode-glosa-${state}Evidence, currentcolor)` }),
    ...(state === 'denied' ? { opacity: '0.65', fontStyle: 'italic' } : {}),
    ...(state === 'dismissed' || state === 'denied'
      ? {}
      : { overviewRulerColor: color, overviewRulerLane: OverviewRulerLane.Right }),
  });
}

function toRange({ start, end }: WireRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/**
 * Draws in every visible editor. While the author types, VS Code moves the ranges; they are replaced
 * only by results for the version on the screen, so nothing flickers in between.
 */
export function registerDecorations(analyses: Analyses): Disposable[] {
  const types: Record<EvidenceState, TextEditorDecorationType> = {
    accepted: createType('accepted'),
    suggested: createType('suggested'),
    dismissed: createType('dismissed'),
    denied: createType('denied'),
  };

  const draw = (editor: TextEditor): void => {
    const analysis = analyses.get(editor.document);
    if (analysis === undefined) return;
    // An older version's ranges would be off; rule-only results have no codes yet.
    if (analysis.version !== editor.document.version) return;
    if (!analysis.complete && analysis.notAnalysed.length === 0) return;
    // An exam code's evidence is a whole sentence: too much to mark.
    const codes = analysis.codes.filter(({ system }) => system !== examCodeSystem);
    const ranges = evidenceByState(codes);
    for (const state of evidenceStates) editor.setDecorations(types[state], ranges[state].map(toRange));
  };
  const drawAll = (uri?: string): void => {
    for (const editor of window.visibleTextEditors) {
      if (uri === undefined || editor.document.uri.toString() === uri) draw(editor);
    }
  };

  return [
    ...Object.values(types),
    analyses.onDidChange(drawAll),
    window.onDidChangeVisibleTextEditors(() => {
      drawAll();
    }),
  ];
}
