import { madeByNewer } from '../domain/made-by-newer.ts';
import type { Terminal } from './terminal.ts';

export const REQUESTS = ['request', 'requests'] as const;

/** Says how many of a list are left out of it, being of a newer Latchkey. It is no part of a document that was asked for. */
export function sayNewer({ note }: Terminal, count: number, what: readonly [string, string]): void {
  if (count > 0) note(`${madeByNewer(count, what)}\n`);
}
