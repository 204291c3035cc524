import { WrongUsage } from './arguments.js';
import { say } from './say.js';

/**
 * Who read it has gone (`| head`): what is under way is finished, and cleaned up behind, without a word.
 * @param {NodeJS.ErrnoException} error
 */
function goOnUnread(error) {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * Runs a script's work; a fault is told in its own words, without a stack, and ends the process with status 1, or 2
 * when what was written cannot be meant.
 * @param {() => Promise<void>} work
 */
export async function explain(work) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', goOnUnread);
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}
