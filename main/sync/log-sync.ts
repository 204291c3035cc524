import { join } from 'node:path';
import { catchUp, type CatchUpFault } from '../../shared/client/catch-up.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import { logRoom } from '../../shared/client/log-room.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import { proofOutput } from '../../shared/contract/api-schemas.ts';
import type { LogProgressView, LogStatus } from '../../shared/contract/snapshot.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { LogAlarm } from '../../shared/log/log-alarm.ts';
import {
  advanceByProof,
  nothingTrusted,
  type TrustedHead,
  type TrustedLog,
} from '../../shared/log/log-watch.ts';
import { restoreTrustedLog, trustedLogToJson } from '../../shared/log/restore-trusted-log.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { diskSpace, type DiskSpace } from '../../shared/system/disk-space.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { ServiceApi } from './link.ts';
import { verifyReplica } from './verify-replica.ts';

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
 */
export interface LogSync {
  /** Brings the replica up to date. At once when nothing is new; calls that overlap share one run. */
  follow(api: ServiceApi): Promise<void>;
  /** Reads what is already there, without a service. */
  open(): Promise<void>;
  /** Hashes every entry of the replica again and compares with what the log signed. Needs no service. */
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
  /** The last verified head, kept apart from the replica, as JSON text. */
  readonly head: { read(): string | null; write(text: string): void };
  /** The disk that the replica is on. */
  readonly space?: () => Promise<DiskSpace>;
}): LogSync {
  const { history, clock, home, status, onStatus, logger, space = () => diskSpace(home) } = parts;
  const log = logIdentity(parts.identity);
  const room = logRoom(space, GROWTH);
  let running: Promise<void> | null = null;
  let isAgain = false;
  let learned: Readonly<Record<string, string>> = {};

  const raise = async (alarm: LogAlarm): Promise<void> => {
    const name = `log-evidence-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}.json`;
    const evidenceFile = join(home, name);
    await writePrivateFile(evidenceFile, `${JSON.stringify(alarm, null, 2)}\n`);
    await history.forgetUnbelieved();
    logger.error({ kind: alarm.kind }, 'the log does not verify');
    const { kind, sentence } = alarm;
    onStatus({ ...settled(status()), alarm: { kind, sentence, evidenceFile } });
  };

  const goOn = (what: LogProgressView['what'], done: number, of: number): void =>
    onStatus({ ...settled(status()), progress: { what, done, of } });

  const index = async (): Promise<void> => {
    const names = parts.names();
    if (names !== learned) await history.learnNames(names);
    learned = names;
    const { believed } = await history.status();
    for (let left = 0; ;) {
      left = await history.indexSome(left > INDEX_PORTION.many ? INDEX_PORTION.many : INDEX_PORTION.few);
      if (left === 0) return;
      goOn('indexing', Math.max(0, believed - left), believed);
    }
  };

  /** What has come since the last head that was believed. Null: nothing was taken in, and the status says why. */
  const fetchNew = async (api: ServiceApi): Promise<TrustedLog | null> => {
    const kept = await readKept(log, history);
    const head = parseHead(log, parts.head.read());
    // The replica may have lost its end in a power cut, or all of it; what was verified then still counts.
    const earlier = head && head.size > kept.size ? head : null;
    await history.forgetUnbelieved();
    const next = await catchUp({
      ...{ log, room, source: api.log, trusted: kept },
      take: async (items, { fetched, size }) => {
        await history.addEntries(items);
        goOn('fetching', fetched, size);
      },
    });
    if (!next.ok) {
      await giveUp(next.error);
      return null;
    }
    const extended = earlier ? await checkExtends(log, api, { earlier, next: next.value }) : ok(null);
    if (!extended.ok) {
      await raise(extended.error);
      return null;
    }
    const trusted = JSON.stringify(trustedLogToJson(next.value));
    if (next.value.size !== kept.size) await history.believe({ size: next.value.size, trusted });
    if (parts.head.read() !== trusted) parts.head.write(trusted);
    return next.value;
  };

  const giveUp = async (fault: CatchUpFault): Promise<void> => {
    if (fault.kind === 'alarm') return raise(fault.alarm);
    await history.forgetUnbelieved();
    const { sentence } = fault.noRoom;
    if (status().stopped !== sentence) logger.warn({ sentence }, 'the history was not fetched');
    onStatus({ ...settled(status()), stopped: sentence });
  };

  const followOnce = async (api: ServiceApi): Promise<void> => {
    if (status().alarm) return;
    let next: TrustedLog | null;
    try {
      next = await fetchNew(api);
    } catch (fault) {
      // Nothing stays on the disk that may never be believed.
      await history.forgetUnbelieved();
      onStatus(settled(status()));
      throw fault;
    }
    if (!next) return;
    await index();
    const { size } = next;
    onStatus({ size, verifiedSize: size, verifiedAt: clock.now(), alarm: null });
  };

  return {
    async verify() {
      const verified = await verifyReplica(log, history);
      const { believed } = await history.status();
      if (verified.ok) onStatus({ ...status(), verifiedAt: clock.now(), verifiedSize: verified.value.size });
      // What was put right needs no alarm that stays; what is not believed any more does, until it is fetched again.
      else if (believed === 0) onStatus({ ...status(), verifiedSize: 0 });
      return verified;
    },
    async open() {
      await index();
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

type Log = ReturnType<typeof logIdentity>;

/** What the replica holds; nothing when what it kept does not fit what was signed, so that it is fetched again. */
async function readKept(log: Log, history: HistoryStore): Promise<TrustedLog> {
  const { trusted, size } = await history.status();
  const kept = parseHead(log, trusted);
  if (kept && kept.size <= size) return kept;
  await history.believe({ size: 0, trusted: JSON.stringify(trustedLogToJson(nothingTrusted())) });
  return nothingTrusted();
}

function parseHead(log: Log, text: string | null): TrustedLog | null {
  if (text === null) return null;
  try {
    const restored = restoreTrustedLog(log, JSON.parse(text));
    return restored.ok && restored.value.size > 0 ? restored.value : null;
  } catch {
    return null;
  }
}

/** A replica that was fetched anew must continue what was verified before. */
async function checkExtends(
  log: Log,
  api: ServiceApi,
  heads: { readonly earlier: TrustedHead; readonly next: TrustedHead },
): Promise<Result<unknown, LogAlarm>> {
  const { earlier, next } = heads;
  if (next.size < earlier.size) {
    return advanceByProof(log, earlier, { note: next.note ?? '', proof: [] });
  }
  const answer = await api.log.consistency.query({ from: earlier.size, to: next.size });
  const proof = proofOutput.parse(answer).hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
  const checked = advanceByProof(log, earlier, { note: next.note ?? '', proof });
  return checked.ok ? ok(null) : err(checked.error);
}
