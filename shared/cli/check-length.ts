import { wordsIn } from '../words/words.ts';
import { tooLong } from '../lib/too-long.ts';
import { wrongUsage } from './cli-failure.ts';

/** Throws when what was written is too long to be sent; `what` is what people call it. */
export function checkLength(what: string, text: string, most: number): void {
  const problem = tooLong(text, most);
  if (problem)
    throw wrongUsage(
      `The ${what} is ${wordsIn('en').requests.tooLong(problem)}. Nothing was sent: say it shorter.`,
    );
}
