import type { Api, Caller } from '../../api/api.ts';
import { storeAway, type ApiContext } from '../../api/app-router.ts';
import type { Proven } from '../../contract/call-proof.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { StoreAway } from '../../contract/store-away.ts';
import { refuse } from '../../domain/refusal.ts';
import { checkProof, type Checked, type ProofParts } from './check-proof.ts';
import type { FairShare } from './fair-share.ts';
import type { Members } from './members.ts';
import { refusedCall } from './refused-call.ts';
import type { TryLimit } from './try-limit.ts';

const TOO_MANY = refuse('tooManyTries', 'tooManyWrong');
const OLD_NONCE = refuse('oldNonce', 'oldNonce');
const SEEN_BEFORE = refuse('badProof', 'callRepeated');
const TOO_MANY_CALLS = refuse('tooManyTries', 'tooManyCalls');

/** What is known of who calls by their proof alone. */
export interface SignedIn extends Omit<ApiContext, 'tooOld'> {
  /** Hex SHA-256 of the body that was signed; null where none was. */
  readonly signedBody: string | null;
}

/** What came with a call. */
export interface Said {
  /** Null where there is none. */
  readonly proof: string | null;
  readonly of: Proven;
  /** Where it came from. */
  readonly address: string;
}

export interface SignInParts extends ProofParts {
  readonly api: Api;
  readonly members: Pick<Members, 'has' | 'isRemoved'>;
  readonly tries: TryLimit;
  readonly share: FairShare;
  /** Apart from `tries`: who was signed out has used up those by trying. */
  readonly notes: TryLimit;
  /** For the word that an address is this service's. */
  readonly vouching: TryLimit;
}

/** Finds out who calls. Right proofs always pass; once wrong ones are used up, an address is told to wait. */
export function createSignIn(parts: SignInParts) {
  const { members, tries, share } = parts;
  const guarded = limitStrangers(parts);
  const isMember = ({ memberId, deviceId }: Caller): boolean =>
    members.has(memberId) && !members.isRemoved(deviceId);
  const enter = share.enter.bind(share);
  const check = async (proof: string, of: Proven): Promise<Checked> => {
    try {
      return await checkProof(parts, proof, of);
    } catch (fault) {
      throw fault instanceof StoreAway ? storeAway(fault) : fault;
    }
  };
  /** @throws TRPCError with a refusal, where the call is not to be carried out, whoever makes it */
  return async ({ proof, of, address }: Said): Promise<SignedIn> => {
    const checked: Checked | null = proof === null ? null : await check(proof, of);
    if (checked?.kind === 'oldNonce') throw refusedCall(OLD_NONCE);
    if (checked?.kind === 'full') throw refusedCall(TOO_MANY_CALLS);
    const isProven = checked?.kind === 'proven';
    if (checked !== null && !isProven) {
      if (!tries.mayTry(address)) throw refusedCall(TOO_MANY);
      tries.wrong(address);
    }
    if (checked?.kind === 'again') throw refusedCall(SEEN_BEFORE);
    const [caller, signedBody] = isProven ? [checked.caller, checked.body] : [null, null];
    const nothing = { subscriptions: null, outlet: null };
    return { api: guarded, caller, signedBody, isMember, address, enter, ...nothing };
  };
}

/**
 * What may be called without signing in. Wrong invites cost tries; a right one is taken however many wrong ones came from its
 * address. Codes are 16 random bytes, so the limit is not what keeps them from being guessed: it tells who mistypes, or
 * tries, to wait. Having something signed is limited by address.
 */
function limitStrangers({
  api,
  tries,
  notes,
  vouching,
}: Pick<SignInParts, 'api' | 'tries' | 'notes' | 'vouching'>): Api {
  const guarded =
    <I, A>(call: (input: I, origin: { readonly address: string }) => Promise<A>) =>
    async (input: I, origin: { readonly address: string }): Promise<A> => {
      try {
        return await call(input, origin);
      } catch (error) {
        if (!(error instanceof RefusalError) || !WRONG.has(error.refusal.code)) throw error;
        if (!tries.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
        tries.wrong(origin.address);
        throw error;
      }
    };
  const { invite, found, join, recovery, recover } = api.session;
  const joining = {
    ...{ invite: guarded(invite), found: guarded(found), join: guarded(join) },
    ...{ recovery: guarded(recovery), recover: guarded(recover) },
  };
  const signedOut: Api['session']['signedOut'] = async (input, origin) => {
    if (!notes.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
    notes.wrong(origin.address);
    return api.session.signedOut(input, origin);
  };
  const address: Api['session']['address'] = async (input, origin) => {
    if (!vouching.mayTry(origin.address)) throw new RefusalError(TOO_MANY);
    vouching.wrong(origin.address);
    return api.session.address(input, origin);
  };
  return { ...api, session: { ...api.session, ...joining, signedOut, address } };
}

/** What whoever has no invite hears. */
const WRONG: ReadonlySet<string> = new Set(['badInvite', 'badSignature']);
