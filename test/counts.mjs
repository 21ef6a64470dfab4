// How many tests passed, failed and were skipped, from what each runner writes. Every function gives
// { passed, failed, skipped }.

/** Counts of vitest's JSON reporter; a file that could not be loaded has failed once. */
export function countVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What failed of vitest's JSON report: `file › test`, and the first lines of what it said. */
export function failuresOfVitest(report) {
  const short = (text) => text.split('\n').slice(0, 6).join('\n');
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed');
    if (tests.length > 0) {
      return tests.map(
        (test) => `${file.name} › ${test.fullName}\n${short(test.failureMessages.join('\n'))}`,
      );
    }
    return file.status === 'failed' ? [`${file.name}\n${short(file.message ?? '')}`] : [];
  });
}

/** Counts of pytest's JUnit file. */
export function countPytest(text) {
  const number = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  const skipped = number('skipped');
  return { passed: number('tests') - failed - skipped, failed, skipped };
}

/** Counts of the file that test/e2e/api/index.ts writes; a run that broke off has failed once. */
export function countApi({ ended, tests }) {
  const of = (state) => tests.filter((test) => test.state === state).length;
  return { passed: of('passed'), failed: of('failed') + (ended ? 0 : 1), skipped: of('skipped') };
}

/** A suite that ended badly, or ran nothing, without a failed test of its own, has failed once. */
export function settle({ passed, failed, skipped }, ended) {
  const silent = failed === 0 && (!ended || passed === 0);
  return { passed, failed: silent ? 1 : failed, skipped };
}

/** The closing line of `npm test`; a run in which nothing passed has failed. */
export function closingLine(rows) {
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const failed = total('passed') === 0 ? Math.max(1, total('failed')) : total('failed');
  const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
  return { text: `${total('passed')} passed, ${failed} failed${skipped}`, failed };
}
