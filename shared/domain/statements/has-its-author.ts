import type { Entry, LogRecord } from '../entry.ts';

type Of<T extends Entry['type']> = Pick<LogRecord, 'actor'> & { readonly entry: Extract<Entry, { type: T }> };
type Rule<T extends Entry['type']> = (record: Of<T>) => boolean;

const byService = ({ actor }: Pick<LogRecord, 'actor'>): boolean => actor === 'latchkey';
const byRunner = (actor: string): boolean => actor.startsWith('runner:');
/** Whoever takes or reports something is the runner that the entry names. */
const byNamedRunner = ({
  actor,
  entry,
}: Pick<LogRecord, 'actor'> & { readonly entry: { runnerId: string } }) =>
  actor === `runner:${entry.runnerId}`;
const byPerson = ({ actor, entry }: Pick<LogRecord, 'actor'> & { readonly entry: { person: string } }) =>
  actor === entry.person;

/**
 * Who the service says that it was, of what nobody signs. What is not here may be said of several, of which other entries tell:
 * those that follow from a review, and from what is published.
 */
const RULES: { readonly [T in Entry['type']]?: Rule<T> } = {
  requestLapsed: byService,
  reviewReminded: byService,
  grantOverdue: byService,
  grantActivating: byNamedRunner,
  revocationTaken: byNamedRunner,
  grantActivated: byNamedRunner,
  grantFoundThere: byNamedRunner,
  grantFailed: (record) => byService(record) || byRunner(record.actor),
  // By the clock, or because a runner was the first to say so; else by whoever it names.
  grantEnding: ({ actor, entry: { by, cause } }) =>
    by === null
      ? (actor === 'latchkey' || byRunner(actor)) && (cause === 'expired' || cause === 'activationFailed')
      : actor === by,
  organisationCreated: ({ actor, entry }) => actor === (entry.owner ?? 'latchkey'),
  clockAccepted: byService,
  inviteCreated: ({ actor, entry }) => actor === entry.invitedBy,
  inviteUsed: byPerson,
  recoveryUsed: byPerson,
  deviceRegistered: byPerson,
  deviceRemoved: (record) => record.entry.why?.cause !== 'replaced' || byService(record),
  endsChecked: ({ actor }) => byRunner(actor),
};

/** Whether an entry that nobody signed names whom the service names for such a one. Pure. */
export function hasItsAuthor({ actor, entry }: Pick<LogRecord, 'actor' | 'entry'>): boolean {
  const rule = RULES[entry.type] as ((record: Pick<LogRecord, 'actor' | 'entry'>) => boolean) | undefined;
  return rule?.({ actor, entry }) ?? true;
}
