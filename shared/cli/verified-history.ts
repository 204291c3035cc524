import { isUnreachable } from '../client/is-unreachable.ts';
import { loadNames, saveNames, type Names } from '../client/known-names.ts';
import { logFiles, type KeptLog } from '../client/log-files.ts';
import { logFollower, type LogDistrust } from '../client/log-follower.ts';
import { logIdentity } from '../client/log-identity.ts';
import { readCatalog } from '../formats/wire/read-catalog.ts';
import type { Result } from '../lib/result.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { MemberSession } from './member-session.ts';
import { alarmText, type RaisedAlarm } from './raised-alarm.ts';
import type { Terminal } from './terminal.ts';
import { unwritableReason } from './unwritable-reason.ts';
import { inTurn, type Spoken } from '../words/told.ts';

/** The verified log of this device. Whatever keeps it from being brought up to date, what was verified can be read. */
export interface VerifiedHistory {
  readonly kept: KeptLog;
  readonly names: Names;
  readonly isFresh: boolean;
  /** Why what is new was not fetched, although the service can be reached; null when it was. */
  readonly stopped: Spoken | null;
  /** What is new is not believed. */
  readonly alarm: RaisedAlarm | null;
}

/** The verified log, brought up to date where the service can be reached, is believed, and the disk takes what it says. */
export async function verifiedHistory(terminal: Terminal, session: MemberSession): Promise<VerifiedHistory> {
  const { home, identity, api } = session;
  const follower = logFollower(home, identity);
  const before = async (stopped: Spoken | null): Promise<VerifiedHistory> => {
    const kept = believed(terminal, await follower.kept());
    return { kept, names: await loadNames(home), isFresh: false, stopped, alarm: null };
  };
  try {
    const followed = await follower.follow(api.log);
    if (followed.ok) {
      const names = await namesNow(terminal, session);
      return { kept: followed.value, names, isFresh: true, stopped: null, alarm: null };
    }
    if (followed.error.kind === 'noRoom') return await before(followed.error.sentence);
    return await despite(terminal, followed.error, session);
  } catch (error) {
    if (isUnreachable(error)) {
      const here = await before(null);
      if (here.kept.trusted.size === 0)
        throw new CliFailure(EXIT.unreachable, ({ cli }) => cli.history.nothingHere, 'unreachable');
      terminal.note(`${terminal.words.cli.history.away}\n`);
      return here;
    }
    const reason = unwritableReason(error);
    if (reason === null) throw error;
    return before(terminal.words.cli.history.notKept({ home, why: reason }));
  }
}

/** What was verified before an alarm is as good as it was, as long as it still adds up to its signed head. */
async function despite(
  terminal: Terminal,
  alarm: RaisedAlarm,
  { home, identity }: MemberSession,
): Promise<VerifiedHistory> {
  const loaded = await logFiles(home, logIdentity(identity)).load();
  if (!loaded.ok) throw untrusted(terminal, { ...alarm, sentence: inTurn([alarm.sentence, loaded.error]) });
  return { kept: loaded.value, names: await loadNames(home), isFresh: false, stopped: null, alarm };
}

/** Names are worth having, and no reason to show nothing. */
async function namesNow(terminal: Terminal, { api, home }: MemberSession): Promise<Names> {
  const read = readCatalog(await api.catalog.list.query());
  if (read.kind === 'unknown') return loadNames(home);
  const { names } = read.value;
  try {
    await saveNames(home, names);
  } catch (error) {
    const why = (error as Error).message;
    terminal.note(`${terminal.words.cli.history.namesNotKept({ home, why })}\n`);
  }
  return names;
}

/** The failure of a command whose history is not believed. Evidence that is nowhere else is printed. */
export function untrusted(terminal: Terminal, alarm: RaisedAlarm): CliFailure {
  if (alarm.unkept) terminal.note(`${visibleText(JSON.stringify(alarm.unkept.alarm, null, 2), 'keep')}\n`);
  return new CliFailure(EXIT.fault, (words) => alarmText(words, alarm), 'logAlarm');
}

/** The failure of a command that has nothing that it may show. */
export const whyNotBelieved = (terminal: Terminal, why: LogDistrust): CliFailure =>
  why.kind === 'noRoom' ? new CliFailure(EXIT.fault, why.sentence, 'noRoom') : untrusted(terminal, why);

function believed(terminal: Terminal, result: Result<KeptLog, LogDistrust>): KeptLog {
  if (result.ok) return result.value;
  throw whyNotBelieved(terminal, result.error);
}
