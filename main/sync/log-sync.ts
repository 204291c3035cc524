import { join } from 'node:path';
import { catchUp } from '../../shared/client/catch-up.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import { proofOutput } from '../../shared/contract/api-schemas.ts';
import type { LogStatus } from '../../shared/contract/snapshot.ts';
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
import type { HistoryStore } from '../store/history-store.ts';
import type { ServiceApi } from './link.ts';
import { verifyReplica } from './verify-replica.ts';

/** So many entries are indexed at a time; a search waits for no more than one portion. */
const INDEX_PORTION = 500;

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
}): LogSync {
  const { history, clock, home, status, onStatus, logger } = parts;
  const log = logIdentity(parts.identity);
  let running: Promise<void> | null = null;
  let isAgain = false;
  let learned: Readonly<Record<string, string>> = {};

  const raise = async (alarm: LogAlarm): Promise<void> => {
    const name = `log-evidence-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}.json`;
    const evidenceFile = join(home, name);
    await writePrivateFile(evidenceFile, `${JSON.stringify(alarm, null, 2)}\n`);
    await history.forgetUnbelieved();
    logger.error({ kind: alarm.kind }, 'the log does not verify');
    onStatus({ ...status(), alarm: { kind: alarm.kind, sentence: alarm.sentence, evidenceFile } });
  };

  const index = async (): Promise<void> => {
    const names = parts.names();
    if (names !== learned) await history.learnNames(names);
    learned = names;
    while ((await history.indexSome(INDEX_PORTION)) > 0);
  };

  const followOnce = async (api: ServiceApi): Promise<void> => {
    if (status().alarm) return;
    const kept = await readKept(log, history);
    const head = parseHead(log, parts.head.read());
    // The replica may have lost its end in a power cut, or all of it; what was verified then still counts.
    const earlier = head && head.size > kept.size ? head : null;
    await history.forgetUnbelieved();
    const take = (items: Parameters<typeof history.addEntries>[0]): Promise<void> =>
      history.addEntries(items);
    const next = await catchUp({ log, source: api.log, trusted: kept, take });
    if (!next.ok) return raise(next.error);
    const extended = earlier ? await checkExtends(log, api, { earlier, next: next.value }) : ok(null);
    if (!extended.ok) return raise(extended.error);
    const trusted = JSON.stringify(trustedLogToJson(next.value));
    if (next.value.size !== kept.size) await history.believe({ size: next.value.size, trusted });
    if (parts.head.read() !== trusted) parts.head.write(trusted);
    await index();
    const { size } = next.value;
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
      if (believed !== status().size) onStatus({ ...status(), size: believed, verifiedSize: believed });
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
