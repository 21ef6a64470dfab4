/** The attention view: the words that a report label rests on, by background; the number stands in the hover. */
import { commands, env, l10n, MarkdownString, Range, ThemeColor, window } from 'vscode';
import type { DecorationOptions, LogOutputChannel, TextEditor } from 'vscode';
import { attentionRequest, commands as ids, labelIds } from '../../server/src/protocol.js';
import type {
  AnalysisParams,
  AttentionParams,
  AttentionResult,
  WireLabel,
  WireLabelId,
} from '../../server/src/protocol.js';
import type { Analyses } from './analyses.js';
import { attentionPercent, wordsByStep } from './attentionSteps.js';
import { errorName } from './log.js';
import type { Server } from './server.js';

const messageMs = 4000;

/** Weak to strong; the strongest also has a frame, to be seen without colour. */
const stepColors = [
  new ThemeColor('glosa.attention1'),
  new ThemeColor('glosa.attention2'),
  new ThemeColor('glosa.attention3'),
  new ThemeColor('glosa.attention4'),
];

/** A label as a person reads it. */
export function labelName(id: WireLabelId): string {
  switch (id) {
    case 'abnormal':
      return l10n.t('abnormal');
    case 'mass':
      return l10n.t('mass');
    case 'acute_stroke':
      return l10n.t('acute stroke');
    case 'atrophy':
      return l10n.t('atrophy');
    case 'vascular':
      return l10n.t('vascular abnormality');
    case 'small_vessel_disease':
      return l10n.t('small vessel disease');
    case 'white_matter_inflammation':
      return l10n.t('white matter inflammation');
    case 'encephalomalacia':
      return l10n.t('encephalomalacia');
  }
}

/** Asks for one of the labels that apply; at once where there is one. */
async function chooseLabel(labels: readonly WireLabel[]): Promise<WireLabelId | undefined> {
  const applying = labels.filter(({ applies }) => applies);
  if (applying.length <= 1) return applying[0]?.id;
  const items = [...applying]
    .sort((a, b) => b.probability - a.probability)
    .map(({ id, probability }) => ({
      label: labelName(id),
      description: `${attentionPercent(probability, env.language)} %`,
      id,
    }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Show the attention of a label') });
  return chosen?.id;
}

/** Why there is no label to show; null where there is one. */
function whyNoLabel(inEditor: boolean, known: AnalysisParams | undefined): string | null {
  if (!inEditor) return l10n.t('Glosa: open a report to see the attention of its labels.');
  if (known !== undefined && !known.complete && known.notAnalysed.length === 0)
    return l10n.t('Glosa: the report is still being read.');
  const labels = known?.labels ?? [];
  if (labels.length === 0) return l10n.t('Glosa: the model has read no labels here.');
  return labels.some(({ applies }) => applies) ? null : l10n.t('Glosa: no label applies to this report.');
}

/** One label is shown in all visible reports, until it is switched off. */
class AttentionView {
  readonly #types = stepColors.map((backgroundColor, step) =>
    window.createTextEditorDecorationType({
      backgroundColor,
      borderRadius: '2px',
      ...(step === stepColors.length - 1
        ? {
            outlineColor: new ThemeColor('glosa.attentionBorder'),
            outlineStyle: 'solid',
            outlineWidth: '1px',
          }
        : {}),
    }),
  );
  #label: WireLabelId | null = null;

  constructor(
    readonly server: Server,
    readonly analyses: Analyses,
    readonly log: LogOutputChannel,
  ) {}

  /** @param wanted shows this label, whatever is shown now. */
  async toggle(wanted?: WireLabelId): Promise<void> {
    if (this.#label !== null && (wanted === undefined || wanted === this.#label)) {
      this.#label = null;
      window.setStatusBarMessage(l10n.t('Glosa: attention is no longer shown.'), messageMs);
      this.redraw();
      return;
    }
    const document = window.activeTextEditor?.document;
    const known = document === undefined ? undefined : this.analyses.get(document);
    const labels = known?.labels ?? [];
    const label = wanted ?? (await chooseLabel(labels));
    if (label === undefined) {
      const none = whyNoLabel(document !== undefined, known);
      // Else a person left the choice.
      if (none !== null) window.setStatusBarMessage(none, messageMs);
      return;
    }
    this.#label = label;
    window.setStatusBarMessage(l10n.t('Glosa: attention of “{0}”', labelName(label)), messageMs);
    this.redraw();
  }

  redraw(uri?: string): void {
    for (const editor of window.visibleTextEditors) {
      if (uri === undefined || editor.document.uri.toString() === uri) void this.#draw(editor);
    }
  }

  dispose(): void {
    for (const type of this.#types) type.dispose();
  }

  async #draw(editor: TextEditor): Promise<void> {
    const label = this.#label;
    if (label === null) {
      for (const type of this.#types) editor.setDecorations(type, []);
      return;
    }
    const known = this.analyses.get(editor.document);
    if (known === undefined || (!known.complete && known.notAnalysed.length === 0)) return;
    const result = await this.#ask({ uri: editor.document.uri.toString(), label });
    // Meanwhile another label may be wanted, or the author has typed.
    if (result === null || label !== this.#label) return;
    if (result.version !== null && result.version !== editor.document.version) return;
    wordsByStep(result.words).forEach((words, step) => {
      const type = this.#types[step];
      const options = words.map(({ range, weight }) => optionsOf(range, label, weight));
      if (type !== undefined) editor.setDecorations(type, options);
    });
  }

  async #ask(params: AttentionParams): Promise<AttentionResult | null> {
    try {
      return await this.server.request<AttentionResult>(attentionRequest, params);
    } catch (error) {
      this.log.error(`${attentionRequest} failed: ${errorName(error)}`);
      return null;
    }
  }
}

function optionsOf(
  { start, end }: AttentionResult['words'][number]['range'],
  label: WireLabelId,
  weight: number,
): DecorationOptions {
  const text = l10n.t('Attention of “{0}”: {1} %', labelName(label), attentionPercent(weight, env.language));
  return {
    range: new Range(start.line, start.character, end.line, end.character),
    hoverMessage: new MarkdownString().appendText(text),
  };
}

export function registerAttention(
  server: Server,
  analyses: Analyses,
  log: LogOutputChannel,
): { dispose(): unknown }[] {
  const view = new AttentionView(server, analyses, log);
  return [
    view,
    // A menu of the editor passes the document's URI.
    commands.registerCommand(ids.toggleAttention, (wanted: unknown) =>
      view.toggle(labelIds.find((id) => id === wanted)),
    ),
    analyses.onDidChange((uri) => {
      view.redraw(uri);
    }),
    window.onDidChangeVisibleTextEditors(() => {
      view.redraw();
    }),
  ];
}
