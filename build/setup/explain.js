import { WrongUsage } from './arguments.js';
import { say } from './say.js';

/**
 * Runs a script's work; a fault is told in its own words, without a stack, and ends the process with status 1, or 2
 * when what was written cannot be meant.
 * @param {() => Promise<void>} work
 */
export async function explain(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}
