import type { Identity } from '../client/identity.ts';
import { logFiles } from '../client/log-files.ts';
import type { UnkeptEvidence } from '../client/log-follower.ts';
import { logIdentity } from '../client/log-identity.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { told, type Spoken } from '../words/told.ts';
import type { Words } from '../words/words.ts';

/** The history did not verify on this device, and nobody has put that right yet. */
export interface RaisedAlarm {
  readonly sentence: Spoken;
  readonly evidencePath: string;
  /** The evidence, where it could not be written there. */
  readonly unkept?: UnkeptEvidence;
}

/** The alarm of this device, or null. Evidence that is there and cannot be read is one: a doubt blocks. */
export async function raisedAlarm(
  home: string,
  identity: Pick<Identity, 'log'>,
): Promise<RaisedAlarm | null> {
  const files = logFiles(home, logIdentity(identity));
  const sentence = await files
    .raised()
    .catch((fault: unknown) => told('evidenceUnreadable', { why: (fault as Error).message }));
  return sentence === null ? null : { sentence, evidencePath: files.alarmPath };
}

/** What everybody has to know who reads what the service says now. */
export function alarmText(
  { cli, spoken }: Words,
  { sentence, evidencePath: path, unkept }: RaisedAlarm,
): string {
  const said = spoken(sentence);
  return unkept
    ? cli.alarm.unkept({ sentence: said, path, why: unkept.why })
    : cli.alarm.kept({ sentence: said, path });
}

/**
 * What may be told to a service whose history does not verify: to end access, to take back or to ask what others answer, and
 * what runners do. Everything else would give somebody something on the word of who may have forged it, also what is added
 * to the contract later.
 */
const STILL_SENT: ReadonlySet<string> = new Set([
  'grants.end',
  'grants.endAll',
  'requests.submit',
  'requests.withdraw',
  'pools.check',
  'runner.lease',
  'runner.report',
  'runner.heartbeat',
]);

/** Why this change is not sent; null when it is. The alarm is looked for at each: another command may have raised it since. */
export async function whyNotSent(
  path: string,
  home: string,
  identity: Pick<Identity, 'log'>,
): Promise<Refusal | null> {
  if (STILL_SENT.has(path)) return null;
  const alarm = await raisedAlarm(home, identity);
  if (!alarm) return null;
  return refuse('tampered', 'nothingSent', { evidencePath: alarm.evidencePath });
}
