import { basename } from 'node:path';
import { certificateIn, type Issued } from './issued.ts';
import { sshKeygen, sshKeygenOk } from './ssh-keygen.ts';

/** Of a certificate's file: sshd refuses it because it is on the list, or accepts it, or nobody can read it. */
export type Standing = 'listed' | 'open' | 'unreadable';

/** As many as fit into one command line, with room to spare. */
const BATCH = 200;

/**
 * The standing of each, by path, on a revocation list; null: there is none, so nothing is listed. One that cannot be read
 * keeps no other from being found. Throws when the list is none.
 */
export async function standingsOn(
  list: string | null,
  issued: readonly Issued[],
): Promise<ReadonlyMap<string, Standing>> {
  const standings = new Map<string, Standing>();
  const readable: string[] = [];
  for (const each of issued) {
    if ((await certificateIn(each)) === null) standings.set(each.path, 'unreadable');
    else readable.push(each.path);
  }
  for (let from = 0; from < readable.length; from += BATCH) {
    const batch = readable.slice(from, from + BATCH);
    if (list === null) for (const path of batch) standings.set(path, 'open');
    else await ask(list, batch, standings);
  }
  return standings;
}

/** ssh-keygen stops at the first file that it cannot read, so then each half is asked about by itself. */
async function ask(list: string, paths: readonly string[], standings: Map<string, Standing>): Promise<void> {
  const { output } = await sshKeygen(['-Q', '-f', list, ...paths]);
  // One line each: `path (comment): ok`, or `path (comment): REVOKED`.
  const lines = output.split('\n');
  const said = paths.map((path) => {
    const line = lines.find((each) => each.startsWith(`${path} (`) || each.startsWith(`${path}:`));
    return line?.endsWith(': REVOKED') ? 'listed' : line?.endsWith(': ok') ? 'open' : 'unreadable';
  });
  if (!said.includes('unreadable')) {
    paths.forEach((path, index) => standings.set(path, said[index] ?? 'unreadable'));
    return;
  }
  await sshKeygenOk(['-Q', '-f', list], 'read the revocation list');
  if (paths.length === 1) {
    for (const path of paths) standings.set(path, 'unreadable');
    return;
  }
  const middle = Math.ceil(paths.length / 2);
  await ask(list, paths.slice(0, middle), standings);
  await ask(list, paths.slice(middle), standings);
}

/** As many as evidence has room for. */
const MOST_NAMED = 3;

/** For the evidence: files that hold no certificate that can be read. */
export function sayUnreadable(issued: readonly Issued[]): { readonly unreadable?: string } {
  if (issued.length === 0) return {};
  const names = issued.slice(0, MOST_NAMED).map(({ path }) => basename(path));
  const more = issued.length > MOST_NAMED ? [`and ${issued.length - MOST_NAMED} more`] : [];
  return { unreadable: [...names, ...more].join(', ') };
}
