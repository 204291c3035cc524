import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../build/setup/root.js';
import { countOf, type TestResult } from '../../../build/test-report.js';

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

  it('knows a run that ended badly although nothing in it failed', () => {
    expect(countOf({ numPassedTests: 3, numFailedTests: 0, success: false }).failed).toBe(1);
  });
});
