import { inWords } from '../support/in-words.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { asWritten } from '../../shared/words/told.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { snapshotOf } from '../../main/state/snapshot-of.ts';
import { localSections } from '../../main/store/local-data.ts';
import { parseSections } from '../../main/store/parse-sections.ts';
import { createDesktopSync } from '../../main/sync/desktop-sync.ts';
import { createLink } from '../../main/sync/link.ts';
import { createOutbox } from '../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../main/store/outbox-command.ts';
import { sendCommand } from '../../main/sync/send-command.ts';
import type { SignedCall } from '../../shared/contract/statement-schemas.ts';
import { createClient } from '../../shared/client/create-client.ts';
import { runnerApi } from '../../shared/client/runner-api.ts';
import type { Change } from '../../shared/contract/api-schemas.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { createRunner } from '../../shared/runner/create-runner.ts';
import type { JournalLine } from '../../shared/formats/journal/journal-line.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { MemoryJournal } from '../fakes/memory-journal.ts';
import { Target } from '../fakes/target.ts';
import { until } from '../fakes/until.ts';
import { runnerWork } from '../support/runner-work.ts';
import { testSigner } from '../fakes/test-signer.ts';
import { startTomorrowEdge } from '../support/tomorrow-edge.ts';
import { approved, AT, request, review } from '../unit/main/request-example.ts';

// A service that says what only later versions know, and what of today is behind it: nothing of that waits.

const silent = { debug() {}, info() {}, warn() {}, error() {} };

let edge: Awaited<ReturnType<typeof startTomorrowEdge>>;
let home: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  edge = await startTomorrowEdge();
  home = await mkdtemp(join(tmpdir(), 'latchkey-newer-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await edge.stop();
  await rm(home, { recursive: true, force: true });
});

const mine = (requestId: string): RequestState => request({ requestId }, review('approve'), approved);
const frozen = (requestId: string) => ({ ...mine(requestId), phase: { kind: 'frozen', until: 5 } });
const lists = (items: readonly unknown[]): void => edge.answer('requests.list', () => ({ data: items }));
const item = (id: string, more: object = {}) => ({
  ...{ id, title: id, description: '', providerId: 'p', tags: {}, access: 'auto', sentence: 'At once.' },
  ...{ maxDurationMs: null, minReasonLength: 0, ticketPattern: null, ...more },
});

/** The desktop's way to the service, as compose.ts puts it together. */
async function desktop() {
  const device = { name: 'laptop', version: '0', secretStorage: 'file' as const, home };
  const view = { ...device, runner: null, pools: [], organisationFolder: home, language: 'en' as const };
  const catalog = { version: 0, items: [], names: {} };
  const keeper = createStateKeeper(
    firstState(parseSections(localSections, {}).data, catalog, view),
    systemClock,
  );
  const link = createLink(() => null);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: async (commands) => keeper.update((state) => ({ ...state, outbox: commands })),
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: () => undefined,
    barred: () => null,
    isSlow: () => false,
    clock: systemClock,
  });
  let cursor: string | null = '0';
  const offline: string[] = [];
  keeper.onChange(({ connection }) => {
    if (connection.kind === 'offline') offline.push(wordsIn('en').spoken(connection.message));
  });
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock: systemClock, logger: silent },
    signerOf: () => testSigner(),
    cursor: { read: () => cursor, write: (id) => void (cursor = id) },
    onMe: () => undefined,
    onClient: () => undefined,
    logSync: () => null,
    onSignedOut: async () => undefined,
    isWatched: () => true,
    network: () => 'home',
  });
  stops.push(() => sync.disconnect(null));
  await sync.connect({ ...FAKE_IDENTITY, url: edge.url }, edge.url);
  const isOnline = () => until(() => keeper.state().connection.kind === 'online');
  return {
    ...{ keeper, outbox, offline, isOnline },
    cursor: () => cursor,
    snapshot: () => snapshotOf(keeper.state(), 1, AT),
    running: () => snapshotOf(keeper.state(), 1, AT).running.map(({ facts: of }) => of.requestId),
  };
}

const record = (seq: number, stream: string, version: number, entry: object): Change => ({
  kind: 'record',
  seq,
  leafHash: '0'.repeat(64),
  text: canonicalText({ v: 2, seq, stream, version, at: AT, actor: 'dev@example.com', entry }),
  said: [],
});

