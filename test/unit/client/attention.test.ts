/** What the command *Show the attention of a label* says, in the status bar. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { Analyses } from '../../../client/src/analyses.js';
import { registerAttention } from '../../../client/src/attention.js';
import type { Server } from '../../../client/src/server.js';
import type { AnalysisParams } from '../../../server/src/protocol.js';

const editor = vi.hoisted(() => ({
  said: [] as string[],
  active: null as object | null,
  chosen: undefined as { id: string } | undefined,
  toggle: null as null | ((wanted?: unknown) => Promise<void>),
}));

vi.mock('vscode', () => ({
  ThemeColor: vi.fn(),
  MarkdownString: vi.fn(),
  Range: vi.fn(),
  l10n: {
    t: (text: string, ...values: unknown[]) =>
      text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
  },
  commands: {
    registerCommand: (_id: string, run: (wanted?: unknown) => Promise<void>) => {
      editor.toggle = run;
      return { dispose: () => undefined };
    },
  },
  env: { language: 'en' },
  window: {
    visibleTextEditors: [],
    get activeTextEditor() {
      return editor.active === null ? undefined : { document: editor.active };
    },
    createTextEditorDecorationType: () => ({ dispose: () => undefined }),
    onDidChangeVisibleTextEditors: () => ({ dispose: () => undefined }),
    setStatusBarMessage: (text: string) => editor.said.push(text),
    showQuickPick: () => Promise.resolve(editor.chosen),
  },
}));
vi.mock('../../../client/src/log.js', () => ({ errorName: String }));

const label = (id: string, applies: boolean) => ({ id, applies, probability: 0.9 });
const analysis = (change: Partial<AnalysisParams>): AnalysisParams =>
  ({ complete: true, notAnalysed: [], labels: [], ...change }) as unknown as AnalysisParams;
let known: AnalysisParams | undefined;

async function toggled(wanted?: unknown): Promise<string | null> {
  editor.said.length = 0;
  await editor.toggle?.(wanted);
  return editor.said.at(-1) ?? null;
}

beforeEach(() => {
  editor.active = {};
  editor.chosen = undefined;
  known = undefined;
  const analyses = { get: () => known, onDidChange: vi.fn() } as unknown as Analyses;
  registerAttention({} as unknown as Server, analyses, {} as LogOutputChannel);
});

describe('toggling the attention view', () => {
  it('says which label is shown, and that none is any more', async () => {
    known = analysis({ labels: [label('abnormal', true), label('mass', false)] as never });
    expect(await toggled()).toBe('Glosa: attention of “abnormal”');
    expect(await toggled()).toBe('Glosa: attention is no longer shown.');
  });

  it('says why no label can be shown', async () => {
    expect(await toggled()).toBe('Glosa: the model has read no labels here.');
    known = analysis({ complete: false });
    expect(await toggled()).toBe('Glosa: the report is still being read.');
    known = analysis({ labels: [label('mass', false)] as never });
    expect(await toggled()).toBe('Glosa: no label applies to this report.');
    editor.active = null;
    expect(await toggled()).toBe('Glosa: open a report to see the attention of its labels.');
  });

  it('says nothing where a person leaves the choice', async () => {
    known = analysis({ labels: [label('abnormal', true), label('mass', true)] as never });
    expect(await toggled()).toBeNull();
    editor.chosen = { id: 'mass' };
    expect(await toggled()).toBe('Glosa: attention of “mass”');
  });
});
