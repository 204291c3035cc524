import { join } from 'node:path';
import { APP_PARTS } from '../app-parts.ts';
import { forkService } from './fork-service.ts';

/** Starts the service of this computer: where it was last, since other desktops on it remember the address. */
export function forkSolo(
  home: string,
  { name, url }: { readonly name?: string; readonly url: string | null },
  logger: Parameters<typeof forkService>[0]['logger'],
) {
  const args = ['--data', join(home, 'service'), '--org', join(home, 'organisation')];
  const named = name === undefined ? [] : ['--name', name];
  // Its runner is this process, so that access on this computer ends on time whatever the service does.
  const fixed = ['--listen', url === null ? '127.0.0.1:0' : new URL(url).host, '--pools', 'none'];
  return forkService({ entry: APP_PARTS.service, args: [...args, ...fixed, ...named], logger });
}
