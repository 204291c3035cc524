import type { Words } from '../words/words.ts';
import type { Terminal } from './terminal.ts';

type What = Parameters<Words['requests']['madeByNewer']>[0]['what'];

/** Says how many of a list are left out of it, being of a newer Latchkey. It is no part of a document that was asked for. */
export function sayNewer({ note, words }: Terminal, count: number, what: What): void {
  if (count > 0) note(`${words.requests.madeByNewer({ count, what })}\n`);
}
