import { LIMITS } from '../../contract/limits.ts';

/** What anybody may send, signed in or not: two keys with an invite have a thousand bytes. */
const STRANGERS_BYTES = 16_384;
/** A founding names all owners, and the providers of one's own. */
const FOUNDING_BYTES = 65_536;
/** The longest request: twenty entitlements and a reason, however they are escaped. */
const USUAL_BYTES = 131_072;

/** The few calls that may be long: whole files, sealed credentials for many devices, a runner's whole journal. */
const LONG_CALLS: ReadonlySet<string> = new Set(['org.publish', 'runner.report', 'runner.heartbeat']);

/** How long the body of this call may be, in bytes: known before any of it is read. */
export function bodyLimit(procedure: string, isSignedIn: boolean): number {
  if (procedure === 'session.found') return FOUNDING_BYTES;
  if (!isSignedIn || procedure === 'session.join') return STRANGERS_BYTES;
  return LONG_CALLS.has(procedure) ? LIMITS.bodyBytes : USUAL_BYTES;
}
