import { join } from 'node:path';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

// Imports run one way: host → lsp → engine → core. `store/` sits beside `lsp/` and reads `core/` only.
// The client imports protocol.ts, which passes on the parts under protocol/, and nothing else of the server. test/unit/lint/boundaries.test.ts tries it.
const mayImport = {
  client: ['client', 'protocol'],
  protocol: ['protocolPart'],
  protocolPart: ['protocolPart'],
  core: ['core'],
  engine: ['engine', 'core'],
  store: ['store', 'core'],
  lsp: ['lsp', 'engine', 'store', 'core', 'protocol'],
  host: ['host', 'lsp', 'engine', 'store', 'core', 'protocol'],
};
const policies = Object.entries(mayImport).map(([layer, targets]) => ({
  from: { file: { categories: layer } },
  allow: targets.map((target) => ({ to: { file: { categories: target } } })),
}));
const patterns = {
  client: 'client/src/**',
  protocol: 'server/src/protocol.ts',
  protocolPart: 'server/src/protocol/**',
};
const layers = Object.keys(mayImport).map((category) => ({
  category,
  pattern: patterns[category] ?? `server/src/${category}{/**,.ts}`,
  partialMatch: false,
}));

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'out/',
      'dist/',
      'build/',
      'training/',
      'models/',
      'test/vscode-host/',
      'coverage/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/root-path': import.meta.dirname,
      'boundaries/files': layers,
      'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import', 'require'],
      'import/resolver': { [join(import.meta.dirname, 'tools/ci/import-resolver.cjs')]: {} },
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['{client,server}/src/**/*.ts'],
    // A file in no layer, or an import that the resolver cannot follow, would pass the direction rule unseen.
    rules: { 'boundaries/no-unknown-files': 'error', 'boundaries/no-unknown-dependencies': 'error' },
  },
  {
    files: ['server/src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', 'fs', 'path', 'vscode', 'vscode-*', 'onnxruntime-*'] },
      ],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'Buffer'],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'core/ is pure' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'core/ is pure',
        },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'core/ is pure' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'core/ is pure' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
