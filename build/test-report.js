import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/root.js';

/** @typedef {{ passed: number, failed: number }} Count */

/**
 * Where the results of a part are kept; the folder exists afterwards.
 * @param {string} part
 */
export function reportFile(part) {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  return join(root, 'test-results', `${part}.json`);
}

/** @param {string} part */
export function removeReport(part) {
  rmSync(reportFile(part), { force: true });
}

/**
 * How a part went. One that left no report counts as one failure, so that nothing can fail unseen.
 * @param {string} part
 * @returns {Count}
 */
export function readReport(part) {
  if (!existsSync(reportFile(part))) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(
    readFileSync(reportFile(part), 'utf8'),
  );
  // A file that breaks before its first test has no failed test.
  const failed = numFailedTests === 0 && (numFailedTestSuites > 0 || success === false) ? 1 : numFailedTests;
  return { passed: numPassedTests, failed };
}
