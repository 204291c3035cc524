import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

/** Runs before the tests of a project: out/ is up to date, also when vitest is started by hand. */
const globalSetup = 'build/vitest-setup.ts';

/** A busy machine may take long: whoever waits for something waits for a minute. */
const expect = { poll: { timeout: 60_000 } };

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
          include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts', 'test/formats/**/*.test.ts'],
          testTimeout: 90_000,
          expect,
        },
      },
      {
        root,
        test: {
          name: 'real',
          include: ['test/integration/**/*.test.ts', 'test/faults/**/*.test.ts'],
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
          include: ['test/desktop/**/*.test.ts'],
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
