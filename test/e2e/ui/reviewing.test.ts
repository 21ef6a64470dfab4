/** Deciding in real VS Code: the prompts of the review commands, the queue, two reviewers, learning, the keyboard. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EvidenceText } from '../../../server/src/store/reviews/evidenceText.js';
import { ReviewLog } from '../../../server/src/store/reviews/reviewLog.js';
import type { Decided } from '../../../server/src/store/reviews/reviewLine.js';
import { evidence, placeOf, spanishReport } from '../reports.js';
import { openWindow, shot, type TestWindow } from './window.js';

const place = placeOf(spanishReport, evidence);
const waiting =
  'TC CRANEAL\n\nHALLAZGOS:\nLesión expansiva frontal derecha de 21 mm.\n\nCONCLUSIÓN:\nPosible meningioma.\n';
let window: TestWindow;

beforeAll(async () => {
  window = await openWindow({
    files: {
      'informe.informe': spanishReport,
      'dos.informe': spanishReport,
      'cola.informe': waiting,
      'tarde.informe': waiting,
    },
    settings: { 'glosa.reviewer': 'berto', 'glosa.reviews.openNext': false },
  });
  const code = { kind: 'code' as const, system: 'ICD-O-3', code: '8140/3' };
  const text = new EvidenceText(spanishReport);
  const start = spanishReport.indexOf(evidence);
  const accepted: Decided = {
    when: '2026-11-20T09:00:00.000Z',
    who: 'ana',
    decision: 'accept',
    path: 'dos.informe',
    textSha256: text.sha256,
    sketch: text.sketch,
    model: null,
    vocabulary: null,
    subject: code,
    evidence: [text.phrase({ startUtf16: start, endUtf16: start + evidence.length }, true)],
  };
  const log = ReviewLog.of(window.folder);
  await log.record(accepted);
  await log.record({ ...accepted, who: 'clara', decision: 'dismiss', when: '2026-11-21T09:00:00.000Z' });
  storeLabels();
});
afterAll(() => window.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await window.workbench.screenshot(shot(`failed-${task.name.replace(/\W+/g, '-')}`));
  }
});

/** A label file in which one label of one report is doubtful. */
function storeLabels(paths: readonly string[] = ['cola.informe']): void {
  const words = 'Lesión expansiva frontal derecha de 21 mm.';
  const start = waiting.indexOf(words);
  const record = {
    textSha256: new EvidenceText(waiting).sha256,
    language: 'es',
    model: { name: 'other', version: '1.0.0', sha256: 'e'.repeat(64) },
    offsets: 'unicode-code-points',
    labels: [
      {
        id: 'mass',
        probability: 0.51,
        threshold: 0.5,
        sensitiveThreshold: 0.2,
        value: true,
        applies: true,
        evidence: [{ start, end: start + words.length, text: words }],
      },
    ],
    codes: [],
    entities: [],
    relations: [],
    quality: [],
    notAnalysed: [],
  };
  mkdirSync(join(window.folder, '.glosa'), { recursive: true });
  const stored = paths.map((path) => `${JSON.stringify({ path, ...record })}\n`);
  writeFileSync(join(window.folder, '.glosa', 'labels.jsonl'), stored.join(''));
}

