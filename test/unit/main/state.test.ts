import type { RequestState } from '../../../shared/domain/request/request.ts';
import { describe, expect, test } from 'vitest';
import { applyRecord } from '../../../main/state/apply-record.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import { withRequests } from '../../../main/state/with-requests.ts';
import { keepRequests } from '../../../main/state/keep-requests.ts';
import { snapshotOf } from '../../../main/state/snapshot-of.ts';
import { persistState } from '../../../main/state/persist-state.ts';
import { createStateKeeper } from '../../../main/state/state-keeper.ts';
import { requestStream, type RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import {
  activated,
  approved,
  at,
  AT,
  ended,
  facts,
  LEADS,
  request,
  review,
  snapshot,
} from './request-example.ts';

const record = (version: number, entry: RequestEntry): LogRecord => ({
  v: 2,
  seq: version,
  stream: requestStream('request00001'),
  version,
  at: at(version),
  actor: 'someone',
  entry,
});

function state(change: Partial<DesktopState> = {}): DesktopState {
  const { setup, connection, organisation, names, catalog, log, notices, settings, language, device } =
    snapshot();
  const me = { id: 'lead@example.com', name: 'Lead', isOwner: false };
  const base = {
    setup,
    connection,
    me,
    organisation,
    names,
    catalog,
    log,
    notices,
    settings,
    language,
    device,
  };
  return { ...base, requests: {}, newer: [], outbox: [], recoveryWaits: false, ...change };
}

describe('a record that arrives', () => {
  const known = { request00001: request() };

  test('begins a request', () => {
    const applied = applyRecord(
      {},
      record(1, { type: 'requestSubmitted', facts: facts(), reviewers: [LEADS] }),
    );
    expect(applied).toMatchObject({ kind: 'changed', state: { version: 1 } });
  });

  test('continues one', () => {
    expect(applyRecord(known, record(2, review('approve')))).toMatchObject({
      kind: 'changed',
      state: { version: 2, reviews: [{ reviewer: 'lead@example.com' }] },
    });
  });

  test('changes nothing the second time', () => {
    expect(
      applyRecord(known, record(1, { type: 'requestSubmitted', facts: facts(), reviewers: [LEADS] })),
    ).toEqual({
      kind: 'known',
    });
  });

  test('asks for the whole request after a gap', () => {
    expect(applyRecord(known, record(3, approved))).toEqual({ kind: 'missing', requestId: 'request00001' });
    expect(applyRecord({}, record(2, approved))).toEqual({ kind: 'missing', requestId: 'request00001' });
  });
});

describe('the requests on a desk', () => {
  const desk = { memberId: 'lead@example.com', isOwner: false, now: at(10) };

  test('the newer version wins, whichever comes first', () => {
    const older = request();
    const newer = request({}, review('approve'));
    expect(keepRequests({ request00001: newer }, [older], desk).requests['request00001']).toBe(newer);
    expect(keepRequests({ request00001: older }, [newer], desk).requests['request00001']).toBe(newer);
  });

  test('what was answered by someone else goes, what I reviewed stays', () => {
    const others = request({}, { type: 'requestWithdrawn', by: 'dev@example.com' });
    expect(keepRequests({}, [others], desk).requests).toEqual({});
    expect(
      Object.keys(keepRequests({}, [request({}, review('approve'), approved)], desk).requests),
    ).toHaveLength(1);
  });

  test('an owner keeps everything that runs, whoever approved it, until it is gone', () => {
    const owner = { ...desk, memberId: 'owner@example.com', isOwner: true };
    const running = request({}, review('approve'), approved, ...activated());
    const late = request({}, review('approve'), approved, ...activated(), {
      type: 'grantOverdue',
      grantId: 'grant000001',
    });
    const gone = request({}, review('approve'), approved, ...activated(), ...ended());
    const ids = (known: RequestState[], changed: RequestState) =>
      Object.keys(
        keepRequests(Object.fromEntries(known.map((each) => [each.facts.requestId, each])), [changed], owner)
          .requests,
      );
    expect(ids([], running)).toEqual(['request00001']);
    expect(ids([], late)).toEqual(['request00001']);
    expect(ids([late], gone)).toEqual([]);
    expect(Object.keys(keepRequests({}, [late], { ...owner, isOwner: false }).requests)).toEqual([]);
  });

  test('more than a desk holds is left out, what was here stays, and that is said once', () => {
    const many = (from: number, count: number): RequestState[] =>
      Array.from({ length: count }, (_, index) =>
        request({ requestId: `many${String(from + index).padStart(8, '0')}`, requester: desk.memberId }),
      );
    const me = { id: desk.memberId, name: 'Lead', isOwner: false };
    const before = { requests: {}, notices: [], me, log: { alarm: null } } as unknown as DesktopState;
    const full = withRequests(before, many(0, 50_000), desk.now);
    expect(full.notices).toEqual([]);
    const after = withRequests(withRequests(full, many(50_000, 10), desk.now), many(60_000, 10), desk.now);
    expect(Object.keys(after.requests)).toEqual(Object.keys(full.requests));
    expect(after.notices).toMatchObject([{ tone: 'danger', text: { code: 'tooManyRequestsHere' } }]);
  });

  test('what ended a day ago is history', () => {
    const old = request({}, review('approve'), approved, ...activated(), ...ended());
    expect(keepRequests({ request00001: old }, [], { ...desk, now: at(3_604 + 86_400) }).requests).toEqual(
      {},
    );
  });
});

describe('the snapshot', () => {
  test('sorts requests into inbox, watching and recent', () => {
    const waiting = request();
    const running = request({ requestId: 'request00002' }, review('approve'), approved);
    const over = request(
      { requestId: 'request00003' },
      review('approve'),
      approved,
      ...activated(),
      ...ended(),
    );
    const requests = { request00001: waiting, request00002: running, request00003: over };
    const shown = snapshotOf(state({ requests }), 1, at(4_000));
    expect(shown.inbox).toEqual([waiting]);
    expect(shown.watching).toEqual([running]);
    expect(shown.recent).toEqual([over]);
    expect(shown.mine).toEqual([]);
  });

  test('counts what of the last day it leaves out, mine and others’ apart', () => {
    const over = (id: string, requester: string) =>
      request({ requestId: id, requester }, review('approve'), approved, ...activated(), ...ended());
    const requests = Object.fromEntries(
      Array.from({ length: 53 }, (_, index) => over(`request${index}`, 'dev@example.com')).map((each) => [
        each.facts.requestId,
        each,
      ]),
    );
    const mine = over('request99', 'lead@example.com');
    const shown = snapshotOf(state({ requests: { ...requests, request99: mine } }), 1, at(4_000));
    expect(shown.recent).toHaveLength(51);
    expect(shown.recentLeftOut).toEqual({ mine: 0, others: 3 });
  });

  test('shows as overdue what nobody confirmed a minute after its deadline, also without a service', () => {
    const running = request({}, review('approve'), approved, ...activated());
    const shownAt = (seconds: number) =>
      snapshotOf(state({ requests: { request00001: running } }), 1, at(seconds)).watching;
    expect(shownAt(3_662)).toEqual([running]);
    expect(shownAt(3_663)).toMatchObject([{ phase: { grants: { grant000001: { overdue: true } } } }]);
    const owner = { id: 'owner@example.com', name: 'Owner', isOwner: true };
    const stuck = request(
      {},
      review('approve'),
      approved,
      ...activated(),
      { type: 'grantEnding', grantId: 'grant000001', cause: 'expired', by: null, reason: '' },
      { type: 'revocationFailed', grantId: 'grant000001', attempts: 6, message: 'away', stuck: true },
    );
    expect(snapshotOf(state({ me: owner, requests: { request00001: stuck } }), 1, at(10)).watching).toEqual([
      stuck,
    ]);
  });

  test('shows the requester their own, and never asks them to review it', () => {
    const me = { id: 'dev@example.com', name: 'Dev', isOwner: false };
    const shown = snapshotOf(state({ me, requests: { request00001: request() } }), 1, AT);
    expect(shown.mine).toHaveLength(1);
    expect(shown.inbox).toEqual([]);
  });
});

describe('the keeper', () => {
  test('tells when time alone has made something overdue', () => {
    const clock = new ManualClock(at(3_600));
    const running = request({}, review('approve'), approved, ...activated());
    const keeper = createStateKeeper(state({ requests: { request00001: running } }), clock);
    let told = 0;
    keeper.onChange(() => (told += 1));
    keeper.refresh();
    expect(told).toBe(0);
    clock.setWall(at(3_663));
    keeper.refresh();
    keeper.refresh();
    expect(told).toBe(1);
  });

  test('tells everyone once for each change, and nobody for none', () => {
    const keeper = createStateKeeper(state(), new ManualClock(AT));
    const heard: number[] = [];
    keeper.onChange(({ revision }) => heard.push(revision));
    keeper.update((before) => before);
    keeper.update((before) => ({ ...before, names: {} }));
    expect(heard).toEqual([2]);
  });

  test('a listener that changes the state leaves nobody with the older one last', () => {
    const keeper = createStateKeeper(state(), new ManualClock(AT));
    const heard: string[] = [];
    keeper.onChange((shown) => {
      if (Object.keys(shown.names).length > 0) keeper.update((before) => ({ ...before, names: {} }));
    });
    keeper.onChange(({ names }) => heard.push(JSON.stringify(names)));
    keeper.update((before) => ({ ...before, names: { a: 'b' } }));
    expect(heard).toEqual(['{}']);
  });
});

test('that the log was checked again and nothing is new is written down every five minutes, not every time', () => {
  const keeper = createStateKeeper(state(), new ManualClock(AT));
  const written: unknown[] = [];
  const store = {
    data: () => ({}) as never,
    flush: () => Promise.resolve(),
    onTrouble: () => undefined,
    damage: null,
    update: (change: object) => void written.push(change),
  };
  persistState(keeper, store, store);
  const checked = (seconds: number, size = 3) =>
    keeper.update((before) => ({
      ...before,
      log: { size, verifiedSize: size, verifiedAt: at(seconds), alarm: null },
    }));
  checked(1);
  expect(written).toHaveLength(1);
  for (const seconds of [16, 31, 300]) checked(seconds);
  expect(written).toHaveLength(1);
  checked(301);
  expect(written).toHaveLength(2);
  checked(302, 4);
  expect(written).toHaveLength(3);
});
