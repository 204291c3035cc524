import { proofOutput } from '../contract/api-schemas.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByProof, type TrustedLog } from '../log/log-watch.ts';
import { diskSpace, type DiskSpace } from '../system/disk-space.ts';
import { catchUp, type CatchUpFault } from './catch-up.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logFiles, type KeptLog, type StoredLog } from './log-files.ts';
import { logIdentity } from './log-identity.ts';
import { logRoom } from './log-room.ts';

/**
 * Why the log is not brought up to date. `alarm`: it is not believed, and `evidencePath` is where to look. `noRoom`: the
 * disk is too small for it; what was verified before is as good as it was.
 */
export type LogDistrust =
  | { readonly kind: 'alarm'; readonly sentence: string; readonly evidencePath: string }
  | { readonly kind: 'noRoom'; readonly sentence: string };

type Source = Client['api']['log'];

/** Bytes of the entries' file for each byte of the entries: the quotes of a text within a text. */
const GROWTH = 1.5;

/**
 * Keeps a verified copy of the log in `home`: `kept` reads it without a network, `follow` brings it up to date. Entries that
 * were fetched and not believed in the end are deleted.
 */
export function logFollower(
  home: string,
  identity: Pick<Identity, 'log'>,
  space: () => Promise<DiskSpace> = () => diskSpace(home),
) {
  const log = logIdentity(identity);
  const files = logFiles(home, log);
  const distrusted = (sentence: string) =>
    err({ kind: 'alarm', sentence, evidencePath: files.alarmPath } as const);

  async function distrust(fault: CatchUpFault): Promise<{ ok: false; error: LogDistrust }> {
    if (fault.kind === 'noRoom') return err({ kind: 'noRoom', sentence: fault.noRoom.sentence });
    await files.raise(fault.alarm);
    return distrusted(fault.alarm.sentence);
  }

  /** Entries were damaged here and fetched anew: they must still continue what was verified before. */
  async function checkContinues(
    source: Source,
    before: TrustedLog,
    next: TrustedLog,
  ): Promise<Result<unknown, LogAlarm>> {
    const { hashes } = proofOutput.parse(
      await source.consistency.query({ from: before.size, to: next.size }),
    );
    const proof = hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
    return advanceByProof(log, before, { note: next.note ?? '', proof });
  }

  /** What is kept, with all that the log has beyond it. */
  async function extend(
    source: Source,
    kept: StoredLog,
    before: TrustedLog | null,
  ): Promise<Result<KeptLog, LogDistrust>> {
    let { bytes } = kept;
    const next = await catchUp({
      log,
      source,
      trusted: kept.trusted,
      room: logRoom(space, GROWTH),
      take: async (items) => {
        bytes += await files.append(items);
      },
    });
    if (!next.ok) return distrust(next.error);
    const checked = before ? await checkContinues(source, before, next.value) : ok(null);
    if (!checked.ok) return distrust({ kind: 'alarm', alarm: checked.error });
    await files.save(next.value);
    return ok(files.stored(next.value, bytes));
  }

  return {
    async follow(source: Source): Promise<Result<KeptLog, LogDistrust>> {
      const raised = await files.raised();
      if (raised !== null) return distrusted(raised);
      const loaded = await files.load();
      const kept = loaded.ok ? loaded.value : files.nothing();
      await files.cutTo(kept.bytes);
      let isWhole = false;
      try {
        const extended = await extend(source, kept, loaded.ok ? null : await files.headOnly());
        isWhole = extended.ok;
        return extended;
      } finally {
        if (!isWhole) await files.cutTo(kept.bytes);
      }
    },
    /** Every entry that is kept, hashed again and compared with the signed head. */
    async kept(): Promise<Result<KeptLog, LogDistrust>> {
      const raised = await files.raised();
      if (raised !== null) return distrusted(raised);
      const loaded = await files.load();
      if (loaded.ok) return ok(loaded.value);
      const sentence = `${loaded.error} They are fetched again when the service can be reached.`;
      return err({ kind: 'alarm', sentence, evidencePath: home });
    },
  };
}