const lines = (): Record<string, unknown>[] =>
  readFileSync(join(window.folder, '.glosa', 'reviews.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const last = (): Record<string, unknown> => lines().at(-1) ?? {};
/** Waits for the last line to be such a decision. */
const decided = (line: object): Promise<void> => expect.poll(last, { timeout: 60_000 }).toMatchObject(line);

describe('the prompts of the review commands', () => {
  it('ask for a note’s words', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await workbench.squiggle('info');
    await workbench.runCommand('Glosa: Add Note…');
    await workbench.quickInput('Duda de grado');
    await workbench.page.keyboard.press('Enter');
    await decided({ decision: 'note', note: 'Duda de grado', who: 'berto', path: 'informe.informe' });
  });

  it('mark a report as normal, and take that back', async () => {
    const { workbench } = window;
    await workbench.runCommand('Glosa: Mark Report as Normal');
    await decided({ decision: 'mark-normal' });
    const { seq } = last();
    await workbench.runCommand('Glosa: Undo Last Review Decision');
    await decided({ decision: 'undo', undoes: seq });
  });

  it('ask what is right instead of a code', async () => {
    const { workbench } = window;
    await workbench.goTo(place.line, place.column);
    await workbench.runCommand('Glosa: Correct Code, Words or Label…');
    await workbench.pick('Another code instead of 8140/3…');
    await workbench.quickInput('8500/3');
    await workbench.page.keyboard.press('Enter');
    await workbench.rows.filter({ hasText: '8500/3' }).first().waitFor();
    await workbench.pick('8500/3');
    await decided({ decision: 'correct', correction: { kind: 'code', code: '8500/3' } });
    await workbench.runCommand('Glosa: Undo Last Review Decision');
    await decided({ decision: 'undo' });
  });

  it('show a label’s attention, and hide it', async () => {
    const { workbench } = window;
    await workbench.runCommand('Glosa: Toggle Attention View…');
    // One label applies here, so it is not asked for.
    await workbench.statusBar.getByText('attention of', { exact: false }).waitFor();
    await workbench.screenshot(shot('attention'));
    await workbench.runCommand('Glosa: Toggle Attention View…');
  });
});

describe('the report panel', () => {
  it('is gone through by keyboard from the first label on', async () => {
    const { workbench } = window;
    const panel = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await workbench.goTo(1);
    await workbench.page.keyboard.press('Control+Alt+G');
    const first = panel.locator('section[data-section="labels"] [data-control]').first();
    await first.waitFor();
    await first.focus();
    const focused = async (): Promise<string> =>
      (await panel.locator('button:focus').getAttribute('aria-label')) ?? '';
    const seen = new Set<string>([await focused()]);
    for (let presses = 0; presses < 8; presses++) {
      await workbench.page.keyboard.press('ArrowRight');
      seen.add(await focused());
    }
    expect([...seen].some((name) => name.startsWith('Accept Abnormal'))).toBe(true);
    expect([...seen].some((name) => name.startsWith('Dismiss Abnormal'))).toBe(true);
    expect([...seen].at(-1)).toBe('Why: Abnormal');
    // Accepting by key stays with the label, and says so.
    for (let presses = 0; !(await focused()).startsWith('Accept') && presses < 8; presses++) {
      await workbench.page.keyboard.press('ArrowLeft');
    }
    await workbench.page.keyboard.press('Enter');
    await decided({ decision: 'accept', subject: { kind: 'label', id: 'abnormal' } });
    await expect.poll(focused).toMatch(/Abnormal$/u);
    await workbench.screenshot(shot('panel-label'));
    // To the next section, and back into the labels.
    await workbench.page.keyboard.press('Tab');
    await workbench.page.keyboard.press('Shift+Tab');
    expect(await focused()).toMatch(/Abnormal$/u);
  });
});

describe('two reviewers', () => {
  it('are compared on a page', async () => {
    const { workbench } = window;
    await workbench.runCommand('Glosa: Show Reviewer Agreement');
    const page = workbench.page
      .frameLocator('iframe.webview.ready >> nth=-1')
      .frameLocator('iframe#active-frame');
    await page.getByRole('heading', { name: 'ana and clara' }).waitFor();
    await workbench.screenshot(shot('agreement'));
    await page.getByText('dos.informe:7').click();
    await workbench.page.locator('.tabs-container .tab.active', { hasText: 'dos.informe' }).waitFor();
  });

  it('are judged between with a pick', async () => {
    const { workbench } = window;
    await workbench.squiggle('info');
    await workbench.codeLens.filter({ hasText: 'Reviewers disagree on 8140/3' }).first().waitFor();
    await workbench.screenshot(shot('disagreement'));
    await workbench.runCommand('Glosa: Adjudicate…');
    await workbench.pick('Take ana’s decision');
    await decided({ decision: 'adjudicate', verdict: 'accepted', who: 'berto', path: 'dos.informe' });
    await expect
      .poll(() => workbench.codeLens.filter({ hasText: 'Reviewers disagree' }).count(), { timeout: 60_000 })
      .toBe(0);
  });
});

describe('the review queue', () => {
  it('lists what is doubtful, opens it at its evidence, and takes a decision by key', async () => {
    const { workbench } = window;
    await workbench.runCommand('Glosa: Filter Review Queue…');
    await workbench.pick('Labels');
    await workbench.runCommand('Glosa: Focus on Review Queue View');
    const row = workbench.page.locator('.pane .monaco-list-row', { hasText: 'cola.informe' }).first();
    await row.waitFor();
    expect(await row.getAttribute('aria-label')).toContain('Mass');
    await workbench.page
      .getByText(/\d+ of \d+ reviewed/u)
      .first()
      .waitFor();
    // What is labelled while somebody looks is there without being asked for.
    storeLabels(['cola.informe', 'tarde.informe']);
    await workbench.page.locator('.pane .monaco-list-row', { hasText: 'tarde.informe' }).first().waitFor();
    await workbench.screenshot(shot('queue'));
    const opened = workbench.page.locator('.tabs-container .tab.active', { hasText: 'cola.informe' });
    // A row that is drawn anew under the click loses it.
    const open = async (): Promise<boolean> => {
      if (!(await opened.isVisible())) await row.click();
      return opened.isVisible();
    };
    await expect.poll(open, { timeout: 60_000, interval: 2_000 }).toBe(true);
    // Said once the cursor is at the evidence.
    await workbench.statusBar.getByText(/^Glosa: mass · /iu).waitFor();
    // The open report has been read anew: what the label file doubts, the reader may be sure of.
    await workbench.squiggle('info');
    await workbench.page.waitForTimeout(2_000);
    await workbench.page.keyboard.press('Control+Shift+F10');
    await decided({ decision: 'dismiss', path: 'cola.informe', subject: { kind: 'label', id: 'mass' } });
  });
});

describe('learning codes', () => {
  it('asks for the table and the name, shows the scores, and forgets after a question', async () => {
    const { workbench } = window;
    const table = join(window.folder, 'sitio.csv');
    const rows = ['code,text'];
    for (let i = 0; i < 4; i++) {
      rows.push(`TORAX,"TC de tórax. Nódulo pulmonar ${i}. Sin derrame pleural."`);
      rows.push(`CRANEO,"RM de cráneo. Lesión cerebral ${i}. Sin hemorragia."`);
    }
    writeFileSync(table, `${rows.join('\n')}\n`);
    await workbench.runCommand('Glosa: Learn Codes from Reports…');
    await workbench.pick('Table: CSV or TSV');
    const name = workbench.page.locator('.quick-input-widget:visible .quick-input-message', {
      hasText: 'Name of the code list',
    });
    // The dialog puts its own folder into the field when it has read it, over what was typed before.
    const named = async (): Promise<boolean> => {
      if (await name.isVisible()) return true;
      await workbench.quickInput(table);
      await workbench.page.keyboard.press('Enter');
      return false;
    };
    await expect.poll(named, { timeout: 60_000, interval: 1_500 }).toBe(true);
    await workbench.page.keyboard.press('Enter');
    const kept = (): string[] => {
      const folder = join(window.folder, '.glosa', 'learned');
      return existsSync(folder) ? readdirSync(folder) : [];
    };
    await expect.poll(kept, { timeout: 60_000 }).toEqual(['sitio.json']);
    await workbench.page.locator('.tabs-container .tab.active', { hasText: 'sitio' }).waitFor();
    await workbench.screenshot(shot('learnt-scores'));

    await workbench.runCommand('Glosa: Forget Learned Codes…');
    await workbench.pick('sitio');
    await workbench.page.locator('.monaco-dialog-box').getByText('Forget', { exact: true }).click();
    await expect.poll(kept).toEqual([]);
  });
});
