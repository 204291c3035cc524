import { say } from './say.js';

/**
 * Runs a script's work; a fault is told in its own words, without a stack, and ends the process with status 1.
 * @param {() => Promise<void>} work
 */
export async function explain(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
