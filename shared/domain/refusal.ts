/** Why a command was not carried out, as a stable code for programs and a sentence for people that says what to do. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

export const REFUSAL_CODES = [
  'badInput',
  'notSignedIn',
  'notAllowed',
  'notFound',
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

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message });
