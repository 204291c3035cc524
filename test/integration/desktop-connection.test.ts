import { inEnglish } from '../../shared/words/words.ts';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { localSections } from '../../main/store/local-data.ts';
import { parseSections } from '../../main/store/parse-sections.ts';
import { desktopSigner } from '../../main/sync/desktop-signer.ts';
import { createDesktopSync } from '../../main/sync/desktop-sync.ts';
import { createLink, type Link } from '../../main/sync/link.ts';
import { createOutbox } from '../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../main/store/outbox-command.ts';
import { sendCommand } from '../../main/sync/send-command.ts';
import { joinService } from '../../shared/client/join-service.ts';
import type { Connection } from '../../shared/contract/snapshot.ts';
import { durationMs } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { exampleCompany, LEAD } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { said } from '../fakes/said.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

let home: string;
let service: ServiceProcess;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-connection-'));
  service = await ServiceProcess.start({ organisation: exampleCompany() });
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  // A process that is stopped does not end otherwise.
  service.signal('SIGCONT');
  await service.remove();
  await rm(home, { recursive: true, force: true });
});

/** The desktop's way to the service, as compose.ts puts it together; `desk` is what a person and the computer do. */
async function online(clock: Clock = systemClock) {
  const owner = await Member.join(service.url, service.ownerInvite);
  const code = await owner.invite(LEAD);
  await owner.close();
  const joined = await joinService({ url: service.url, code, deviceName: 'laptop' });
  if (!joined.ok) throw new Error(inEnglish(joined.error.told));
  const device = { name: 'laptop', version: '0', secretStorage: 'file' as const, home };
  const view = { ...device, runner: null, pools: [], organisationFolder: home, language: 'en' as const };
  const catalog = { version: 0, items: [], names: {} };
  const local = parseSections(localSections, {}).data;
  const keeper = createStateKeeper(firstState(local, catalog, view), clock);
  const link = createLink(() => null);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: async (commands) => keeper.update((state) => ({ ...state, outbox: commands })),
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: () => undefined,
    barred: () => null,
    isSlow: () => keeper.state().connection.kind === 'slow',
    clock: systemClock,
  });
  const desk = { isWatched: true, network: 'home' };
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock, logger: silent },
    signerOf: (identity) => desktopSigner(identity, { clock, keeper, local: { data: () => local } }),
    cursor: { read: () => null, write: () => undefined },
    onMe: () => undefined,
    onClient: () => undefined,
    logSync: () => null,
    onSignedOut: async () => undefined,
    isWatched: () => desk.isWatched,
    network: () => desk.network,
  });
  stops.push(() => sync.disconnect(null));
  const seen: Connection[] = [];
  keeper.onChange(({ connection }) => {
    if (connection !== seen.at(-1)) seen.push(connection);
  });
  await sync.connect(joined.value, joined.value.url);
  const connection = () => keeper.state().connection;
  const is = (kind: Connection['kind']) => until(() => connection().kind === kind);
  await is('online');
  return { keeper, link, outbox, sync, desk, connection, is, seen };
}

const waiting: OutboxCommand = {
  key: 'key0000000001',
  requestId: 'request00001',
  title: 'Drain the refund queue',
  createdAt: systemClock.now(),
  state: 'waiting',
  message: null,
  procedure: 'withdraw',
  input: { requestId: 'request00001' },
};

describe('a service that is frozen', () => {
  test('is slow within seconds, as of when it was asked, and online as soon as it answers again', async () => {
    const { connection, is, keeper } = await online();
    const frozenAt = systemClock.now();
    service.signal('SIGSTOP');
    await is('slow');
    const slow = connection();
    expect(slow.kind === 'slow' && slow.since).toBeGreaterThanOrEqual(frozenAt);
    // What is known is still there.
    expect(keeper.state().me).toMatchObject({ id: LEAD });
    service.signal('SIGCONT');
    await is('online');
  });

  test('is slow 3 s after something was asked in vain', async () => {
    const { link, is } = await online();
    service.signal('SIGSTOP');
    const asked = link.call((api) => api.session.me.query());
    await is('slow');
    service.signal('SIGCONT');
    expect(await asked).toMatchObject({ kind: 'answered' });
    await is('online');
  });

  test('is offline when it stays so, since it was slow, and is found again at once when it goes on', async () => {
    const { connection, is } = await online();
    service.signal('SIGSTOP');
    await is('slow');
    const slow = connection();
    await is('offline');
    expect(connection()).toMatchObject({ since: slow.kind === 'slow' ? slow.since : 0 });
    await until(() => {
      const now = connection();
      return now.kind === 'offline' && now.nextTryAt !== undefined;
    });
    service.signal('SIGCONT');
    await is('online');
  });
});

