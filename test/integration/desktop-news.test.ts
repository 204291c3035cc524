import { afterEach, expect, it } from 'vitest';
import { createSession, type SessionEvents } from '../../main/sync/session.ts';
import { Addresses } from '../../shared/client/addresses.ts';
import { whoIsAt } from '../../shared/client/prove-address.ts';
import type { Entry, LogRecord } from '../../shared/domain/entry.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { told } from '../../shared/words/told.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { AT, facts } from '../unit/main/request-example.ts';
import { startFakeEdge } from './edge-of-fake.ts';

// Which entries a desktop hears of as news: those of the organisation, and of requests those that owners have to know.

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

it('that a rule blocks is news, and no other answer to a request', async () => {
  const { fake, edge, url } = await startFakeEdge();
  stops.push(() => edge.stop());
  const news: LogRecord[] = [];
  const seen: string[] = [];
  const on = new Proxy({} as SessionEvents, {
    get: (_, name) => (what: LogRecord) => {
      seen.push(String(name));
      if (name === 'onNews') news.push(what);
    },
  });
  const addresses = new Addresses({
    joined: url,
    told: [],
    whoIsAt: (address) => whoIsAt(address, FAKE_IDENTITY),
  });
  const session = createSession({
    ...{ identity: { ...FAKE_IDENTITY, url }, addresses, on },
    ...{ clock: systemClock, logger: silent, cursor: '0', requests: () => ({}), isEager: () => true },
  });
  stops.push(() => session.stop());
  void session.run();
  await until(() => seen.includes('onOnline'));

  const say = (seq: number, stream: string, entry: Entry): void =>
    fake.send({
      ...{ kind: 'record', seq, leafHash: '0'.repeat(64), said: [] },
      text: canonicalText({ v: 2, seq, stream, version: 1, at: AT, actor: 'dev@example.com', entry }),
    });
  const refused = (requestId: string, why: ReturnType<typeof told>): Entry => ({
    ...{ type: 'requestRefused', facts: facts({ requestId }) },
    refusal: { code: 'refusedByPolicy', told: why },
  });
  const help = told('askOwners', { reader: 'other', owners: ['Owner'], to: 'mendIt' });
  const why = told('conditionByZero');
  const blocks = told('conditionBlocks', { rule: 'night', title: 'Write', why, help });
  say(1, 'request/request00001', refused('request00001', told('needsSecondPerson')));
  say(2, 'request/request00002', refused('request00002', blocks));
  await until(() => news.length > 0);
  expect(news.map(({ seq }) => seq)).toEqual([2]);
});
