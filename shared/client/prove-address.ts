import { told } from '../words/told.ts';
import { TRPCClientError } from '@trpc/client';
import { randomBytes } from 'node:crypto';
import { addressOutput } from '../contract/api-schemas.ts';
import { NONCE_HEADER } from '../contract/call-proof.ts';
import {
  FIRST_WITH_PROOFS,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  serviceTooOld,
  versionSaid,
} from '../contract/protocol-version.ts';
import { addressText } from '../domain/address-text.ts';
import { isOnThisComputer } from '../lib/service-place.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { HttpAnswer } from './http-fetch.ts';
import type { Identity } from './identity.ts';
import { isOfOtherKey, isSignedNote } from './is-signed-note.ts';
import { openApi, type OpenOptions } from './open-api.ts';

/** Who answers at an address. */
export type Standing =
  | {
      readonly kind: 'ours';
      /** For the next call; null where none was told. */
      readonly nonce: string | null;
      /** Whether the connection is still there over which it was proven. */
      readonly isConnected: () => boolean;
      /** The log may have got another key: see adopt-log-key.ts. */
      readonly hasOtherKey?: boolean;
    }
  /** Nobody, somebody else, or a service of ours that cannot be worked with: nothing is to be sent there. */
  | { readonly kind: 'other'; readonly fault: Error };

/** Somebody answers who does not have the key of the log that was pinned, or is not meant to be there. */
export class StrangerThere extends ConnectionFault {
  constructor(address: string) {
    // A service may be the right one and not know this name as its own; one of this computer has no other name.
    super(told('strangerThere', { address, place: isOnThisComputer(address) ? 'here' : 'elsewhere' }));
  }
}

/** A service of before proofs: it takes tokens, and there are none to send. */
export class ServiceTooOld extends ConnectionFault {
  constructor(version: number, own: number) {
    super(serviceTooOld(own, version).told);
  }
}

/**
 * Whether who answers at `address` has the key of the log that was pinned, and is meant to be at that address. A stranger who
 * passes the question on to a service learns nothing: no service signs an address that is not its own. Nothing in the question
 * says who asks. Never throws.
 */
export async function whoIsAt(
  address: string,
  identity: Pick<Identity, 'log'>,
  { protocol = PROTOCOL_VERSION, ...options }: Omit<OpenOptions, 'onAnswer'> = {},
): Promise<Standing> {
  const about = { nonce: randomBytes(32).toString('base64url'), address };
  const heard: { answer: HttpAnswer | null } = { answer: null };
  const api = openApi(address, { ...options, protocol, onAnswer: (answer) => (heard.answer = answer) });
  const asked = await api.session.address.query(about).then(
    (said) => ({ note: addressOutput.safeParse(said).data?.note ?? null }),
    (fault: Error) => ({ fault }),
  );
  try {
    return judged(about, identity, { asked, answer: heard.answer, protocol });
  } catch (fault) {
    // What is pinned is damaged, which its sentence says.
    return { kind: 'other', fault: fault as Error };
  }
}

function judged(
  about: { readonly nonce: string; readonly address: string },
  identity: Pick<Identity, 'log'>,
  found: {
    readonly asked: { readonly note: string | null } | { readonly fault: Error };
    readonly answer: HttpAnswer | null;
    readonly protocol: number;
  },
): Standing {
  const { asked, answer, protocol } = found;
  const said = answer?.header(PROTOCOL_HEADER);
  if (said !== undefined && versionSaid(said) < FIRST_WITH_PROOFS)
    return { kind: 'other', fault: new ServiceTooOld(versionSaid(said), protocol) };
  if ('fault' in asked) return { kind: 'other', fault: TRPCClientError.from(asked.fault) };
  if (!isSignedNote(asked.note, addressText(about), identity))
    return { kind: 'other', fault: new StrangerThere(about.address) };
  return {
    kind: 'ours',
    nonce: answer?.header(NONCE_HEADER) ?? null,
    isConnected: () => answer?.isConnected() ?? false,
    hasOtherKey: isOfOtherKey(asked.note, identity),
  };
}