describe('what is done while a service is frozen', () => {
  const ask = (): OutboxCommand => {
    const [requestId, key] = [randomBytes(10).toString('hex'), randomBytes(10).toString('hex')];
    const input = {
      ...{ requestId, entitlementIds: ['staging/token'] },
      ...{ durationMs: durationMs(60_000), reason: said('Asked while it was frozen'), ticket: null },
    };
    return { ...waiting, key, requestId, procedure: 'submit', input };
  };
  const asked = async (link: Link) => {
    const query = { scope: 'mine', open: false, limit: 10 } as const;
    const outcome = await link.call((api) => api.requests.list.query(query));
    return outcome.kind === 'answered' ? outcome.value.map(({ facts }) => facts.requestId) : outcome;
  };

  test('is kept without an answer, and done once under its key when the service goes on', async () => {
    const { link, outbox, keeper, is } = await online();
    const [first, second] = [ask(), ask()];
    service.signal('SIGSTOP');
    const given = outbox.give(first);
    expect(await given).toMatchObject({ ok: true, value: { queued: true } });
    await outbox.give(second);
    const states = () => keeper.state().outbox.map(({ key, state }) => [key, state]);
    expect(states()).toEqual([
      [first.key, 'sending'],
      [second.key, 'waiting'],
    ]);
    // What is under way may be done already; only what waits can be taken back.
    await outbox.dismiss(first.key);
    expect(states()).toHaveLength(2);
    await is('offline');
    expect(states()).toEqual([
      [first.key, 'waiting'],
      [second.key, 'waiting'],
    ]);
    await outbox.dismiss(second.key);
    service.signal('SIGCONT');
    await is('online');
    await until(() => keeper.state().outbox.length === 0);
    expect(await asked(link)).toEqual([first.requestId]);
  });

  test('is kept at once while it is slow, and sent when it answers again without having been offline', async () => {
    const { link, outbox, keeper, is, seen } = await online();
    service.signal('SIGSTOP');
    await is('slow');
    const command = ask();
    // Of itself: nothing answers.
    expect(await outbox.give(command)).toMatchObject({ ok: true, value: { queued: true } });
    service.signal('SIGCONT');
    await until(() => keeper.state().outbox.length === 0);
    expect(await asked(link)).toEqual([command.requestId]);
    expect(seen.filter(({ kind }) => kind === 'offline')).toEqual([]);
  });

  test('is sent at once by Try now when only this way to the service is dead', async () => {
    const { link, outbox, keeper, sync, is } = await online();
    service.signal('SIGSTOP');
    const command = ask();
    await outbox.give(command);
    await is('slow');
    const trying = sync.tryNow();
    service.signal('SIGCONT');
    await trying;
    await until(() => keeper.state().outbox.length === 0);
    await is('online');
    expect(await asked(link)).toEqual([command.requestId]);
  });

  test('is kept when the app ends within the first second', async () => {
    const { outbox, keeper } = await online();
    service.signal('SIGSTOP');
    const command = ask();
    const given = outbox.give(command);
    await outbox.stop();
    expect(keeper.state().outbox).toMatchObject([{ key: command.key }]);
    await given;
  });

  test('is over for whoever asked something else, as soon as it is offline', async () => {
    const { link, is } = await online();
    service.signal('SIGSTOP');
    const question = link.call((api) => api.session.me.query());
    await is('offline');
    expect(await question).toMatchObject({ kind: 'unreachable' });
  });
});

describe('a service that is gone', () => {
  const gone = async () => {
    const made = await online();
    await service.stop();
    await made.is('offline');
    return made;
  };
  const nextTryMs = (connection: Connection, clock: Clock = systemClock): number =>
    connection.kind === 'offline' ? (connection.nextTryAt ?? 0) - clock.now() : 0;

  test('is tried again when the desktop says so, never more than 4 s later while somebody looks', async () => {
    const { seen, connection } = await gone();
    const tries = () => new Set(seen.flatMap((each) => (each.kind === 'offline' ? [each.nextTryAt] : [])));
    await until(() => tries().size > 6);
    for (const each of seen)
      if (each.kind === 'offline' && each.nextTryAt !== undefined)
        expect(each.nextTryAt - each.since).toBeGreaterThan(0);
    expect(nextTryMs(connection())).toBeLessThanOrEqual(4_000);
    await service.start();
    await until(() => connection().kind === 'online');
  });

  /** Nobody looks, and the pause has become long. */
  const quiet = async () => {
    const clock = new ManualClock(Date.now());
    const made = await online(clock);
    made.desk.isWatched = false;
    await service.stop();
    await until(async () => {
      await clock.advance(1_000);
      return nextTryMs(made.connection(), clock) > 5_000;
    });
    await service.start();
    return made;
  };
  test.each<[string, (made: Awaited<ReturnType<typeof online>>) => unknown]>([
    ['a person presses Try now', ({ sync }) => sync.tryNow()],
    ['a window is opened', ({ sync }) => sync.look()],
    ['the computer wakes up', ({ sync }) => sync.renew()],
    [
      'the computer gets another address',
      ({ sync, desk }) => {
        desk.network = 'office';
        sync.settle();
      },
    ],
    ['something begins to wait for being sent', ({ outbox }) => outbox.give(waiting)],
  ])('is tried at once when %s', async (_what, act) => {
    const made = await quiet();
    void act(made);
    // The clock stands still, so that no pause ends by itself.
    await made.is('online');
  });

  test('of several that want it tried at once one connection stays', async () => {
    const { sync, is, connection } = await gone();
    await service.start();
    await Promise.all([sync.renew(), sync.tryNow(), sync.renew()]);
    await is('online');
    await sync.disconnect('It is stopped by the test.');
    expect(connection()).toMatchObject({ kind: 'offline', message: 'It is stopped by the test.' });
    const sockets = async (): Promise<string | undefined> =>
      /^latchkey_connected_sockets (\d+)$/m.exec(
        await fetch(`${service.url}/metrics`).then((answer) => answer.text()),
      )?.[1];
    await until(async () => (await sockets()) === '0');
  });
});
