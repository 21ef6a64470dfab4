import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

// Imports run one way: host → lsp → engine → core. `store/` sits beside `lsp/` and reads `core/` only.
// The client imports protocol.ts and nothing else of the server.
const allow = [
  { from: 'client', allow: ['client', 'protocol'] },
  { from: 'protocol', allow: [] },
  { from: 'core', allow: ['core'] },
  { from: 'engine', allow: ['engine', 'core'] },
  { from: 'store', allow: ['store', 'core'] },
  { from: 'lsp', allow: ['lsp', 'engine', 'store', 'core', 'protocol'] },
  { from: 'host', allow: ['host', 'lsp', 'engine', 'store', 'core', 'protocol'] },
];

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
      'boundaries/elements': [
        { type: 'client', pattern: 'client/src/**', mode: 'full' },
        { type: 'protocol', pattern: 'server/src/protocol.ts', mode: 'full' },
        { type: 'core', pattern: 'server/src/core/**', mode: 'full' },
        { type: 'engine', pattern: 'server/src/engine/**', mode: 'full' },
        { type: 'store', pattern: 'server/src/store/**', mode: 'full' },
        { type: 'lsp', pattern: 'server/src/lsp/**', mode: 'full' },
        { type: 'host', pattern: 'server/src/host/**', mode: 'full' },
      ],
    },
    rules: {
      'boundaries/element-types': ['error', { default: 'disallow', rules: allow }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
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
