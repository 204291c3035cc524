import { isLoopback } from './is-loopback.ts';

/** Which sockets of a computer a service can be at: of Unix by their path, named pipes of Windows by their name. */
export type SocketKind = 'unix' | 'pipe';

/**
 * What is no letter, digit, dot, hyphen, underscore, tilde or slash is percent-encoded: an address has one form, which means
 * nothing else in a URL, a line or a shell.
 */
export const socketAddress = (kind: SocketKind, place: string): string =>
  `${kind}:${place.split('/').map(encoded).join('/')}`;

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** What is opened to get to a service at an address in its kept form (`parseServiceUrl`); null for one of the web. */
export function socketPathOf(address: string): string | null {
  const [, kind, place = ''] = /^(unix|pipe):(.*)$/.exec(address) ?? [];
  if (kind === undefined) return null;
  return kind === 'pipe' ? `\\\\.\\pipe\\${place}` : decodeURIComponent(place);
}

/** Whether nothing leaves this computer on the way to an address in its kept form: a socket, or a port of loopback. */
export function isOnThisComputer(address: string): boolean {
  if (socketPathOf(address) !== null) return true;
  const [, host] = /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/.exec(address) ?? [];
  return host !== undefined && isLoopback(host);
}
