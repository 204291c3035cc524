import { isLoopback } from '../lib/is-loopback.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { looksLikeSocket, parseSocketAddress } from '../system/socket-address.ts';
import { inEnglish } from '../words/words.ts';
import { parseListenAddress, type ListenAddress, type ListenPlace } from './http/listen-address.ts';

/** `HOST:PORT`, `[V6]:PORT` or the address of a socket, as `--listen` takes it. Port 0 takes any that is free. */
export function parseListenPlace(text: string): Result<ListenPlace, string> {
  if (!looksLikeSocket(text)) return parseListenAddress(text);
  const socket = parseSocketAddress(text);
  return socket.ok ? ok({ socket: socket.value }) : err(inEnglish(socket.error));
}

/** Where a service was joined before it listened on a socket, as `--former-listen` takes it: a port of loopback. */
export function parseFormerAddress(
  text: string | undefined,
  listen: ListenPlace,
): Result<ListenAddress | undefined, string> {
  if (text === undefined) return ok(undefined);
  if (!('socket' in listen))
    return err('--former-listen is for a service that listens on a socket now (--listen unix:/PATH).');
  const former = parseListenAddress(text);
  if (!former.ok) return former;
  if (isLoopback(former.value.host) && former.value.port > 0) return former;
  return err(
    '--former-listen is where the service listened before, on loopback: for example 127.0.0.1:4460.',
  );
}