describe('a desktop', () => {
  test('is online, shows what it knows and counts what it does not', async () => {
    lists([frozen('frozen000001'), mine('request00001'), { shape: 'of tomorrow' }]);
    edge.answer('catalog.list', () => ({
      data: { version: 2, items: [item('a'), item('b', { access: 'lottery' })], names: { x: 'X', y: {} } },
    }));
    const desk = await desktop();
    await desk.isOnline();
    expect(desk.running()).toEqual(['request00001']);
    expect(desk.snapshot()).toMatchObject({
      newer: 2,
      mine: [{ facts: { requestId: 'request00001' } }],
      inbox: [],
      catalog: { version: 2, items: [{ id: 'a' }], newer: 1 },
      names: { x: 'X' },
    });
    expect(desk.offline).toEqual([]);
  });

  test('is online without a catalogue that it knows, and says so', async () => {
    const refusal = { code: 'moonPhase', message: 'No catalogue before the full moon.' };
    edge.answer('catalog.list', () => ({ refusal }));
    const desk = await desktop();
    await desk.isOnline();
    expect(desk.snapshot().catalog.problem).toEqual(asWritten(refusal.message));
    edge.answer('catalog.list', () => ({ data: { pages: [] } }));
    edge.fake.send({ kind: 'organisation', version: 2 });
    await until(() =>
      wordsIn('en')
        .spoken(desk.snapshot().catalog.problem ?? '')
        .includes('newer Latchkey'),
    );
    edge.answer('catalog.list', null);
    edge.fake.send({ kind: 'organisation', version: 3 });
    await until(() => desk.snapshot().catalog.problem === undefined);
    expect(desk.offline).toEqual([]);
  });

  test('goes on after a change and an entry that it does not know, and reads again what they are about', async () => {
    lists([mine('request00001'), mine('request00002')]);
    const desk = await desktop();
    await desk.isOnline();
    edge.answer<{ requestId: string }>('requests.get', ({ requestId }) => ({ data: frozen(requestId) }));
    edge.fake.send(record(1, 'request/request00001', 4, { type: 'requestFrozen', until: 5 }));
    await until(() => desk.snapshot().newer === 1);
    expect(desk.running()).toEqual(['request00002']);
    // It is known again, as it stands later.
    edge.answer<{ requestId: string }>('requests.get', ({ requestId }) => ({ data: mine(requestId) }));
    edge.fake.send(record(2, 'request/request00001', 5, { type: 'requestThawed' }));
    await until(() => desk.snapshot().newer === 0);
    expect(desk.running().sort()).toEqual(['request00001', 'request00002']);
    lists([mine('request00003')]);
    edge.answer('requests.get', () => ({ refusal: { code: 'notFound', told: asWritten('Gone.') } }));
    edge.fake.send({ kind: 'device', id: 'd' } as never);
    await until(() => desk.running().includes('request00003'));
    edge.fake.send({ kind: 'organisation', version: 2 });
    await until(() => desk.cursor() === '4');
    expect(desk.offline).toEqual([]);
  });

  const command = (key: string): OutboxCommand => ({
    ...{ key, requestId: 'request00001', title: 'Write', createdAt: AT, state: 'waiting', message: null },
    ...{ procedure: 'withdraw', input: { requestId: `request${key.slice(3)}` } },
  });

  test('shows what is refused for a reason that it does not know, and sends what comes after it', async () => {
    const sent: string[] = [];
    edge.answer<SignedCall<'withdrawRequest'>>('requests.withdraw', ({ signed }) => {
      const { requestId } = signed.statement.body;
      sent.push(requestId);
      return requestId === 'request00001'
        ? { refusal: { code: 'moonPhase', message: 'Wait for the full moon.' } }
        : { data: frozen('request00001') };
    });
    const desk = await desktop();
    await desk.isOnline();
    desk.keeper.update((state) => ({ ...state, outbox: [command('key00001'), command('key00002')] }));
    await desk.outbox.flush();
    expect(desk.snapshot().outbox).toMatchObject([
      { key: 'key00001', state: 'refused', message: inWords('Wait for the full moon.') },
    ]);
    await desk.outbox.flush();
    expect(sent).toEqual(['request00001', 'request00002']);
    await desk.outbox.dismiss('key00001');
    expect(desk.snapshot().outbox).toEqual([]);
  });

  test('takes what was carried out for done, also where it does not know what came of it', async () => {
    edge.answer('requests.withdraw', () => ({ data: frozen('request00001') }));
    const desk = await desktop();
    await desk.isOnline();
    expect(await desk.outbox.give(command('key00001'))).toEqual({
      ok: true,
      value: { queued: false, state: null },
    });
    expect(desk.snapshot().outbox).toEqual([]);
  });
});

test('a runner does what it knows of a lease, and goes on after a refusal that it does not know', async () => {
  const reports: { kind: string; grantId: string }[] = [];
  const known = runnerWork({ recipients: [], requestId: 'request00001', grantId: 'grant0000001' });
  const unfit = { ...known, grantId: 'grant0000002', durationMs: 'until Friday' };
  const given = [[{ kind: 'rotate', grantId: 'grant0000003' }, unfit, known]];
  let heartbeats = 0;
  edge.answer('runner.lease', () => ({ data: given.shift() ?? [] }));
  edge.answer('runner.heartbeat', () => {
    heartbeats += 1;
    return { refusal: { code: 'moonPhase', told: inWords('Wait.') } };
  });
  edge.answer<{ kind: string; grantId: string }>('runner.report', (report) => {
    reports.push(report);
    return { data: null };
  });
  const client = createClient({ url: edge.url, identity: FAKE_IDENTITY });
  const target = new Target(() => undefined);
  const runner = createRunner({
    pools: ['default'],
    api: runnerApi(client),
    journal: new MemoryJournal<JournalLine>(),
    clock: systemClock,
    providers: target,
    sealer: () => Promise.resolve('sealed'),
    logger: silent,
  });
  const running = runner.run();
  stops.push(
    () => client.close(),
    async () => {
      await runner.stop('the test ends');
      await running;
    },
  );
  await until(() => reports.length > 0 && heartbeats > 0);
  expect(reports).toMatchObject([{ kind: 'activated', grantId: 'grant0000001' }]);
  expect(runner.state().serviceTrouble).toBeNull();
  // A second order ends it, although what else it says does not fit.
  given.push([{ ...known, kind: 'revoke', fence: 2, subject: 'dev@example.com' } as never]);
  runner.rescan();
  await until(() => reports.length > 1);
  expect(reports[1]).toMatchObject({ kind: 'revoked', grantId: 'grant0000001' });
  expect(target.present.size).toBe(0);
});
