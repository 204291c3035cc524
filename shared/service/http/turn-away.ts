import { inEnglish } from '../../words/words.ts';
import type { IncomingMessage } from 'node:http';
import { SUBSCRIPTIONS } from '../../api/procedures.ts';
import { STORE_AWAY } from '../../contract/store-away.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';

/** Inputs travel in bodies: a longer URL is no call of a client. */
const LONGEST_URL = 2_048;

/** Where what is subscribed to would be, if it were a call. */
const SUBSCRIPTION_PATHS: ReadonlySet<string> = new Set([...SUBSCRIPTIONS].map((name) => `/${name}`));

/** Calls are sent by POST; health is asked for by GET, and sockets are opened by it. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST']);

export interface TurnedAway {
  readonly status: number;
  readonly refusal: Refusal;
}

/** No refusal: what was asked is to be asked elsewhere, or later. */
export interface NotNow {
  readonly status: 503;
  readonly message: string;
}

export const AWAY: NotNow = { status: 503, message: STORE_AWAY };

/** What a person is told. */
export const sentenceOf = (away: TurnedAway | NotNow): string =>
  'refusal' in away ? inEnglish(away.refusal.told) : away.message;

/**
 * What has no business here, before anything is read. Browsers say for whom they ask (`Origin`, `Sec-Fetch-Site`); no
 * page is a client of the service, not even one that calls itself the same origin after DNS rebinding. What a person
 * types into the address bar (`none`) passes: it gets at health and metrics only.
 */
export function turnAway(
  request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>,
  isKnownHost: (host: string | undefined) => boolean,
): TurnedAway | null {
  const { headers, url = '', method = '' } = request;
  if (!METHODS.has(method)) return WRONG_METHOD;
  if (!isKnownHost(headers.host)) return unknownHost(headers.host);
  if (url.length > LONGEST_URL) return { status: 414, refusal: refuse('badInput', 'addressTooLong') };
  if (SUBSCRIPTION_PATHS.has(url.split('?')[0] ?? ''))
    return { status: 405, refusal: refuse('notSupported', 'notCalled') };
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined || (site !== undefined && site !== 'none'))
    return {
      status: 403,
      refusal: refuse('notAllowed', 'notFromPages'),
    };
  return null;
}

const WRONG_METHOD: TurnedAway = {
  status: 405,
  refusal: refuse('notSupported', 'methodUnknown'),
};

function unknownHost(host: string | undefined): TurnedAway {
  const name = /^[\w.:[\]-]{1,253}$/.test(host ?? '') ? (host ?? '') : '';
  return { status: 421, refusal: refuse('notAllowed', 'hostUnknown', { host: name }) };
}
