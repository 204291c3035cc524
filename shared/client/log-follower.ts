import { proofOutput } from '../contract/api-schemas.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByProof, nothingTrusted } from '../log/log-watch.ts';
import { catchUp } from './catch-up.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logFiles, type KeptEntry, type KeptLog } from './log-files.ts';
import { logIdentity } from './log-identity.ts';

/** Why the log is not believed: an alarm's sentence, and where its evidence is. */
export interface LogDistrust {
  readonly sentence: string;
  readonly evidencePath: string;
}

/** Keeps a verified copy of the log in `home`: `kept` reads it without a network, `follow` brings it up to date. */
export function logFollower(home: string, identity: Pick<Identity, 'log'>) {
  const log = logIdentity(identity);
  const files = logFiles(home, log);

  async function distrust(alarm: LogAlarm): Promise<{ ok: false; error: LogDistrust }> {
    await files.raise(alarm);
    return err({ sentence: alarm.sentence, evidencePath: files.alarmPath });
  }

  async function follow(source: Client['api']['log']): Promise<Result<KeptLog, LogDistrust>> {
    const raised = await files.raised();
    if (raised !== null) return err({ sentence: raised, evidencePath: files.alarmPath });
    const loaded = await files.load();
    const kept: KeptLog = loaded.ok ? loaded.value : { trusted: nothingTrusted(), entries: [] };
    const fresh: KeptEntry[] = [];
    await files.rewrite(kept.entries);
    const next = await catchUp({
      log,
      source,
      trusted: kept.trusted,
      take: async (items) => {
        await files.append(items);
        fresh.push(...items.map(({ leafHash, text }) => ({ leafHash, text })));
      },
    });
    if (!next.ok) return distrust(next.error);
    // Entries were damaged here and fetched anew: they must still continue what was verified before.
    const before = loaded.ok ? null : await files.headOnly();
    if (before) {
      const { hashes } = proofOutput.parse(
        await source.consistency.query({ from: before.size, to: next.value.size }),
      );
      const proof = hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
      const checked = advanceByProof(log, before, { note: next.value.note ?? '', proof });
      if (!checked.ok) return distrust(checked.error);
    }
    await files.save(next.value);
    return ok({ trusted: next.value, entries: [...kept.entries, ...fresh] });
  }

  return {
    follow,
    /** Every entry that is kept, hashed again and compared with the signed head. */
    async kept(): Promise<Result<KeptLog, LogDistrust>> {
      const raised = await files.raised();
      if (raised !== null) return err({ sentence: raised, evidencePath: files.alarmPath });
      const loaded = await files.load();
      if (loaded.ok) return ok(loaded.value);
      return err({
        sentence: `${loaded.error} They are fetched again when the service can be reached.`,
        evidencePath: home,
      });
    },
  };
}
