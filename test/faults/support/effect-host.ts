import { appendFileSync } from 'node:fs';
import { ok } from '../../../shared/lib/result.ts';
import { SteadyTime } from '../../../shared/lib/steady-time.ts';
import { GroupCommit } from '../../../shared/service/commit/group-commit.ts';
import { loadLog } from '../../../shared/service/log/load-log.ts';
import { Effects } from '../../../shared/service/effects/effects.ts';
import { ChangeFeed } from '../../../shared/service/feed/change-feed.ts';
import { addMs, durationMs, MINUTE_MS } from '../../../shared/lib/time.ts';
import type { LogWriter } from '../../../shared/service/writer/log-writer.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { noting } from '../../support/noting.ts';
import { openPlace } from '../../support/store-places.ts';

// One life of a service with one effect: `outside` is a file in which it writes its key, as a call would, and then an entry.
// `point` is where it is killed. Without one it lives until nothing is left to do. `isFirst`: it commits the effect; a later life
// begins a minute later, when nobody has the call to themselves any more. `where`: a folder, or the URL of a database.

const [where = '', outside = '', point = '', isFirst = ''] = process.argv.slice(2);
const here = (name: string): void => {
  if (name === point) process.kill(process.pid, 'SIGKILL');
};
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: console.error };

const { store, writer } = await openPlace(where);
const clock = { ...systemClock, now: () => addMs(systemClock.now(), durationMs(isFirst ? 0 : MINUTE_MS)) };
/** Where a power cut comes into a commit: before it reaches the disk, or before anybody hears of it. */
const doing = { what: 'nothing' };
const killing: LogWriter = {
  async append(batch, expected) {
    const { what } = doing;
    here(`before ${what}`);
    const appended = await writer.append(batch, expected);
    here(`after ${what}`);
    return appended;
  },
};
const time = new SteadyTime(clock, (await store.head()).markAt);
const feed = new ChangeFeed({ store, clock, logger }, await loadLog(store, sha256));
const commits = new GroupCommit({
  store,
  writer: killing,
  feed,
  time,
  logger,
  onCommit: silent,
  isRemoved: () => false,
});
const effects = new Effects({ store, commits, time, logger, random: () => 0 }, [
  {
    name: 'call',
    isOutside: true,
    begin({ key, attempts }) {
      doing.what = 'the removal';
      here('before the call');
      appendFileSync(outside, `${key}\n`);
      here('after the call');
      return Promise.resolve({
        streams: ['organisation'],
        finish(draft) {
          draft.carryOut(noting, { id: '', command: `try ${attempts}`, actor: 'latchkey' });
          return null;
        },
      });
    },
  },
]);

if (isFirst) {
  doing.what = 'the commit';
  await commits.run({
    key: { caller: 'test', key: 'the-command', verb: 'test', keep: silent as never, again: async () => null },
    streams: ['organisation'],
    decide(draft) {
      draft.carryOut(noting, { id: '', command: 'cause', actor: 'latchkey' });
      draft.effect({ key: 'call/1', kind: 'call', stream: 'organisation', body: {} });
      return ok(null);
    },
  });
}
doing.what = 'the taking';
await effects.carryOut(['call/1']);
await effects.stop();
await commits.stop();
await store.close();
