import { isLoopback } from '../lib/is-loopback.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { looksLikeSocket, parseSocketAddress } from './socket-address.ts';

/**
 * The service's address as it is kept: `https://host[:port]`, `http` on this machine, or a socket of it (`unix:/PATH`,
 * `pipe:NAME`). A sentence for all else.
 */
export function parseServiceUrl(text: string): Result<string, string> {
  if (looksLikeSocket(text)) return parseSocketAddress(text);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return err(
      'The address of a service reads like https://latchkey.example.com or http://127.0.0.1:4460, and on this computer alone like unix:/run/latchkey/latchkey.sock.',
    );
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    return err('The address of a service is only a host and a port, without a path or a password.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return err(`All that is said would go to ${url.hostname} unencrypted. Use https.`);
  return ok(url.origin);
}
