import { spokenOf } from '../contract/spoken-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import type { TrustedHead } from '../log/log-watch.ts';
import { diskSpace, type DiskSpace } from '../system/disk-space.ts';
import { told, toldOf, type Spoken, type Told } from '../words/told.ts';
import { catchUp, type CatchUpFault } from './catch-up.ts';
import { checkContinues } from './check-continues.ts';
import { checkSignatures, type SignatureCounts } from './check-signatures.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logFiles, type KeptLog, type StoredLog } from './log-files.ts';
import { logIdentity } from './log-identity.ts';
import { logRoom } from './log-room.ts';
import { readStream } from './read-stream.ts';

/**
 * Why the log is not brought up to date. `alarm`: it is not believed, and `evidencePath` is where to look, unless the evidence
 * is `unkept`. `noRoom`: the disk is too small for it; what was verified before is as good as it was.
 */
export type LogDistrust =
  | {
      readonly kind: 'alarm';
      readonly sentence: Spoken;
      readonly evidencePath: string;
      readonly unkept?: UnkeptEvidence;
    }
  | { readonly kind: 'noRoom'; readonly sentence: Told };

/** Evidence that could not be written to the disk, and why. */
export interface UnkeptEvidence {
  readonly why: string;
  readonly alarm: LogAlarm;
}

type Source = Client['api']['log'];

/** In the text of every entry that names reviewers. */
const NAMING = '"type":"reviewersNamed"';
const ASKING = '"type":"requestSubmitted"';
const REQUEST = /"stream":"request\/([a-z0-9]{8,40})"/;

/** Bytes of the entries' file for each byte of the entries: the quotes of a text within a text. */
const GROWTH = 1.5;

/**
 * Keeps a verified copy of the log in `home`: `kept` reads it without a network, `follow` brings it up to date.
 *
 * 1. Entries that were fetched and not believed in the end are deleted.
 * 2. Of several that follow at once, in whatever process, each waits for its turn and goes on from what the last one kept.
 * 3. That the log is not believed is told, whatever cannot be written.
 * 4. Of what is new, nothing is kept that is not what somebody signed or follows from it, as far as that can be read.
 */
export function logFollower(
  home: string,
  identity: Pick<Identity, 'log'>,
  space: () => Promise<DiskSpace> = () => diskSpace(home),
) {
  const log = logIdentity(identity);
  const files = logFiles(home, log);
  const distrusted = (sentence: Spoken) =>
    err({ kind: 'alarm', sentence, evidencePath: files.alarmPath } as const);

  async function distrust(fault: CatchUpFault): Promise<{ ok: false; error: LogDistrust }> {
    if (fault.kind === 'noRoom') return err({ kind: 'noRoom', sentence: fault.noRoom.told });
    const { alarm } = fault;
    const alarmed = distrusted(spokenOf(alarm));
    try {
      await files.raise(alarm);
      return alarmed;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return err({ ...alarmed.error, unkept: { why, alarm } });
    }
  }

  /** What is kept, with all that the log has beyond it. `earlier`: what was verified before the entries were damaged here. */
  async function extend(
    source: Source,
    kept: StoredLog,
    earlier: TrustedHead | null,
  ): Promise<Result<KeptLog, LogDistrust>> {
    let { bytes } = kept;
    const [begun, named] = [new Set<string>(), new Set<string>()];
    const next = await catchUp({
      log,
      source,
      trusted: kept.trusted,
      room: logRoom(space, GROWTH),
      take: async (items) => {
        bytes += await files.append(items);
        for (const { text } of items) {
          const [, requestId] = REQUEST.exec(text ?? '') ?? [];
          if (requestId === undefined) continue;
          if (text?.includes(ASKING)) begun.add(requestId);
          if (text?.includes(NAMING) && !begun.has(requestId)) named.add(requestId);
        }
      },
    });
    if (!next.ok) return distrust(next.error);
    const checked = earlier ? await checkContinues(log, source, { earlier, next: next.value }) : ok(null);
    if (!checked.ok) return distrust({ kind: 'alarm', alarm: checked.error });
    // Who is named for a request has only hashes of what was before. Before the head: what fails now is tried again.
    for (const requestId of named) await files.keepLate(await readStream(source, requestId));
    const stored = files.stored(next.value, bytes);
    const isNew = stored.trusted.size > kept.trusted.size;
    // What could not be read until now was not looked at, wherever it stands.
    const from = named.size > 0 ? 0 : kept.trusted.size;
    const signed = isNew ? await checkSignatures(log, stored, { from, trusted: kept.trusted }) : ok(null);
    if (!signed.ok) return distrust({ kind: 'alarm', alarm: signed.error });
    // The same head again needs no room on the disk.
    if (next.value.note !== kept.trusted.note) await files.save(next.value);
    return ok(stored);
  }

  async function followAlone(source: Source): Promise<Result<KeptLog, LogDistrust>> {
    // Whoever was before may have raised it.
    const raised = await files.raised();
    if (raised !== null) return distrusted(raised);
    const loaded = await files.load();
    const kept = loaded.ok ? loaded.value : files.nothing();
    await files.cutTo(kept.bytes);
    // What cannot be cut off now is never read, and cut off next time.
    const tidy = (): Promise<void> => files.cutTo(kept.bytes).catch(() => undefined);
    try {
      const extended = await extend(source, kept, loaded.ok ? null : await files.headOnly());
      if (!extended.ok) await tidy();
      return extended;
    } catch (error) {
      await tidy();
      throw error;
    }
  }

  return {
    async follow(source: Source): Promise<Result<KeptLog, LogDistrust>> {
      const raised = await files.raised();
      return raised === null ? files.alone(() => followAlone(source)) : distrusted(raised);
    },
    /** All that is kept, each signature in it verified again; what does not fit raises the alarm. */
    async verify(kept: KeptLog): Promise<Result<SignatureCounts, LogDistrust>> {
      const signed = await checkSignatures(log, kept, { from: 0, trusted: kept.trusted });
      return signed.ok ? signed : distrust({ kind: 'alarm', alarm: signed.error });
    },
    /** Every entry that is kept, hashed again and compared with the signed head. Waits for nobody, unless it is damaged. */
    async kept(): Promise<Result<KeptLog, LogDistrust>> {
      const raised = await files.raised();
      if (raised !== null) return distrusted(raised);
      let loaded = await files.load();
      // Another command may just be fetching it again. Where nobody can wait for that, it is as it looks.
      if (!loaded.ok) loaded = await files.alone(() => files.load()).catch(() => loaded);
      if (loaded.ok) return ok(loaded.value);
      const sentence = told('fetchedAgain', { why: toldOf(loaded.error) });
      return err({ kind: 'alarm', sentence, evidencePath: home });
    },
  };
}
