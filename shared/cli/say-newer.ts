import type { Terminal } from './terminal.ts';

/** Says how many of a list are left out of it, being of a newer Latchkey. It is no part of a document that was asked for. */
export function sayNewer(
  { note, words }: Terminal,
  count: number,
  what: 'requests' | 'entitlements' = 'requests',
): void {
  if (count > 0) note(`${words.cli.newer[what]({ count })}\n`);
}
