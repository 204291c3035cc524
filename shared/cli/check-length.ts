import { tooLong } from '../lib/too-long.ts';
import type { Words } from '../words/words.ts';
import { wrongUsage } from './cli-failure.ts';

/** Throws when what was written is too long to be sent; `what` it is. */
export function checkLength(
  what: Exclude<keyof Words['cli']['length'], 'written'>,
  text: string,
  most: number,
): void {
  const problem = tooLong(text, most);
  if (problem)
    throw wrongUsage(({ cli, requests }) => cli.length[what]({ problem: requests.tooLong(problem) }));
}
