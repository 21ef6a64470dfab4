import { describe, expect, it } from 'vitest';
import { closingLine, countApi, countPytest, countVitest, failuresOfVitest, settle } from '../../counts.mjs';

describe('counts of a runner', () => {
  it('reads vitest, and counts a file that could not be loaded as a failure', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('names what failed in vitest, with the start of what it said', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'passed',
          assertionResults: [{ status: 'passed', fullName: 'is right' }],
        },
        {
          name: 'b.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'is right' },
            { status: 'failed', fullName: 'lock is taken', failureMessages: ['1\n2\n3\n4\n5\n6\n7'] },
          ],
        },
        { name: 'c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    expect(failuresOfVitest(report)).toEqual([
      'b.test.ts › lock is taken\n1\n2\n3\n4\n5\n6',
      'c.test.ts\nno such module',
    ]);
  });

  it('reads pytest, errors included', () => {
    const text =
      '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"></testsuite></testsuites>';
    expect(countPytest(text)).toEqual({ passed: 4, failed: 3, skipped: 3 });
    expect(countPytest('')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('reads the API tests, and counts a run that broke off as a failure', () => {
    const tests = [{ state: 'passed' }, { state: 'failed' }, { state: 'skipped' }];
    expect(countApi({ ended: true, tests })).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(countApi({ ended: false, tests })).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });
});

describe('a suite without a failed test', () => {
  it('has passed where it ran and ended well', () => {
    expect(settle({ passed: 3, failed: 0, skipped: 1 }, true)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it('has failed where its runner ended badly or it ran nothing', () => {
    expect(settle({ passed: 3, failed: 0, skipped: 0 }, false).failed).toBe(1);
    expect(settle({ passed: 0, failed: 0, skipped: 5 }, true).failed).toBe(1);
    expect(settle({ passed: 3, failed: 2, skipped: 0 }, false).failed).toBe(2);
  });
});

describe('the closing line', () => {
  it('adds the suites up', () => {
    const rows = [
      { passed: 3, failed: 0, skipped: 0 },
      { passed: 4, failed: 2, skipped: 0 },
    ];
    expect(closingLine(rows)).toEqual({ text: '7 passed, 2 failed', failed: 2 });
    expect(closingLine([{ passed: 3, failed: 0, skipped: 2 }]).text).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('is a failure where nothing passed', () => {
    expect(closingLine([])).toEqual({ text: '0 passed, 1 failed', failed: 1 });
  });
});
