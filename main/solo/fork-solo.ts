import { join } from 'node:path';
import { APP_PARTS } from '../app-parts.ts';
import { forkService } from './fork-service.ts';

/** Where the service of this computer listens. */
export interface SoloPlace {
  /** The address of a socket. */
  readonly address: string;
  /** The port of before, for others who joined there; null where there is none. */
  readonly formerPort: number | null;
}

/** Starts the service of this computer. */
export function forkSolo(
  home: string,
  { name, place }: { readonly name?: string | undefined; readonly place: SoloPlace },
  logger: Parameters<typeof forkService>[0]['logger'],
) {
  const args = ['--data', join(home, 'service'), '--org', join(home, 'organisation')];
  const named = name === undefined ? [] : ['--name', name];
  const former = place.formerPort === null ? [] : ['--former-listen', `127.0.0.1:${place.formerPort}`];
  // Its runner is this process, so that access on this computer ends on time whatever the service does.
  const fixed = ['--listen', place.address, ...former, '--pools', 'none'];
  return forkService({ entry: APP_PARTS.service, args: [...args, ...fixed, ...named], logger });
}
