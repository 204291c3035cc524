import { comment } from './comment.ts';

/** What the commands say by themselves. */
export const cli = { comment };
