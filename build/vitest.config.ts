import { defineConfig } from 'vitest/config';
import { TEST_FOLDERS } from './test-folders.js';

const root = new URL('..', import.meta.url).pathname;

/** Runs before the tests of a project: out/ is up to date, also when vitest is started by hand. */
const globalSetup = 'build/vitest-setup.ts';

/** A busy machine may take long: whoever waits for something waits for a minute. */
const expect = { poll: { timeout: 60_000 } };

const filesOf = (project: string): string[] =>
  (TEST_FOLDERS[project] ?? []).map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * Three projects: `fast` needs nothing but Node; `real` starts databases, servers and processes; `desktop` drives the
 * app in a virtual desktop, one test file at a time, since people look at one screen at a time too.
 */
export default defineConfig({
  root,
  test: {
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    projects: [
      {
        root,
        test: {
          name: 'fast',
          include: filesOf('fast'),
          testTimeout: 90_000,
          expect,
        },
      },
      {
        root,
        test: {
          name: 'real',
          include: filesOf('real'),
          globalSetup,
          // More than what a test waits for: its own sentence says in vain for what.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect,
        },
      },
      {
        root,
        test: {
          name: 'desktop',
          include: filesOf('desktop'),
          globalSetup,
          poolOptions: { forks: { singleFork: true } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect,
        },
      },
    ],
  },
});
