import { defineConfig } from 'vitest/config';

/** Suites by folder; `node test/run.mjs` runs them one after the other, since two cores are few. */
const unit = ['unit', 'golden', 'fuzz', 'lsp'];

/** A busy CI machine may upset a test of processes and clocks once; twice in a row it has failed. */
const retry = process.env.CI === 'true' ? 1 : 0;

export default defineConfig({
  test: {
    projects: [
      ...unit.map((name) => ({
        test: {
          name,
          retry,
          include: [`test/${name}/**/*.test.{ts,mts}`],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      })),
      {
        test: {
          name: 'ui',
          retry,
          include: ['test/e2e/ui/**/*.test.ts'],
          testTimeout: 480_000,
          hookTimeout: 480_000,
        },
      },
    ],
  },
});
