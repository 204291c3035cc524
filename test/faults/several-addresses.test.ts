import { wordsIn } from '../../shared/words/words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { localSections } from '../../main/store/local-data.ts';
import { parseSections } from '../../main/store/parse-sections.ts';
import { createDesktopSync } from '../../main/sync/desktop-sync.ts';
import { createLink } from '../../main/sync/link.ts';
import { createOutbox } from '../../main/sync/outbox.ts';
import { runCli } from '../../shared/cli/run-cli.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { openAddresses } from '../../shared/client/kept-addresses.ts';
import { STORE_AWAY } from '../../shared/contract/store-away.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany, LEAD, SECOND_LEAD } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { SilentProxy } from '../support/silent-proxy.ts';
import { postgresPlace, quiet, startPostgres, type StorePlace } from '../support/store-places.ts';

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

let place: StorePlace;
/** The way of `one` alone to the database. */
let proxy: SilentProxy;
let one: ServiceProcess;
let other: ServiceProcess;
/** Whose addresses are those of `other` alone: they see what the others do. */
let dev: Member;
let second: Member;
let homes: string;
let stops: (() => unknown)[];

/** Two services that know where both are. */
async function startBoth(): Promise<void> {
  const organisation = exampleCompany();
  proxy = await SilentProxy.before(place.where);
  one = await ServiceProcess.start({ organisation, database: proxy.url });
  other = await ServiceProcess.make({ organisation, database: place.where });
  mkdirSync(other.data, { mode: 0o700 });
  copyFileSync(join(one.data, 'log-key'), join(other.data, 'log-key'));
  await other.start();
  for (const service of [one, other]) {
    await service.stop();
    service.advertise = [one.url, other.url];
    await service.start();
  }
}

beforeEach(async () => {
  stops = [];
  homes = mkdtempSync(join(tmpdir(), 'latchkey-homes-'));
  place = await postgresPlace(server);
  await startBoth();
  const owner = await Member.join(one.url, one.ownerInvite);
  dev = await Member.join(other.url, await owner.invite(DEV));
  second = await Member.join(other.url, await owner.invite(SECOND_LEAD));
  leadCode = await owner.invite(LEAD);
  await owner.close();
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  await dev?.close();
  await second?.close();
  await other?.remove();
  await one?.remove();
  await proxy?.stop();
  await place?.remove();
  rmSync(homes, { recursive: true, force: true, maxRetries: 10 });
});
let leadCode: string;

/** Runs `latchkey …` in the home of `name`, until it ends or the test does. */
function latchkey(name: string, words: readonly string[], input?: string) {
  const written = { out: '', note: '' };
  const stop = new AbortController();
  const note = (text: string): void => void (written.note += text);
  const ended = runCli(words, {
    environment: { LATCHKEY_HOME: join(homes, name) },
    clock: systemClock,
    out: (text) => void (written.out += text),
    ...{ note, tell: note, keyboard: null, columns: null, stop: stop.signal },
    written: () => Promise.resolve(null),
    piped: input === undefined ? null : { read: async () => input },
  });
  stops.push(async () => {
    stop.abort();
    await ended;
  });
  return { written, ended };
}

async function joinAt(service: ServiceProcess, name: string, code: string): Promise<void> {
  expect(await latchkey(name, ['join', service.url], code).ended).toBe(0);
}

/** The desktop of the lead, joined at `one`, as far as it speaks with the service. */
async function startDesktop() {
  const home = join(homes, 'lead');
  const joined = await joinService({ url: one.url, code: leadCode, deviceName: 'laptop' });
  if (!joined.ok) throw new Error(inEnglish(joined.error.told));
  const device = { name: 'laptop', version: '0', secretStorage: 'file' as const, home };
  const view = { ...device, runner: null, pools: [], organisationFolder: home, language: 'en' as const };
  const local = parseSections(localSections, {}).data;
  const keeper = createStateKeeper(
    firstState(local, { version: 0, items: [], names: {} }, view),
    systemClock,
  );
  const link = createLink(() => null);
  const seen: number[] = [];
  const sync = createDesktopSync({
    ...{ keeper, link, clock: systemClock, logger: quiet },
    outbox: createOutbox({
      ...{ list: () => [], save: async () => undefined, barred: () => null, isSlow: () => false },
      send: async () => ({ kind: 'unreachable', message: 'nothing is sent' }),
      ...{ onState: () => undefined, clock: systemClock },
    }),
    cursor: { read: () => null, write: (id) => void seen.push(Number(id)) },
    addressesOf: async (identity) => (await openAddresses(home, identity)).addresses,
    onMe: () => undefined,
    ...{ onClient: () => undefined, logSync: () => null, onSignedOut: async () => undefined },
    isWatched: () => true,
  });
  stops.push(() => sync.disconnect(null));
  await sync.connect(joined.value, joined.value.url);
  const state = () => keeper.snapshot();
  await until(() => state().connection.kind === 'online');
  return { state, seen, home };
}

