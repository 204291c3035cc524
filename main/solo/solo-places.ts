import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { socketAddress } from '../../shared/lib/service-place.ts';
import { fitsSocket, parseSocketAddress } from '../../shared/system/socket-address.ts';

/** What the service of this computer can be found by; the same at each start. */
export interface SoloGround {
  /** LATCHKEY_HOME, as a whole path. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The number of the user where there is one, else the name. */
  readonly user: string;
  /** XDG_RUNTIME_DIR, which is the user's alone and gone when they log out. */
  readonly runtimeDir: string | undefined;
  readonly temporaryDir: string;
}

/** Enough to tell the homes of one user apart; in hex digits. */
const NAME_LENGTH = 16;

/**
 * The addresses at which the service of this computer may listen, the best first: in the home, and where that is too long for
 * the path of a socket, in a folder of this user's elsewhere. On Windows a named pipe. The service makes the folders, and
 * refuses those in which others can write.
 */
export function soloPlaces({
  home,
  platform,
  user,
  runtimeDir,
  temporaryDir,
}: SoloGround): readonly string[] {
  const name = createHash('sha256').update(`${user}\n${home}`).digest('hex').slice(0, NAME_LENGTH);
  if (platform === 'win32') return [socketAddress('pipe', `latchkey-${name}`)];
  const folders = [
    ...(runtimeDir?.startsWith('/') ? [posix.join(runtimeDir, 'latchkey')] : []),
    ...[temporaryDir, '/tmp'].map((folder) => posix.join(folder, `latchkey-${user}`)),
  ];
  const paths = [
    posix.join(home, 'run', 'latchkey.sock'),
    ...folders.map((folder) => posix.join(folder, `${name}.sock`)),
  ];
  const addresses = paths
    .filter((path) => fitsSocket(path, platform))
    .map((path) => parseSocketAddress(socketAddress('unix', path), platform));
  return [...new Set(addresses.flatMap((address) => (address.ok ? [address.value] : [])))];
}
