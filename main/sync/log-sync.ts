import { spokenOf } from '../../shared/contract/spoken-of.ts';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { catchUp, UnfitEntries, type CatchUpFault } from '../../shared/client/catch-up.ts';
import { checkContinues } from '../../shared/client/check-continues.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import { logRoom } from '../../shared/client/log-room.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import type { LogAlarmView, LogProgressView, LogStatus } from '../../shared/contract/snapshot.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { alarmOfEntry, type LogAlarm } from '../../shared/log/log-alarm.ts';
import {
  nothingTrusted,
  type TrustedHead,
  type TrustedLog,
  trustedLogToJson,
} from '../../shared/log/log-watch.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { diskSpace, type DiskSpace } from '../../shared/system/disk-space.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { reason } from '../store/reason.ts';
import { checkSignedEntries, checkWhileFetching } from './check-signed-entries.ts';
import { fillInHistory } from './fill-in-history.ts';
import type { ServiceApi } from './link.ts';
import { parseHead } from './parse-head.ts';
import { verifyReplica } from './verify-replica.ts';
import { told, toldOf, type Told } from '../../shared/words/told.ts';
import { inEnglish } from '../../shared/words/words.ts';

/**
 * So many entries are indexed at a time; a search waits for no more than one portion. While many are left, which is when
 * little can be found yet, portions are larger: a request is written again in each that speaks of it.
 */
const INDEX_PORTION = { few: 500, many: 4_000 };

/** Bytes of the replica, with its index and what it writes ahead, for each byte of the entries. */
const GROWTH = 4;

/**
 * Keeps the replica level with the service's log.
 *
 * 1. Nothing is believed that does not extend what was believed before, even when the replica had to be made anew.
 * 2. After an alarm this log is not followed any further: the evidence is kept, and a person has to look.
 * 3. Nor is an entry believed that is not what somebody signed, or follows from that, as far as it can be read here.
 * 4. That something is not believed is told before anything is written: what cannot be written is part of what is told, and
 *    tried again whenever the log would have been followed.
 */
export interface LogSync {
  /** Brings the replica up to date. At once when nothing is new; calls that overlap share one run. */
  follow(api: ServiceApi): Promise<void>;
  /** Reads what is already there, without a service. */
  open(): Promise<void>;
  /** The log has another key from now on, as this identity says. */
  pin(identity: Pick<Identity, 'log'>): void;
  /** Hashes every entry of the replica again, compares with what the log signed, and checks who signed it. Needs no service. */
  verify(): Promise<Result<{ readonly size: number }, Refusal>>;
}