/** On a busy machine it may be over by the time that somebody looks. */
const hasBegun = async (requestId: string): Promise<boolean> =>
  ['active', 'revoking', 'revoked'].includes((await dev.grant(requestId))?.kind ?? '');
const isRevoked = async (requestId: string): Promise<boolean> =>
  (await dev.grant(requestId))?.kind === 'revoked';

describe('a service that is killed', () => {
  it('is left by desktop, watch, --wait and runner for the other one; nothing is lost or told twice, and timers go on', async () => {
    const desktop = await startDesktop();
    await joinAt(one, 'second', await second.invite(SECOND_LEAD));
    await joinAt(one, 'dev', await dev.invite(DEV));
    const watch = latchkey('second', ['watch', '--no-notify']);
    const runner = latchkey('dev', ['runner', '--pool', 'laptop']);
    const words = ['request', 'shared/queue', '--for', '5m', '--reason', 'first', '--wait'];
    const waiting = latchkey('dev', words);
    await until(() => watch.written.out.includes('first'));
    const running = await dev.ask('staging/laptop', { ms: 6_000 });
    await until(() => hasBegun(running));

    await one.kill();
    const later = await dev.ask('shared/reports', { reason: 'second' });
    const onLaptop = await dev.ask('staging/laptop', { ms: 4_000 });
    await until(() => desktop.state().connection.kind === 'online' && desktop.state().inbox.length === 2);
    await until(() => watch.written.out.includes('second'));
    await until(() => hasBegun(onLaptop));
    const first = desktop
      .state()
      .inbox.find(({ facts }) => 'text' in facts.reason && facts.reason.text === 'first');
    await second.answer(first?.facts.requestId ?? '', 'approve');
    expect(await waiting.ended).toBe(0);
    await until(async () => (await isRevoked(running)) && (await isRevoked(onLaptop)));

    // Each says where it is now, and told each thing once.
    expect(desktop.state().organisation).toMatchObject({ url: other.url, addresses: 2 });
    const move = `The service does not answer at ${one.url}. Going on at ${other.url}.`;
    for (const { written } of [watch, runner, waiting]) expect(written.note).toContain(move);
    for (const reason of ['first', 'second'])
      expect(watch.written.out.split(reason), watch.written.out).toHaveLength(2);
    expect(desktop.seen).toEqual([...new Set(desktop.seen)].sort((a, b) => a - b));
    await second.answer(later, 'deny', 'seen');
    await until(() => desktop.state().inbox.length === 0);

    // What is joined anew, or begins later, knows both, and begins where the last one ended.
    for (const home of [desktop.home, join(homes, 'second')])
      expect(JSON.parse(readFileSync(join(home, 'addresses.json'), 'utf8'))).toMatchObject({
        told: [one.url, other.url],
        lastUsed: other.url,
      });
    const after = latchkey('second', ['requests']);
    expect([await after.ended, after.written.note]).toEqual([0, expect.not.stringContaining('Going on')]);

    await other.kill();
    const nowhere = latchkey('second', ['requests']);
    expect(await nowhere.ended).toBe(5);
    expect(nowhere.written.note).toContain('None of the 2 addresses of the service answers');
    await until(() => {
      const { connection } = desktop.state();
      return (
        connection.kind === 'offline' &&
        wordsIn('en').spoken(connection.message).startsWith('None of the 2 addresses')
      );
    });
    await one.start();
    await until(() => desktop.state().connection.kind === 'online');
    expect(desktop.state().organisation).toMatchObject({ url: one.url });
  });
});

describe('a service that loses its database', () => {
  it('is left for the one that has it, and says so to who knows no other', async () => {
    const desktop = await startDesktop();
    await joinAt(one, 'dev', await dev.invite(DEV));
    await proxy.stop();
    const words = ['request', 'shared/queue', '--for', '5m', '--reason', 'first'];
    const asking = latchkey('dev', words);
    expect([await asking.ended, asking.written.note]).toEqual([
      0,
      expect.stringContaining(`Going on at ${other.url}.`),
    ]);
    // What nobody asks anything goes on elsewhere, too.
    const { state } = desktop;
    await until(() => state().connection.kind === 'online' && state().organisation?.url === other.url);
    await until(() => state().inbox.length === 1);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${other.url}/readyz`)).status).toBe(200);

    rmSync(join(homes, 'dev', 'addresses.json'));
    const alone = latchkey('dev', ['requests']);
    expect([await alone.ended, alone.written.note]).toEqual([5, expect.stringContaining(STORE_AWAY)]);
  });
});
