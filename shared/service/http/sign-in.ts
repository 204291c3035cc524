import type { IncomingHttpHeaders } from 'node:http';
import type { Api, Caller } from '../../contract/api.ts';
import { storeAway, type ApiContext } from '../../contract/app-router.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { StoreAway } from '../../contract/store-away.ts';
import { refuse } from '../../domain/refusal.ts';
import type { FairShare } from './fair-share.ts';
import type { Members } from './members.ts';
import { refusedCall } from './refused-call.ts';
import type { TryLimit } from './try-limit.ts';

/** Longer than any token: not even looked up. */
const LONGEST_TOKEN = 100;

const TOO_MANY = refuse(
  'tooManyTries',
  'Too many wrong tokens or invites came from this address. Wait a minute, then try again.',
);

/** What is known of who calls by their token alone. */
export type SignedIn = Omit<ApiContext, 'tooOld'>;

export interface SignInParts {
  readonly api: Api;
  /** Who has this token, or null when nobody has. */
  identify(token: string): Caller | null | Promise<Caller | null>;
  readonly members: Pick<Members, 'has' | 'isRemoved'>;
  readonly tries: TryLimit;
  readonly share: FairShare;
  /** Apart from `tries`: who was signed out has used up those by trying. */
  readonly proofs: TryLimit;
  /** For the word that an address is this service's. */
  readonly vouching: TryLimit;
}

/** Finds out who calls. Right tokens always pass; once wrong ones are used up, an address is told to wait. */
export function createSignIn(parts: SignInParts) {
  const { identify, members, tries, share } = parts;
  const guarded = limitStrangers(parts);
  const isMember = ({ memberId, deviceId }: Caller): boolean =>
    members.has(memberId) && !members.isRemoved(deviceId);
  const enter = share.enter.bind(share);
  const whose = async (token: string): Promise<Caller | null> => {
    try {
      return await identify(token);
    } catch (fault) {
      throw fault instanceof StoreAway ? storeAway(fault) : fault;
    }
  };
  return async (token: string | null, address: string): Promise<SignedIn> => {
    const caller = token !== null && token.length <= LONGEST_TOKEN ? await whose(token) : null;
    if (token !== null && caller === null) {
      if (!tries.mayTry(address)) throw refusedCall(TOO_MANY);
      tries.wrong(address);
    }
    return { api: guarded, caller, isMember, address, enter, subscriptions: null, outlet: null };
  };
}

/** The token of `Authorization: Bearer …`, or null when there is none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | null {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/**
 * What may be called without signing in. Wrong invites cost tries; a right one is taken however many wrong ones came from its
 * address. Codes are 32 random bytes, so the limit is not what keeps them from being guessed: it tells who mistypes, or
 * tries, to wait. Having something signed is limited by address.
 */
function limitStrangers({
  api,
  tries,
  proofs,
  vouching,
}: Pick<SignInParts, 'api' | 'tries' | 'proofs' | 'vouching'>): Api {
  const join: Api['session']['join'] = async (input, origin) => {
    try {
      return await api.session.join(input, origin);
    } catch (error) {
      if (!(error instanceof RefusalError) || error.refusal.code !== 'badInvite') throw error;
      if (!tries.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
      tries.wrong(origin.address);
      throw error;
    }
  };
  const signedOut: Api['session']['signedOut'] = async (input, origin) => {
    if (!proofs.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
    proofs.wrong(origin.address);
    return api.session.signedOut(input, origin);
  };
  const address: Api['session']['address'] = async (input, origin) => {
    if (!vouching.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
    vouching.wrong(origin.address);
    return api.session.address(input, origin);
  };
  return { ...api, session: { ...api.session, join, signedOut, address } };
}
