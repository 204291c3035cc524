import { told, type ArgsOf, type Told, type ToldCode } from '../words/told.ts';

/**
 * Why a command was not carried out: the kind of refusal, by which programs tell what they can do about it, and what people
 * are told, which says what to do.
 */
export interface Refusal {
  readonly code: RefusalCode;
  readonly told: Told;
}

export const REFUSAL_CODES = [
  'badInput',
  'notSignedIn',
  'notAllowed',
  'notFound',
  // Nobody answers, or what answers cannot do its work now.
  'unreachable',
  // Something is not as it was signed: the history, or what is kept of it.
  'tampered',
  'unknownEntitlement',
  'noRule',
  'refusedByPolicy',
  'policyChanged',
  'tooLong',
  'reasonMissing',
  'ticketMissing',
  'nobodyCanApprove',
  'ownRequest',
  'notReviewer',
  'alreadyReviewed',
  'alreadyDecided',
  'requestChanged',
  'badSignature',
  'otherHistory',
  'notActive',
  'takenOver',
  'alreadyExists',
  'badInvite',
  'lastOfOwners',
  'tooManyTries',
  'badOrganisation',
  // What is published was written after another version than the one in force.
  'otherVersion',
  'clockWentBack',
  'notSupported',
  'clientTooOld',
  // The proof of a call is by an old nonce: its answer has the new one, and the client calls once more.
  'oldNonce',
  // The proof of a call is of another call, or of one that was made before. It says nothing of what was asked.
  'badProof',
  // Never sent: the clocks of this computer and of the service are too far apart.
  'clocksApart',
  // Never sent: who answers does not prove to be the service that was joined.
  'notProven',
  // Never sent: what a code is here that only a newer version knows. Its sentence is shown as it came.
  'unknown',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export const refuse = <C extends ToldCode>(code: RefusalCode, why: C, ...params: ArgsOf<C>): Refusal => ({
  code,
  told: told(why, ...params),
});
