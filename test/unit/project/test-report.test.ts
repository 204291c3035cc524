import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../build/setup/root.js';
import { countOf, withLeast, type TestResult } from '../../../build/test-report.js';
import { TEST_FOLDERS } from '../../../build/test-folders.js';

const file = (name: string, rest: { message?: string; assertionResults: TestResult[] }) => ({
  name: join(root, name),
  status: 'failed',
  ...rest,
});

describe('what is told of a test run', () => {
  it('names each test that failed, with the first line of why', () => {
    const testResults = [
      file('test/unit/a.test.ts', {
        assertionResults: [
          { fullName: 'a holds', status: 'passed' },
          { fullName: 'a fails', status: 'failed', failureMessages: ['Error: no\n    at somewhere'] },
        ],
      }),
    ];
    expect(countOf({ numPassedTests: 1, numFailedTests: 1, success: false, testResults })).toEqual({
      passed: 1,
      failed: 1,
      failures: ['test/unit/a.test.ts: a fails: Error: no'],
    });
  });

  it('counts a file that broke before its first test', () => {
    const testResults = [file('test/unit/b.test.ts', { message: 'SyntaxError: x', assertionResults: [] })];
    const count = countOf({ numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 1, testResults });
    expect(count).toEqual({ passed: 0, failed: 1, failures: ['test/unit/b.test.ts: SyntaxError: x'] });
  });

  it('has one failure more where fewer tests ran than there are', () => {
    const count = { passed: 8, failed: 1, failures: ['a: b'] };
    expect(withLeast('fast', count, { fast: 9 })).toEqual(count);
    expect(withLeast('fast', count, { fast: 10 })).toEqual({
      passed: 8,
      failed: 2,
      failures: ['a: b', 'fast: ran 9 tests, and build/least-tests.json wants 10 at least'],
    });
    // A part of which nobody says how much it has.
    expect(withLeast('faster', count, { fast: 1 }).failed).toBe(2);
  });

  it('wants of each part of .ci/run as many as it has, or a few less', () => {
    for (const part of ['check', 'start', ...Object.keys(TEST_FOLDERS)])
      expect(withLeast(part, { passed: 10_000, failed: 0, failures: [] })).toMatchObject({ failed: 0 });
    for (const part of ['check', 'start', ...Object.keys(TEST_FOLDERS)])
      expect(withLeast(part, { passed: 0, failed: 0, failures: [] })).toMatchObject({ failed: 1 });
  });

  it('knows a run that ended badly although nothing in it failed', () => {
    expect(countOf({ numPassedTests: 3, numFailedTests: 0, success: false }).failed).toBe(1);
  });
});
