import { isLoopback } from '../lib/is-loopback.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { told, type Told } from '../words/told.ts';
import { looksLikeSocket, parseSocketAddress } from './socket-address.ts';

/**
 * The service's address as it is kept: `https://host[:port]`, `http` on this machine, or a socket of it (`unix:/PATH`,
 * `pipe:NAME`). How it is written, for all else.
 */
export function parseServiceUrl(text: string): Result<string, Told> {
  if (looksLikeSocket(text)) return parseSocketAddress(text);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return err(told('addressForm'));
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    return err(told('addressOnlyHost'));
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return err(told('addressUnencrypted', { hostname: url.hostname }));
  return ok(url.origin);
}
