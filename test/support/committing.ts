import { ok } from '../../shared/lib/result.ts';
import { SteadyTime } from '../../shared/lib/steady-time.ts';
import { GroupCommit } from '../../shared/service/commit/group-commit.ts';
import type { Job } from '../../shared/service/commit/job.ts';
import { ChangeFeed } from '../../shared/service/feed/change-feed.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { noting } from './noting.ts';
import { quiet } from './store-places.ts';

/** What of a service carries out commands on an opened store: as each of several services has it. */
export async function committing(opened: OpenedStore, clock = new ManualClock()) {
  const time = new SteadyTime(clock, (await opened.store.head()).markAt);
  const feed = new ChangeFeed(
    { store: opened.store, clock, logger: quiet },
    await loadLog(opened.store, sha256),
  );
  const commits = new GroupCommit({
    ...opened,
    feed,
    time,
    logger: quiet,
    onCommit: () => undefined,
    isRemoved: () => false,
  });
  return { ...opened, clock, time, feed, commits };
}
export type Committing = Awaited<ReturnType<typeof committing>>;

/** Writes one entry that says `name`. */
export const noteJob = (name: string, more: Partial<Job<string>> = {}): Job<string> => ({
  key: null,
  streams: ['organisation'],
  decide(draft) {
    draft.carryOut(noting, { id: '', command: name, actor: 'latchkey' });
    return ok(name);
  },
  ...more,
});

export const notesIn = async ({ store }: Pick<OpenedStore, 'store'>): Promise<string[]> =>
  (await store.entries({ from: 0, limit: 999 })).map(
    ({ text }) => (JSON.parse(text) as { entry: { name: string } }).entry.name,
  );