export function createLogSync(parts: {
  readonly identity: Pick<Identity, 'log'>;
  readonly history: HistoryStore;
  readonly home: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly status: () => LogStatus;
  readonly onStatus: (status: LogStatus) => void;
  /** What people are called, by id. They are not in the log: the organisation says them. */
  readonly names: () => Readonly<Record<string, string>>;
  /** Entries say that this was erased, by what it was bound by: it is to be forgotten. */
  readonly onErased: (sha256s: ReadonlySet<string>) => void;
  /** What the log was found to say of its keys, the latest first. */
  readonly onKeys?: (keys: readonly string[]) => void;
  /** What was kept here is lost or damaged, and is fetched again. Told once. */
  readonly onLost?: (what: Told) => void;
  /** The last verified head, kept apart from the replica, as JSON text. */
  readonly head: { read(): string | null; write(text: string): void };
  /** The disk that the replica is on. */
  readonly space?: () => Promise<DiskSpace>;
}): LogSync {
  const { history, clock, home, status, onStatus, logger, space = () => diskSpace(home) } = parts;
  let log = logIdentity(parts.identity);
  const room = logRoom(space, GROWTH);
  let running: Promise<void> | null = null;
  let isAgain = false;
  /** The entries were found altered: until that is written, what is kept of them is not to be built upon. */
  let isAltered = false;
  let isLost = false;
  let learned: Readonly<Record<string, string>> = {};
  /** So many were told to be erased. */
  let erased = 0;

  const raise = async (alarm: LogAlarm): Promise<void> => {
    const name = `log-evidence-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}.json`;
    const evidenceFile = join(home, name);
    logger.error({ kind: alarm.kind }, 'the log does not verify');
    const { kind, sentence, told } = alarm;
    const unkept = { sentence, told, text: `${JSON.stringify(alarm, null, 2)}\n` };
    onStatus({ ...settled(status()), alarm: { kind, sentence, told, evidenceFile, unkept } });
    await keepEvidence();
    await history.forgetUnbelieved();
  };

  /** Writes the evidence of the alarm, if that was not possible before, and says whether it is kept. */
  const keepEvidence = async (): Promise<void> => {
    const { alarm } = status();
    if (!alarm?.unkept) return;
    const { kind, evidenceFile, unkept } = alarm;
    // What it says without that its evidence could not be kept.
    const { sentence, told: what } = unkept;
    const told = await writePrivateFile(evidenceFile, unkept.text).then(
      (): LogAlarmView => ({ kind, sentence, told: what, evidenceFile }),
      (fault: unknown): LogAlarmView => ({
        ...alarm,
        ...withoutEvidence({ sentence, told: what }, fault),
      }),
    );
    const now = status();
    // Meanwhile this device may have left, with all that it was told.
    if (now.alarm?.evidenceFile !== evidenceFile || isDeepStrictEqual(now.alarm, told)) return;
    if (told.unkept) logger.error({ sentence: told.sentence }, 'the evidence could not be kept');
    onStatus({ ...now, alarm: told });
  };

  const goOn = (what: LogProgressView['what'], done: number, of: number): void =>
    onStatus({ ...settled(status()), progress: { what, done, of } });

  /** What is not as it was signed, up to this head of the log; null: nothing. */
  const check = (head: TrustedHead, trusted: TrustedHead): Promise<LogAlarm | null> =>
    checkSignedEntries(log, history, { head, trusted, goOn: (done, of) => goOn('checking', done, of) });

  const index = async (): Promise<void> => {
    const names = parts.names();
    if (names !== learned) await history.learnNames(names);
    learned = names;
    const { believed } = await history.status();
    for (let left = 0; ;) {
      left = await history.indexSome(left > INDEX_PORTION.many ? INDEX_PORTION.many : INDEX_PORTION.few);
      if (left === 0) break;
      goOn('indexing', Math.max(0, believed - left), believed);
    }
    const all = await history.erased(erased);
    if (all === null) return;
    parts.onErased(new Set(all));
    erased = all.length;
    if (await history.hasTraces()) logger.warn({}, TRACES_LEFT);
  };

  /** `kept`: so many entries of those that were verified. A power cut costs the last ones, which is no more than a line of the log. */
  const tellLost = (kept: number, verified: number): void => {
    if (isLost) return;
    isLost = true;
    logger.warn({ kept, verified }, kept === 0 ? LOST : TORN);
    if (kept === 0) parts.onLost?.(told('historyFetchedAgain'));
  };

  /** What has come since the last head that was believed. Null: nothing was taken in, and the status says why. */
  const fetchNew = async (api: ServiceApi): Promise<TrustedLog | null> => {
    const wasAltered = isAltered;
    if (isAltered) await history.believe(NOTHING);
    isAltered = false;
    const kept = await readKept(log, history);
    const head = parseHead(log, parts.head.read());
    // The replica may have lost its end in a power cut, or all of it; what was verified then still counts.
    const earlier = head && head.size > kept.size ? head : null;
    // Who had it verified knows.
    if (earlier && !wasAltered) tellLost(kept.size, earlier.size);
    await history.forgetUnbelieved();
    const checkSome = checkWhileFetching(log, history);
    const next = await catchUp({
      ...{ log, room, source: api.log, trusted: kept },
      take: async (items, { fetched, size }) => {
        await history.addEntries(items);
        goOn('fetching', fetched, size);
        // While the next page comes.
        await checkSome(fetched);
      },
    });
    if (!next.ok) {
      await giveUp(next.error);
      return null;
    }
    const extended = earlier ? await checkContinues(log, api.log, { earlier, next: next.value }) : ok(null);
    if (!extended.ok) {
      await raise(extended.error);
      return null;
    }
    const wrong = await check(next.value, kept);
    if (wrong) {
      await raise(wrong);
      return null;
    }
    const trusted = JSON.stringify(trustedLogToJson(next.value));
    if (next.value.size !== kept.size) await history.believe({ size: next.value.size, trusted });
    if (parts.head.read() !== trusted) parts.head.write(trusted);
    return next.value;
  };

  const giveUp = async (fault: CatchUpFault): Promise<void> => {
    if (fault.kind === 'alarm') return raise(fault.alarm);
    const { told: stopped } = fault.noRoom;
    if (!isDeepStrictEqual(status().stopped, stopped))
      logger.warn({ sentence: inEnglish(stopped) }, 'the history was not fetched');
    onStatus({ ...settled(status()), stopped });
    await history.forgetUnbelieved();
  };

  const followOnce = async (api: ServiceApi): Promise<void> => {
    if (status().alarm) return keepEvidence();
    let next: TrustedLog | null;
    try {
      next = await fetchNew(api);
    } catch (fault) {
      const stopped =
        fault instanceof UnfitEntries ? { stopped: told('entriesUnfit', { why: fault.told }) } : {};
      onStatus({ ...settled(status()), ...stopped });
      // Nothing stays on the disk that may never be believed. What cannot be deleted now is before the next fetch.
      await history.forgetUnbelieved().catch(() => undefined);
      throw fault;
    }
    if (!next) return;
    await index();
    const wrong = await fillInHistory(log, history, api);
    if (wrong) return raise(alarmOfEntry(wrong, wrong, { trusted: next, head: next }));
    const { size } = next;
    onStatus({ size, verifiedSize: size, verifiedAt: clock.now(), alarm: null });
    parts.onKeys?.(await history.logKeys());
  };

  const checkAll = async (head: TrustedHead): Promise<Refusal | null> => {
    await history.checkAnew();
    const wrong = await check(head, head);
    if (!wrong) return null;
    await raise(wrong);
    return { code: 'badSignature', told: toldOf(spokenOf(wrong)) };
  };

  /** Whether all that was believed may be read: a Latchkey that checked less may have taken it in. */
  const mayBeRead = async (): Promise<boolean> => {
    const head = parseHead(log, (await history.status()).trusted);
    const wrong = head && (await check(head, head));
    if (wrong && !status().alarm) await raise(wrong);
    return !wrong;
  };

  return {
    async verify() {
      const onAltered = (): void => {
        isAltered = true;
        // What was put right needs no alarm that stays; what is not believed any more does, until it is fetched again.
        onStatus({ ...status(), verifiedSize: 0 });
      };
      const verified = await verifyReplica(log, history, { onAltered, checkAll });
      onStatus(settled(status()));
      if (verified.ok) onStatus({ ...status(), verifiedAt: clock.now(), verifiedSize: verified.value.size });
      return verified;
    },
    pin: (identity) => void (log = logIdentity(identity)),
    async open() {
      if (await mayBeRead()) await index();
      const { believed } = await history.status();
      const { progress } = status();
      if (progress || believed !== status().size)
        onStatus({ ...settled(status()), size: believed, verifiedSize: believed });
    },
    follow(api) {
      isAgain = running !== null;
      running ??= (async () => {
        do {
          isAgain = false;
          await followOnce(api);
        } while (isAgain);
      })().finally(() => (running = null));
      return running;
    },
  };
}

