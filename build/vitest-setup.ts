import { build } from './build.js';

/**
 * Vitest's hook: brings out/ up to date before a project that runs what was built. A part that cannot be built is told
 * about, and is not there; the tests that need it say so.
 */
export async function setup(): Promise<void> {
  await build().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
