/**
 * Which folders of test/ each project of build/vitest.config.ts has, in the order in which they run.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const TEST_FOLDERS = {
  fast: ['unit', 'property', 'formats'],
  real: ['integration', 'faults'],
  desktop: ['desktop'],
};
