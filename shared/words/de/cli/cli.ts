import type { cli as en } from '../../en/cli/cli.ts';
import type { WordsOf } from '../../words-of.ts';
import { comment } from './comment.ts';

export const cli: WordsOf<typeof en> = { comment };
