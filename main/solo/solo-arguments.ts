import { join } from 'node:path';

/** Where the service of this computer listens. */
interface SoloPlace {
  /** The address of a socket. */
  readonly address: string;
  /** The port of before, for others who joined there; null where there is none. */
  readonly formerPort: number | null;
}

/** With what the service of this computer is started. `name`: of an organisation that is made by that. */
export function soloArguments(
  home: string,
  { address, formerPort }: SoloPlace,
  name: string | undefined,
): readonly string[] {
  return [
    ...['--data', join(home, 'service'), '--org', join(home, 'organisation')],
    ...['--listen', address],
    ...(formerPort === null ? [] : ['--former-listen', `127.0.0.1:${formerPort}`]),
    // Its runner is that of the desktop, so that access on this computer ends on time whatever the service does.
    ...['--pools', 'none'],
    ...(name === undefined ? [] : ['--name', name]),
  ];
}