/** Without what was going on. */
function settled({ progress: _progress, stopped: _stopped, ...lasting }: LogStatus): LogStatus {
  return lasting;
}

// not for people: of the log.
const LOST =
  'history.db does not hold what was verified before: it was lost, damaged or replaced. All of it is fetched again.';
// not for people: of the log.
const TORN = 'history.db lacks its last entries, as after a power cut. They are fetched again.';
// not for people: of the log.
const TRACES_LEFT =
  'What was erased may still be read in the bytes of history.db: there is no room for a copy of it, or another program reads it. It is wiped after the next start.';

/** As long as what is kept of a status may be, in characters. */
const MOST_SENTENCE = 2_000;

function withoutEvidence(
  said: Pick<LogAlarmView, 'sentence' | 'told'>,
  fault: unknown,
): Pick<LogAlarmView, 'sentence' | 'told'> {
  const what = told('evidenceNotKept', { sentence: toldOf(spokenOf(said)), why: reason(fault) });
  return { sentence: inEnglish(what).slice(0, MOST_SENTENCE), told: what };
}

const NOTHING = { size: 0, trusted: JSON.stringify(trustedLogToJson(nothingTrusted())) };

type Log = ReturnType<typeof logIdentity>;

/** What the replica holds; nothing when what it kept does not fit what was signed, so that it is fetched again. */
async function readKept(log: Log, history: HistoryStore): Promise<TrustedLog> {
  const { trusted, size } = await history.status();
  const kept = parseHead(log, trusted);
  if (kept && kept.size <= size) return kept;
  await history.believe(NOTHING);
  return nothingTrusted();
}
