import type { Entry, LogRecord } from '../entry.ts';
import { saysHolderLeft } from '../grant/holder-left.ts';

/**
 * How anybody who reads the log knows that an entry is so.
 *
 * - `signed`: it carries the statement of whoever did it.
 * - `computed`: it follows from entries before it, the published documents and the clock.
 * - `imported`: the service, or somebody through it, says so, from outside of the log. It is believed, not proven.
 */
export type Evidence = 'signed' | 'computed' | 'imported';

type Asked = Pick<LogRecord, 'v' | 'actor' | 'entry'>;
type Of<T extends Entry['type']> = Omit<Asked, 'entry'> & { readonly entry: Extract<Entry, { type: T }> };

const isRunner = (actor: string): boolean => actor.startsWith('runner:');

/** Who founds and joins signs that; of before, the service says so. */
const onceProven = ({ v }: Pick<LogRecord, 'v'>): Evidence => (v < 4 ? 'imported' : 'signed');

/** A runner's word. One of the service itself that nobody signed in has no key. */
function reportedBy({ actor }: Pick<LogRecord, 'actor'>): Evidence {
  return actor.startsWith('runner:built-in-runner') ? 'imported' : 'signed';
}

/** A new kind of entry says here how it is known. */
const EVIDENCE: { readonly [T in Entry['type']]: Evidence | ((record: Of<T>) => Evidence) } = {
  requestSubmitted: 'signed',
  requestRefused: 'signed',
  requestWithdrawn: 'signed',
  requestCommented: 'signed',
  reviewGiven: 'signed',
  reviewersNamed: 'computed',
  stepDone: 'computed',
  requestApproved: 'computed',
  requestDenied: 'computed',
  requestLapsed: 'computed',
  reviewReminded: 'computed',
  requestOverruled: 'computed',
  // Taken by a runner: by the number of a lease, which the service gives.
  grantActivating: 'computed',
  revocationTaken: 'computed',
  grantActivated: reportedBy,
  // Policy of now does not allow it any more.
  grantFailed: (record) => (isRunner(record.actor) ? reportedBy(record) : 'computed'),
  revocationFailed: reportedBy,
  grantFoundThere: reportedBy,
  grantRevoked: (record) => (record.entry.neverBegan ? 'computed' : reportedBy(record)),
  // Of a person what they said; all else that ends access gives a sentence, or nothing, and names a person only where they
  // published who is a member.
  grantEnding: ({ entry: { by, reason } }) => {
    const isOwn = by === null || by === 'latchkey' || saysHolderLeft(reason);
    return isOwn && (typeof reason === 'string' || 'code' in reason) ? 'computed' : 'signed';
  },
  grantOverdue: 'computed',
  grantConfirmedGone: 'signed',
  organisationCreated: onceProven,
  // Before, also what the service was started with.
  organisationPublished: ({ v, actor }) => (v < 4 && actor === 'latchkey' ? 'imported' : 'signed'),
  organisationChanged: 'computed',
  memberChanged: 'computed',
  memberConfirmed: 'signed',
  runnerSignedIn: 'signed',
  logKeyRotated: 'signed',
  recoveryKeySet: 'signed',
  // By who registers next.
  recoveryUsed: 'computed',
  textsErased: 'signed',
  // By whoever runs the service.
  clockAccepted: 'imported',
  // The first owner's is the service's own, where it began the log by itself.
  inviteCreated: ({ actor }) => (actor === 'latchkey' ? 'imported' : 'signed'),
  // By who registers next.
  inviteUsed: ({ v }) => (v < 4 ? 'imported' : 'computed'),
  inviteRevoked: 'computed',
  deviceRegistered: onceProven,
  deviceRenamed: 'signed',
  // By hand, or because its person left or has another one in its place.
  deviceRemoved: ({ entry }) => (entry.why?.cause === 'removed' ? 'signed' : 'computed'),
  endsChecked: 'imported',
};

export function evidenceOf({ v, actor, entry }: Asked): Evidence {
  const known = EVIDENCE[entry.type] as Evidence | ((record: Asked) => Evidence);
  return typeof known === 'string' ? known : known({ v, actor, entry });
}
