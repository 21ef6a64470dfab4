import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../server/src/lsp/messages.js';
import { semanticTokensLegend } from '../../../server/src/lsp/semanticTokens.js';
import * as protocol from '../../../server/src/protocol.js';

const root = join(__dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'protocol.md'), 'utf8');
const folder = join(root, 'server', 'src');
const parts = readdirSync(join(folder, 'protocol')).map((name) => join('protocol', name));
const source = ['protocol.ts', ...parts].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');

/** Dotted paths of all settings. */
function settingPaths(value: object, path: string): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? settingPaths(inner, `${path}.${key}`)
      : [`${path}.${key}`],
  );
}

/** Property names of an interface of protocol.ts. */
function propertiesOf(name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{([\\s\\S]*?)\\n\\}`, 'u').exec(source)?.[1] ?? '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gmu)].map((match) => match[1]!);
}

describe('docs/protocol.md', () => {
  const strings = Object.entries(protocol).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );

  it('is compared with everything that protocol.ts exports', () => {
    expect(strings.length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(protocol.commands).length).toBeGreaterThanOrEqual(10);
    expect(propertiesOf('AnalysisParams')).toContain('notAnalysed');
  });

  it.each(strings)('names %s', (_name, value) => {
    expect(page).toContain(`\`${value}\``);
  });

  it.each(Object.values(protocol.commands))('names the command %s', (command) => {
    expect(page).toContain(`\`${command}\``);
  });

  it.each(settingPaths(protocol.defaultSettings, protocol.settingsSection))(
    'names the setting %s',
    (path) => {
      expect(page).toContain(`| \`${path}\` |`);
    },
  );

  it.each(propertiesOf('InitializationOptions'))('names the option %s', (option) => {
    expect(page).toContain(`| \`${option}\` |`);
  });

  it.each(
    [
      'StatusParams',
      'AnalysisParams',
      'WireCode',
      'WireEvidence',
      'WireEntity',
      'WireRelation',
      'WireLabel',
      'WireLabelEvidence',
      'WireAssessment',
      'WireCategory',
      'WireIncidental',
      'WireCompleteness',
      'WireNamedOrgan',
      'AttentionParams',
      'AttentionResult',
      'FlagSubject',
      'WhyResult',
      'WhyLabelResult',
      'TermsResult',
      'FindCodeParams',
    ].map((name) => [name, propertiesOf(name)] as const),
  )('lists the properties of %s in order', (_name, properties) => {
    expect(properties.length).toBeGreaterThan(0);
    expect(page).toContain(`{ ${properties.join(', ')} }`);
  });

  it('names every reason and every semantic token', () => {
    const { tokenTypes, tokenModifiers } = semanticTokensLegend;
    for (const name of [...Object.keys(dictionaries.en.why), ...tokenTypes, ...tokenModifiers]) {
      expect(page).toContain(`\`${name}\``);
    }
  });
});
