/** One VS Code window in Debian's Chromium, and what a person does in it. Selectors are VS Code's own. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longest wait for anything on the page: two shared cores are slow, a right answer is not a race. */
export const waitMs = 120_000;

/** Path of Chromium, or null; the environment variable GLOSA_CHROMIUM names another one. */
export function findChromium(): string | null {
  const named = process.env.GLOSA_CHROMIUM;
  const candidates = named === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser'] : [named];
  return candidates.find((path) => existsSync(path)) ?? null;
}

/** Starts a headless Chromium with a fresh profile. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('Chromium is not installed: apt-get install chromium');
  }
  return chromium.launch({ executablePath, headless: true, args: flags });
}

export interface PageOptions {
  /** Added to the address, from `&` on. */
  readonly query?: string;
  /** Functions that the page may call. */
  readonly expose?: Readonly<Record<string, (code: number) => void>>;
}

/** Opens `folder` of the server at `url` in a new window. */
export async function openWorkbench(
  browser: Browser,
  url: string,
  folder: string,
  options: PageOptions = {},
): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  for (const [name, called] of Object.entries(options.expose ?? {})) {
    await page.exposeFunction(name, called);
  }
  await page.goto(`${url}/?folder=${encodeURIComponent(folder)}${options.query ?? ''}`, {
    waitUntil: 'commit',
  });
  await page.locator('.monaco-workbench .part.editor').waitFor();
  await page.locator('.part.statusbar .statusbar-item').first().waitFor();
  return new Workbench(page);
}

/** A window. Every method waits until its effect can be seen. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Text of the editor in front, as far as it is on the screen. */
  get editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  get statusBar(): Locator {
    return this.page.locator('.part.statusbar');
  }

  get codeLens(): Locator {
    return this.page.locator('.codelens-decoration');
  }

  /** Opens a file of the folder's top level from the explorer. */
  async openFile(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row').filter({
      has: this.page.locator('.label-name', { hasText: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }),
    });
    await row.dblclick();
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
    await this.editor.locator('.view-line').first().click();
  }

  /** Runs a command by the title that the palette shows. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput(`>${title}`);
    await this.pick(title);
  }

  /** Types into the quick input that is open. */
  async quickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input').first();
    await input.waitFor();
    await input.fill(text);
  }

  /** Rows of the quick pick that is open. */
  get rows(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** Picks the first row that contains `text`. */
  async pick(text: string): Promise<void> {
    await this.rows.filter({ hasText: text }).first().click();
  }

  /** Puts the cursor at a place; both numbers count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput(`:${line},${column}`);
    await this.page.keyboard.press('Enter');
    await this.statusBar.getByText(new RegExp(`^(Ln|Lín\\.) ${line}, Col(\\.)? ${column}$`)).waitFor();
  }

  /** Types at the cursor, a key at a time, as a person does. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 10 });
  }

  /** The line of the editor that contains `text`; VS Code draws spaces as no-break spaces. */
  line(text: string): Locator {
    return this.editor.locator('.view-line').filter({ hasText: spaced(text) });
  }

  /** Waits for a squiggle of that kind in the editor in front. */
  async squiggle(kind: 'error' | 'warning' | 'info' | 'hint'): Promise<Locator> {
    const found = this.editor.locator(`.squiggly-${kind}`);
    await found.first().waitFor({ state: 'attached' });
    return found;
  }

  /** Shows the hover at the cursor and gives its text. */
  async hoverAtCursor(contains: RegExp): Promise<string> {
    await this.runCommand('Show or Focus Hover');
    const hover = this.page.locator('.monaco-hover:visible').first();
    // The diagnostic's part comes before the server's card: wait for what is asked.
    await hover.filter({ hasText: contains }).waitFor();
    return hover.innerText();
  }

  /** Opens the quick fixes at the cursor. */
  async quickFixes(): Promise<void> {
    await this.page.keyboard.press('Control+.');
    await this.page.locator('.action-widget .monaco-list-row').first().waitFor();
  }

  /** Chooses a row of the open quick fixes with the keyboard: in 1.100 a pane lies over it until the mouse moves. */
  async chooseFix(title: RegExp): Promise<void> {
    const rows = this.page.locator('.action-widget .monaco-list-row');
    const focused = this.page.locator('.action-widget .monaco-list-row.focused');
    await focused.waitFor();
    for (let row = await rows.count(); row > 0 && !title.test(await focused.innerText()); row--) {
      await this.page.keyboard.press('ArrowDown');
    }
    await focused.filter({ hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Waits for a notification that contains `text`. */
  async notification(text: string | RegExp): Promise<Locator> {
    const toast = this.page.locator('.notification-toast', { hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** Writes `build/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<void> {
    const folder = resolve('build/screenshots');
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
}

/** A pattern for `text` in which every space also matches the no-break space that the editor draws. */
export function spaced(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(escaped.replace(/ /g, '[ \\u00a0]'));
}
