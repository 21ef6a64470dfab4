/**
 * Entry of the API tests, as `@vscode/test-electron` and VS Code's server call it in the extension host.
 * Writes mocha's counts to the file that the environment variable GLOSA_API_RESULTS names.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Runs every test; rejects where one failed, so that the host exits with an error. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: 'dot', color: false });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  // After `describe` and `it` exist; esbuild bundles the files into this one.
  await import('./all.js');
  const tests: { title: string; state: string; message: string }[] = [];
  await new Promise<void>((done, fail) => {
    const runner = mocha.run((failures) => {
      writeResults(tests, runner.stats?.end !== undefined);
      if (failures > 0) {
        fail(new Error(`${failures} API tests failed`));
      } else {
        done();
      }
    });
    const note = (state: string) => (test: Mocha.Test | Mocha.Hook, error?: unknown) => {
      tests.push({
        title: test.fullTitle(),
        state,
        message: error instanceof Error ? (error.stack ?? '') : '',
      });
    };
    runner.on('pass', note('passed')).on('fail', note('failed')).on('pending', note('skipped'));
  });
}

function writeResults(tests: readonly unknown[], ended: boolean): void {
  const path = process.env.GLOSA_API_RESULTS;
  if (path !== undefined) {
    writeFileSync(path, JSON.stringify({ ended, tests }));
  }
}
