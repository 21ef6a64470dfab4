import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json';
import en from '../../../package.nls.json';
import es from '../../../package.nls.es.json';
import runtimeEs from '../../../l10n/bundle.l10n.es.json';
import { serverCommands } from '../../../server/src/lsp/executeCommand.js';
import { semanticTokensLegend } from '../../../server/src/lsp/semanticTokens.js';
import {
  commands,
  defaultSettings,
  reportLanguageId,
  settingsSection,
} from '../../../server/src/protocol.js';

const files = readdirSync('client/src', { recursive: true, encoding: 'utf8' });
const sources = files
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ extension: '.ts' as const, contents: readFileSync(join('client/src', file), 'utf8') }));
const clientText = sources.map(({ contents }) => contents).join('\n');

/** Every %key% anywhere in the manifest. */
function keysOf(value: unknown): string[] {
  if (typeof value === 'string') return [...(/^%([^%]+)%$/.exec(value)?.slice(1) ?? [])];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(keysOf);
}

/** `{0}` and the like, sorted: a translation must use what the original uses. */
function placeholders(text: string): string[] {
  return (text.match(/\{\d+\}/g) ?? []).sort();
}

describe('translations', () => {
  it('has every key of the manifest in both languages, and no other', () => {
    const used = [...new Set(keysOf(manifest))].sort();
    expect(used.length).toBeGreaterThan(40);
    expect(Object.keys(en).sort()).toEqual(used);
    expect(Object.keys(es).sort()).toEqual(used);
  });

  it('has every string of the client in Spanish, and no other, with the same placeholders', async () => {
    const texts = Object.keys(await getL10nJson(sources)).sort();
    expect(texts.length).toBeGreaterThan(20);
    expect(Object.keys(runtimeEs).sort()).toEqual(texts);
    for (const [text, translated] of Object.entries(runtimeEs)) {
      expect(placeholders(translated), text).toEqual(placeholders(text));
      expect(translated, text).not.toBe(text);
    }
  });

  it('links the walkthrough to pages and samples that exist', () => {
    for (const strings of [en, es]) {
      const texts = Object.values(strings as Record<string, string>);
      const pages = texts.filter((text) => /^walkthrough\/\S+\.md$/.test(text));
      expect(pages.length).toBe(4);
      const samples = texts.flatMap((text) => [...text.matchAll(/openSample\?(\S+?)\)/g)]);
      expect(samples.length).toBe(1);
      const names = samples.flatMap((match) => JSON.parse(decodeURIComponent(match[1]!)) as string[]);
      for (const path of [...pages, ...names.map((name) => join('examples/reports', name))]) {
        expect(existsSync(path), path).toBe(true);
      }
    }
  });
});

describe('contributions', () => {
  it('declares the settings of the protocol with their defaults', () => {
    const declared = Object.entries(manifest.contributes.configuration.properties);
    const expected = Object.entries(defaultSettings).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, deep]): [string, unknown] => [`${key}.${inner}`, deep])
        : [[key, value] as [string, unknown]],
    );
    expect(Object.fromEntries(declared.map(([key, { default: value }]) => [key, value]))).toEqual(
      Object.fromEntries(expected.map(([key, value]) => [`${settingsSection}.${key}`, value])),
    );
  });

  it('keeps paths out of untrusted workspaces, and machine settings out of all', () => {
    const { properties } = manifest.contributes.configuration;
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect(restrictedConfigurations).toEqual([
      'glosa.model.path',
      'glosa.engine.cudaPath',
      'glosa.templates.folders',
    ]);
    const machine = Object.entries(properties).filter(([, { scope }]) => scope === 'machine');
    expect(machine.map(([key]) => key).sort()).toEqual([
      'glosa.engine.cudaPath',
      'glosa.engine.device',
      'glosa.model.path',
    ]);
  });

  it('contributes only commands that the client registers, under the names of the protocol', () => {
    const ids = manifest.contributes.commands.map(({ command }) => command);
    for (const id of ids) {
      const name = Object.entries(commands).find(([, value]) => value === id)?.[0];
      // The language client registers what the server executes; `openSample` is the client's own.
      const byServer = serverCommands.includes(id) ? `case ids.${name ?? ''}:` : null;
      const registered = byServer ?? (name === undefined ? `'${id}'` : `registerCommand(ids.${name}`);
      expect(clientText, id).toContain(registered);
    }
    const { commandPalette } = manifest.contributes.menus;
    const bound = [
      ...manifest.contributes.keybindings,
      ...manifest.contributes.menus['glosa.report'],
      ...commandPalette,
    ];
    for (const { command } of bound) expect(ids).toContain(command);
  });

  it('binds no key with which a keyboard with AltGr types a letter', () => {
    // Windows sends AltGr as Ctrl+Alt; on US-International AltGr and one of these types á, ñ, ü and the like.
    for (const { key } of manifest.contributes.keybindings)
      expect(key).not.toMatch(/ctrl\+(?:shift\+)?alt\+(?:shift\+)?[aceilmnopqrstuwyz]$/);
  });

  it('declares the token types and modifiers of the server', () => {
    const { semanticTokenTypes, semanticTokenModifiers, semanticTokenScopes } = manifest.contributes;
    expect(semanticTokenTypes.map(({ id }) => id)).toEqual(semanticTokensLegend.tokenTypes);
    expect(semanticTokenModifiers.map(({ id }) => id)).toEqual(semanticTokensLegend.tokenModifiers);
    // Evidence and entities have their decorations; a colour of the text on top would say too much.
    const headings = semanticTokensLegend.tokenTypes.filter((type) => type.endsWith('Heading'));
    expect(Object.keys(semanticTokenScopes[0]!.scopes)).toEqual(headings);
    expect(semanticTokenScopes[0]!.language).toBe(reportLanguageId);
  });

  it('declares every colour that the client draws with', () => {
    const used = [...clientText.matchAll(/ThemeColor\('(glosa\.[^']+)'\)/g)].map((match) => match[1]);
    expect(used.sort()).toEqual(manifest.contributes.colors.map(({ id }) => id).sort());
  });

  it('takes words with Spanish letters and decimals for one word', () => {
    const { wordPattern } = JSON.parse(readFileSync('language-configuration.json', 'utf8')) as {
      wordPattern: { pattern: string; flags: string };
    };
    const pattern = new RegExp(wordPattern.pattern, `g${wordPattern.flags}`);
    expect('Nódulo de 4,5 mm (pequeño)'.match(pattern)).toEqual(['Nódulo', 'de', '4,5', 'mm', 'pequeño']);
  });
});
