/** The status bar item: device, model, time taken, and why the report in front is not analysed. */
import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { StatusBarItem } from 'vscode';
import { commands as ids } from '../../server/src/protocol.js';
import type { AnalysisParams, StatusParams } from '../../server/src/protocol.js';
import type { Analyses } from './analyses.js';
import { reasonText } from './reasons.js';
import type { Server } from './server.js';

/** Names of devices as their makers write them. */
const deviceNames: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  coreml: 'Core ML',
  dml: 'DirectML',
};

interface Face {
  readonly text: string;
  readonly warning: boolean;
  /** Lines of the tooltip. */
  readonly lines: readonly string[];
}

function modelLines(status: StatusParams): string[] {
  const lines: string[] = [];
  if (status.device !== null) lines.push(l10n.t('Device: {0}', deviceNames[status.device] ?? status.device));
  if (status.model !== null) {
    const { name, version, sha256 } = status.model;
    lines.push(l10n.t('Model: {0} {1} (sha256 {2}…)', name, version, sha256.slice(0, 12)));
  }
  if (status.reason !== null) lines.push(status.reason);
  return lines;
}

function faceOf(running: boolean, status: StatusParams | null, analysis: AnalysisParams | undefined): Face {
  if (!running) {
    return { text: '$(error) Glosa', warning: true, lines: [l10n.t('The language server is not running.')] };
  }
  if (status === null || status.state === 'starting') {
    return { text: '$(loading~spin) Glosa', warning: false, lines: [l10n.t('The model is being loaded.')] };
  }
  if (status.state === 'unavailable') {
    const lines = [l10n.t('There is no usable model: outline and rules work, codes are not suggested.')];
    return {
      text: l10n.t('{0} Glosa: rules only', '$(warning)'),
      warning: true,
      lines: [...lines, ...modelLines(status)],
    };
  }
  if (analysis !== undefined && analysis.notAnalysed.length > 0) {
    const lines = [...analysis.notAnalysed.map(reasonText), ...modelLines(status)];
    return { text: l10n.t('{0} Glosa: not analysed', '$(circle-slash)'), warning: false, lines };
  }
  const device = deviceNames[status.device ?? ''] ?? status.device ?? '';
  const ms = analysis?.analysisMs ?? status.lastAnalysisMs;
  if (ms === null) return { text: `$(note) Glosa ${device}`, warning: false, lines: modelLines(status) };
  const time = l10n.t('Last change read in {0} ms', Math.round(ms));
  return {
    text: `$(note) Glosa ${device} · ${Math.round(ms)} ms`,
    warning: false,
    lines: [...modelLines(status), time],
  };
}

/** Plain text: a reason may hold a path, which Markdown would mangle. */
function tooltipOf(lines: readonly string[]): MarkdownString {
  const tooltip = new MarkdownString('', true);
  tooltip.isTrusted = { enabledCommands: [ids.showWhy, ids.restartServer] };
  tooltip.appendText(l10n.t('Glosa suggests what the report states; a person decides.'));
  for (const line of lines) tooltip.appendMarkdown('\n\n').appendText(line);
  const why = `[${l10n.t('Why is this file (not) analysed?')}](command:${ids.showWhy})`;
  const restart = `[${l10n.t('Restart Server')}](command:${ids.restartServer})`;
  return tooltip.appendMarkdown(`\n\n${why} · ${restart}`);
}

function paint(item: StatusBarItem, face: Face): void {
  item.text = face.text;
  item.tooltip = tooltipOf(face.lines);
  item.backgroundColor = face.warning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
  item.accessibilityInformation = { label: ['Glosa', ...face.lines].join('. ') };
}

/** Shown while the editor in front shows a report; a click tells why it is, or is not, analysed. */
export function registerStatusItem(server: Server, analyses: Analyses): { dispose(): unknown }[] {
  const item = window.createStatusBarItem('glosa.status', StatusBarAlignment.Right, 100);
  item.name = 'Glosa';
  item.command = ids.showWhy;
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !analyses.isReport(document)) {
      item.hide();
      return;
    }
    paint(item, faceOf(server.running, server.status, analyses.get(document)));
    item.show();
  };
  update();
  return [
    item,
    server.onDidChange(update),
    analyses.onDidChange(update),
    window.onDidChangeActiveTextEditor(update),
  ];
}
