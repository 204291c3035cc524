import type { IncomingMessage } from 'node:http';

/**
 * Where a call comes from. Behind a proxy that is what the proxy itself appended to `X-Forwarded-For`: the last item;
 * all before it are the caller's own words. Who comes by a socket of this computer has no address; they are all one user,
 * and share what one address has.
 */
export function remoteAddress(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded = behindProxy ? request.headers['x-forwarded-for'] : undefined;
  const last = [forwarded].flat().join(',').split(',').at(-1)?.trim();
  return (last || request.socket.remoteAddress || 'unknown').slice(0, 100);
}
