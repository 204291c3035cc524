import { LIMITS } from '../../contract/limits.ts';

/** What anybody may send, signed in or not: two keys with an invite have a thousand bytes, and a founding names all owners. */
const STRANGERS_BYTES = 65_536;
const STRANGERS: ReadonlySet<string> = new Set(['session.join', 'session.found']);
/** The longest request: twenty entitlements and a reason, however they are escaped. */
const USUAL_BYTES = 131_072;

/** The few calls that may be long: whole files, sealed credentials for many devices, a runner's whole journal. */
const LONG_CALLS: ReadonlySet<string> = new Set(['org.publish', 'runner.report', 'runner.heartbeat']);

/** How long the body of this call may be, in bytes: known before any of it is read. */
export function bodyLimit(procedure: string, isSignedIn: boolean): number {
  if (!isSignedIn || STRANGERS.has(procedure)) return STRANGERS_BYTES;
  return LONG_CALLS.has(procedure) ? LIMITS.bodyBytes : USUAL_BYTES;
}
