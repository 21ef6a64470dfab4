import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// A tree of one-line files: what matters is where they lie, so the product's own files play no part.
const files = [
  'client/src/extension.ts',
  'server/src/protocol.ts',
  'server/src/protocol/names.ts',
  'server/src/stray.ts',
  'server/src/core/types.ts',
  'server/src/core/codes/rank.ts',
  'server/src/engine/session.ts',
  'server/src/store/labels.ts',
  'server/src/lsp/hover.ts',
  'server/src/host/stdio.ts',
  'test/unit/core/types.test.ts',
];
const importRules = new Set([
  'boundaries/dependencies',
  'boundaries/no-unknown-dependencies',
  'boundaries/no-unknown-files',
  'no-restricted-imports',
  'no-restricted-syntax',
]);

let root = '';
let eslint: ESLint;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'glosa-lint-'));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), 'export const a = 1;\n');
  }
  eslint = new ESLint({
    cwd: root,
    overrideConfigFile: resolve('eslint.config.mjs'),
    overrideConfig: [
      // Types play no part in the direction of imports, and the tree has no tsconfig.
      { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
      { settings: { 'boundaries/root-path': root } },
    ],
  });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Rules about imports that `code`, as the text of `file`, breaks. */
async function broken(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) });
  return result!.messages
    .map((message) => message.ruleId ?? message.message)
    .filter((rule) => importRules.has(rule) || !rule.includes('/'));
}

describe('direction of imports', () => {
  it.each([
    ['client/src/extension.ts', '../../server/src/protocol.js'],
    ['client/src/extension.ts', 'vscode'],
    ['server/src/protocol.ts', './protocol/names.js'],
    ['server/src/core/types.ts', './codes/rank.js'],
    ['server/src/core/codes/rank.ts', '../types.js'],
    ['server/src/engine/session.ts', '../core/types.js'],
    ['server/src/engine/session.ts', 'node:fs'],
    ['server/src/store/labels.ts', '../core/codes/rank.js'],
    ['server/src/lsp/hover.ts', '../engine/session.js'],
    ['server/src/lsp/hover.ts', '../protocol.js'],
    ['server/src/lsp/hover.ts', 'vscode-languageserver/node'],
    ['server/src/host/stdio.ts', '../lsp/hover.js'],
    ['test/unit/core/types.test.ts', '../../../server/src/core/types.js'],
  ])('%s may import %s', async (file, source) => {
    expect(await broken(file, `import { a } from '${source}';\nexport const b = a;\n`)).toEqual([]);
  });

  it.each([
    ['client/src/extension.ts', '../../server/src/core/types.js'],
    ['client/src/extension.ts', '../../server/src/lsp/hover.js'],
    ['client/src/extension.ts', '../../server/src/protocol/names.js'],
    ['server/src/protocol.ts', './core/types.js'],
    ['server/src/core/types.ts', '../engine/session.js'],
    ['server/src/core/types.ts', '../protocol.js'],
    ['server/src/engine/session.ts', '../lsp/hover.js'],
    ['server/src/store/labels.ts', '../engine/session.js'],
    ['server/src/lsp/hover.ts', '../host/stdio.js'],
    ['server/src/host/stdio.ts', '../../../client/src/extension.js'],
  ])('%s may not import %s', async (file, source) => {
    const ways = [
      `import { a } from '${source}';\nexport const b = a;\n`,
      `import type { A } from '${source}';\nexport type B = A;\n`,
      `export { a } from '${source}';\n`,
      `export const later = import('${source}');\n`,
    ];
    for (const way of ways) {
      expect(await broken(file, way), way).toContain('boundaries/dependencies');
    }
  });

  it('refuses an import that leads nowhere, which would otherwise go unchecked', async () => {
    const code = "import { a } from './gone.js';\nexport const b = a;\n";
    expect(await broken('server/src/lsp/hover.ts', code)).toEqual(['boundaries/no-unknown-dependencies']);
  });

  it('refuses a source file outside every layer', async () => {
    expect(await broken('server/src/stray.ts', 'export const a = 1;\n')).toEqual([
      'boundaries/no-unknown-files',
    ]);
  });
});

describe('purity of core/', () => {
  it.each(['node:fs', 'fs', 'path', 'vscode', 'vscode-languageserver/node', 'onnxruntime-node'])(
    'refuses an import of %s',
    async (source) => {
      const code = `import { a } from '${source}';\nexport const b = a;\n`;
      expect(await broken('server/src/core/types.ts', code)).toEqual(['no-restricted-imports']);
    },
  );

  it.each(['Math.random()', 'Date.now()', 'new Date()', "import('node:fs')"])('refuses %s', async (code) => {
    expect(await broken('server/src/core/types.ts', `export const a = ${code};\n`)).toEqual([
      'no-restricted-syntax',
    ]);
  });
});

describe('typed lint', () => {
  it('covers test files', async () => {
    const typed = new ESLint({ overrideConfigFile: resolve('eslint.config.mjs') });
    const code = 'async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n';
    const [result] = await typed.lintText(code, { filePath: resolve('test/unit/lint/boundaries.test.ts') });
    expect(result!.messages.map((message) => message.ruleId)).toContain(
      '@typescript-eslint/no-floating-promises',
    );
  });
});
