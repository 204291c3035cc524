import type { IncomingHttpHeaders } from 'node:http';
import { refuse, type Refusal } from '../../domain/refusal.ts';

/** Inputs travel in bodies: a longer URL is no call of a client. */
const LONGEST_URL = 2_048;

export interface TurnedAway {
  readonly status: number;
  readonly refusal: Refusal;
}

/**
 * What has no business here, before anything is read. Browsers say for whom they ask (`Origin`, `Sec-Fetch-Site`); no
 * page is a client of the service, not even one that calls itself the same origin after DNS rebinding. What a person
 * types into the address bar (`none`) passes: it gets at health and metrics only.
 */
export function turnAway(request: {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}): TurnedAway | null {
  const { headers, url = '' } = request;
  if (url.length > LONGEST_URL)
    return { status: 414, refusal: refuse('badInput', 'This address is too long for a call.') };
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined || (site !== undefined && site !== 'none'))
    return {
      status: 403,
      refusal: refuse(
        'notAllowed',
        'Pages in a browser cannot use this service. Use the desktop app or the CLI.',
      ),
    };
  return null;
}
