import { openHistory } from '../../main/store/open-history.ts';
import { checkSignatures } from '../../shared/client/check-signatures.ts';
import type { PinnedLog } from '../../shared/client/log-identity.ts';
import type { KeptLog } from '../../shared/client/log-files.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { nothingTrusted } from '../../shared/log/log-watch.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import type { PeopleLog } from './people-log.ts';

/** The alarm of a reader: about which entry, in words. Null: none. */
export interface ReadersAlarm {
  readonly seq: number | undefined;
  readonly sentence: string;
}

/** What each reader says of a log, of which it may not read the entries `hidden`. */
export interface BothReaders {
  readonly cli: ReadersAlarm | null;
  readonly desktop: ReadersAlarm | null;
}

export async function readByBoth(
  log: PeopleLog,
  founding: string | null,
  hidden: readonly number[] = [],
): Promise<BothReaders> {
  const items = log.leaves.map(({ text, said }, seq) => {
    const own = { seq, leafHash: hexOf(leafHash(sha256, Buffer.from(text))) };
    return hidden.includes(seq) ? { ...own, text: null, said: [] } : { ...own, text, said: [...said] };
  });
  return { cli: await byCli(log, founding, items), desktop: await byDesktop(log, founding, items) };
}

type Item = Parameters<ReturnType<typeof openHistory>['database']['addEntries']>[0][number];

async function byCli(
  { origin }: PeopleLog,
  founding: string | null,
  items: readonly Item[],
): Promise<ReadersAlarm | null> {
  const trusted = nothingTrusted();
  const kept = {
    trusted,
    async *entries() {
      for (const item of items) yield { ...item, said: [...item.said] };
    },
  } as unknown as KeptLog;
  const log = { key: { name: origin }, sha256, founding } as unknown as PinnedLog;
  const checked = await checkSignatures(log, kept, { from: 0, trusted });
  if (checked.ok) return null;
  return { seq: checked.error.evidence.entry?.seq, sentence: checked.error.sentence };
}

async function byDesktop(
  { origin }: PeopleLog,
  founding: string | null,
  items: readonly Item[],
): Promise<ReadersAlarm | null> {
  const { database } = openHistory(':memory:', 0);
  database.addEntries([...items]);
  // In portions, so that some of what is known comes from the tables.
  const part = { log: origin, size: items.length, founding };
  try {
    for (;;) {
      const { checked, wrong } = await database.checkSigned(part, PORTION);
      if (wrong) return { seq: wrong.seq, sentence: wrong.sentence };
      if (checked >= items.length) return null;
    }
  } finally {
    database.close();
  }
}

const PORTION = 4;
