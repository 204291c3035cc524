import { refuse, type Refusal } from '../domain/refusal.ts';

/**
 * The version of the wire contract, and the oldest that a service still serves.
 * 1: first version.
 * 2: each call carries a proof by the device's key (call-proof.ts). A token, as 1 has it, is nobody's.
 * 3: organisations are founded, and joined by keys that are derived from codes; what is published names the version before.
 * 4: what is told to people is a code and its parameters, in refusals, entries and states. An answer says it in English, too.
 */
export const PROTOCOL_VERSION = 4;
export const PROTOCOL_FLOOR = 3;
/** An older service does not know how anybody joins with this client, nor what it publishes. */
export const FIRST_FOUNDED = 3;
/** An older service wants tokens, and there are none to send. */
export const FIRST_WITH_PROOFS = 2;

/** What one side speaks; of a service also how far back it serves. */
export interface SpokenProtocol {
  readonly version: number;
  readonly floor: number;
}
export const SPOKEN: SpokenProtocol = { version: PROTOCOL_VERSION, floor: PROTOCOL_FLOOR };

/** Of each call over HTTP: the client's version. Of each answer: the service's, and its floor. */
export const PROTOCOL_HEADER = 'latchkey-protocol';
export const FLOOR_HEADER = 'latchkey-protocol-floor';
/** Of the `connectionParams` of a socket. */
export const PROTOCOL_PARAM = 'protocol';

/** A version as it is sent. What says none, or nothing that is one, is from before there were any: 1. */
export function versionSaid(said: unknown): number {
  return typeof said === 'string' && /^\d{1,6}$/.test(said) ? Number(said) : 1;
}

/** What a client hears whose version is below the floor; null when it is served. */
export const whyClientTooOld = (version: number, floor: number): Refusal | null =>
  version >= floor ? null : refuse('clientTooOld', 'clientTooOld', { version, floor });

/** Of a service that does not know what a newer client asks of it. */
export const serviceTooOld = (own: number, service: number): Refusal =>
  refuse('notSupported', 'serviceTooOld', { own, service });
