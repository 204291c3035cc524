import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './setup/root.js';

/** @typedef {{ passed: number, failed: number, failures: readonly string[] }} Count */

/** @typedef {{ fullName: string, status: string, failureMessages?: string[] }} TestResult */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult */

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
  if (!existsSync(reportFile(part))) return { passed: 0, failed: 1, failures: [`${part}: left no report`] };
  return countOf(JSON.parse(readFileSync(reportFile(part), 'utf8')));
}

/** How many tests each part has at least; a little fewer than there are, so that one can go. */
const LEAST = JSON.parse(readFileSync(join(root, 'build', 'least-tests.json'), 'utf8'));

/**
 * The same, with one failure more when fewer tests ran than the part has: tests that are not found any more fail nowhere else.
 * @param {string} part
 * @param {Count} count
 * @param {Record<string, number>} least
 * @returns {Count}
 */
export function withLeast(part, { passed, failed, failures }, least = LEAST) {
  const ran = passed + failed;
  const wanted = least[part] ?? Infinity;
  if (ran >= wanted) return { passed, failed, failures };
  const why = `${part}: ran ${ran} tests, and build/least-tests.json wants ${wanted} at least`;
  return { passed, failed: failed + 1, failures: [...failures, why] };
}

/**
 * What Vitest's JSON report says.
 * @param {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites?: number, success?: boolean, testResults?: FileResult[] }} report
 * @returns {Count}
 */
export function countOf({
  numPassedTests,
  numFailedTests,
  numFailedTestSuites = 0,
  success,
  testResults = [],
}) {
  // A file that breaks before its first test has no failed test.
  const failed = numFailedTests === 0 && (numFailedTestSuites > 0 || success === false) ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, failures: testResults.flatMap(failuresIn) };
}

/**
 * A line for each test that failed, with the first line of why; one for a file that broke outside of its tests.
 * @param {FileResult} file
 */
function failuresIn({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [`${file}: ${firstLine(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages?.[0])}`,
  );
}

const firstLine = (text = '') => text.split('\n', 1)[0];
