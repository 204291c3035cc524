import { asWritten } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import type { OutboxItem, Snapshot } from '../../../shared/contract/snapshot.ts';
import { instant } from '../../../shared/lib/time.ts';
import { forgetWaiting } from '../../../main/notifications/notification-desk.ts';
import { noticeChanges } from '../../../main/notifications/notice-changes.ts';
import { wantedNotices } from '../../../main/notifications/wanted-notices.ts';
import { activated, approved, at, AT, ended, request, review, snapshot } from './request-example.ts';
import { said } from '../../fakes/said.ts';

const LONG_AGO = instant(0);
const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };
const wanted = (shown: Snapshot, now = at(10)) =>
  wantedNotices(shown, { since: LONG_AGO, now, words: wordsIn('en') });
const ids = (shown: Snapshot, now = at(10)) => wanted(shown, now).map(({ id }) => id);
const outbox = (change: Partial<OutboxItem>): OutboxItem => ({
  key: 'key00001',
  kind: 'approve',
  requestId: 'request00001',
  grantId: null,
  title: 'Write to the payments database',
  detail: '',
  createdAt: AT,
  state: 'waiting',
  message: null,
  ...change,
});

describe('what an approver is told', () => {
  test('who, what, how long, why and the ticket, with buttons', () => {
    const [notice] = wanted(snapshot({ inbox: [request()] }));
    expect(notice).toMatchObject({
      id: 'review/request00001',
      title: 'Access for 1h',
      body: 'Write to the payments database\nDev Example asks for access\nWhy: fix the payout\nTicket: INC-1',
      urgency: 'critical',
    });
    expect(notice?.actions.map(({ id }) => id)).toEqual(['approve', 'deny', 'open', 'default']);
    expect(notice?.actions[0]?.does).toEqual({
      kind: 'review',
      decision: 'approve',
      requestId: 'request00001',
      requestHash: 'a'.repeat(64),
      step: 0,
    });
  });

  test('nothing more once they answered, even while the answer waits to be sent', () => {
    expect(ids(snapshot({ inbox: [request()], outbox: [outbox({})] }))).toEqual([]);
  });

  test('again when their answer was refused', () => {
    const refused = outbox({ state: 'refused', message: 'The request is not the one you saw.' });
    expect(ids(snapshot({ inbox: [request()], outbox: [refused] }))).toEqual([
      'review/request00001',
      'outbox/key00001',
    ]);
  });

  test('only Deny, once the reason was erased, also where the notice stands already', () => {
    const [before] = wanted(snapshot({ inbox: [request()] }));
    const [after] = wanted(snapshot({ inbox: [request({ reason: { sha256: 'b'.repeat(64) } })] }));
    expect(after?.body).toMatch(/^Its reason was erased: it has to be asked again\.\n/);
    expect(after?.actions.map(({ id }) => id)).toEqual(['deny', 'open', 'default']);
    expect(after?.fingerprint).not.toBe(before?.fingerprint);
  });

  test('how far it is where several are needed, replaced when someone approves', () => {
    const plan = {
      kind: 'review' as const,
      steps: [{ name: 's', meant: [[{ kind: 'anyone' as const }]], need: 2 }],
    };
    const [before] = wanted(snapshot({ inbox: [request({ plan })] }));
    const [after] = wanted(snapshot({ inbox: [request({ plan }, review('approve', 'second@example.com'))] }));
    expect(before?.body).toContain('0 of 2 approvals');
    expect(after?.body).toContain('1 of 2 approvals');
    expect(after?.fingerprint).not.toBe(before?.fingerprint);
    expect(after?.id).toBe(before?.id);
  });

  test('again at each reminder, in the place of the one before, and not once they answered', () => {
    const reminded = (count: number) => ({ type: 'reviewReminded', step: 0, count }) as const;
    const [before] = wanted(snapshot({ inbox: [request()] }));
    const [once] = wanted(snapshot({ inbox: [request({}, reminded(1))] }));
    const [twice] = wanted(snapshot({ inbox: [request({}, reminded(1), reminded(2))] }));
    expect(once).toMatchObject({ id: before?.id, title: 'Reminder: access for 1h', body: before?.body });
    const shown = noticeChanges({}, before ? [before] : []).shown;
    const again = noticeChanges(shown, once ? [once] : []);
    expect([again.show.map(({ id }) => id), again.withdraw]).toEqual([['review/request00001'], []]);
    expect(noticeChanges(again.shown, once ? [once] : []).show).toEqual([]);
    expect(noticeChanges(again.shown, twice ? [twice] : []).show).toHaveLength(1);
    expect(ids(snapshot({ inbox: [request({}, reminded(1))], outbox: [outbox({})] }))).toEqual([]);
  });

  test('again of many that wait, when one of them is reminded of', () => {
    const reminded = { type: 'reviewReminded', step: 0, count: 1 } as const;
    const many = Array.from({ length: 6 }, (_, n) => `request0000${n}`);
    const show = (...of: readonly string[]) =>
      wanted(
        snapshot({
          inbox: many.map((requestId) =>
            request({ requestId }, ...(of.includes(requestId) ? [reminded] : [])),
          ),
        }),
      )[0]?.fingerprint;
    expect(show('request00002')).not.toBe(show());
    expect(show('request00002')).toBe(show('request00002'));
  });

  test('text as text: nothing that steers a display, and not too much', () => {
    const [notice] = wanted(
      snapshot({
        inbox: [request({ reason: said(`\u202e\u001b[31m<b>${'x'.repeat(2_000)}`), requesterName: 'A\nB' })],
      }),
    );
    expect(notice?.title).toBe('Access for 1h');
    expect(notice?.body).toContain('A␊B asks for access');
    expect(notice?.body).toContain('Why: ⟨U+202E⟩␛[31m<b>xxx');
    expect(notice?.body.length).toBeLessThan(500);
  });

  test('one notice when many wait, told again for each that comes', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => request({ requestId: `request0000${index}` }));
    expect(ids(snapshot({ inbox: many(5) }))).toHaveLength(5);
    const [six, ...others] = wanted(snapshot({ inbox: many(6) }));
    expect(others).toEqual([]);
    expect(six).toMatchObject({ id: 'review/many', title: '6 requests wait for you' });
    expect(six?.actions.map(({ id }) => id)).toEqual(['open', 'default']);
    expect(wanted(snapshot({ inbox: many(7) }))[0]?.fingerprint).not.toBe(six?.fingerprint);
  });

  test.each([
    ['a name', { requesterName: `Dev ${'x'.repeat(70)}` }],
    ['a reason', { reason: said('x'.repeat(300)) }],
    ['a ticket', { ticket: `INC-${'1'.repeat(100)}` }],
    [
      'titles',
      {
        entitlements: Array.from({ length: 9 }, (_, index) => ({
          ...request().facts.entitlements[0]!,
          title: `${'Read the logs of the web server '.repeat(2)}${index}`,
        })),
      },
    ],
  ])('nobody approves in the notification %s that is too long for it', (_what, facts) => {
    const [notice] = wanted(snapshot({ inbox: [request(facts)] }));
    expect(notice?.actions.map(({ id }) => id)).toEqual(['deny', 'open', 'default']);
    expect(notice?.body).toContain('There is more: open it to read all and approve.');
  });
});

describe('what a requester is told', () => {
  const mine = (...entries: Parameters<typeof request>[1][]) =>
    request({}, review('approve'), approved, ...entries);
  const me = (state: ReturnType<typeof request>, where: 'mine' | 'recent' = 'mine') =>
    snapshot({ me: dev, [where]: [state] });

  test('that access is ready', () => {
    const [notice] = wanted(me(mine(...activated())));
    expect(notice).toMatchObject({ id: 'ready/grant000001', title: 'Access is ready' });
    expect(notice?.actions.map(({ label }) => label)).toEqual(['Copy command', 'Open']);
  });

  test('that it ends in five minutes, not earlier', () => {
    const state = mine(...activated());
    expect(ids(me(state), at(3_302))).toEqual(['ready/grant000001']);
    expect(ids(me(state), at(3_303))).toEqual(['ending/grant000001']);
    expect(wanted(me(state), at(3_303))[0]?.title).toBe('Access ends in 5m');
  });

  test('never that it ends, when they do not want to know', () => {
    const quiet = { ...me(mine(...activated())), settings: { ...snapshot().settings, warnMinutes: 0 } };
    expect(ids(quiet, at(3_600))).toEqual(['ready/grant000001']);
  });

  test('that it is gone', () => {
    expect(wanted(me(mine(...activated(), ...ended()), 'recent'))[0]).toMatchObject({
      id: 'gone/grant000001',
      title: 'Access is gone',
    });
  });

  const endings: readonly [string, ReturnType<typeof request>, string, string][] = [
    [
      'denied',
      request({}, { type: 'requestDenied', by: 'lead@example.com', comment: said('Not today') }),
      'Lead Example denied your request',
      'Not today',
    ],
    ['lapsed', request({}, { type: 'requestLapsed' }), 'Nobody answered your request in time', 'Ask again'],
    [
      'failed',
      mine(
        { type: 'grantActivating', grantId: 'grant000001', runnerId: 'r' },
        { type: 'grantFailed', grantId: 'grant000001', message: 'No route to host' },
      ),
      'Access could not be set up',
      'No route to host',
    ],
    [
      'closed by an owner’s word',
      mine(
        ...activated(),
        { type: 'grantEnding', grantId: 'grant000001', cause: 'expired', by: null, reason: '' },
        {
          type: 'grantConfirmedGone',
          grantId: 'grant000001',
          by: 'lead@example.com',
          reason: said('Scrapped'),
        },
      ),
      'Access counts as gone',
      'Not verified: Lead Example says that it is gone.',
    ],
  ];
  test.each(endings)('that it was %s, and why', (_kind, state, title, text) => {
    const [notice] = wanted(me(state, 'recent'));
    expect(notice?.title).toBe(title);
    expect(notice?.body).toContain(text);
  });

  test('that policy changed while it waited, until it is asked again', () => {
    const refusal = { code: 'policyChanged' as const, told: asWritten('It has to be asked again.') };
    const overruled = request({}, { type: 'requestOverruled', organisationVersion: 2, refusal });
    expect(wanted(me(overruled, 'recent'))[0]?.title).toBe('Policy changed while it waited');
    const again = request({ requestId: 'request00002', submittedAt: at(100) });
    expect(wanted(snapshot({ me: dev, mine: [again], recent: [overruled] }))).toEqual([]);
  });

  test('nothing of what was over before this device joined', () => {
    const state = request({}, { type: 'requestLapsed' });
    expect(
      wantedNotices(me(state, 'recent'), { since: at(100), now: at(200), words: wordsIn('en') }),
    ).toEqual([]);
  });
});

describe('what everyone concerned is told', () => {
  test('that access is overdue, then that it is stuck, as one notice', () => {
    const overdue = request({}, review('approve'), approved, ...activated(), {
      type: 'grantOverdue',
      grantId: 'grant000001',
    });
    const stuck = request(
      {},
      review('approve'),
      approved,
      ...activated(),
      { type: 'grantEnding', grantId: 'grant000001', cause: 'expired', by: null, reason: '' },
      { type: 'revocationFailed', grantId: 'grant000001', attempts: 6, message: 'down', stuck: true },
    );
    const [first] = wanted(snapshot({ watching: [overdue] }));
    const [second] = wanted(snapshot({ watching: [stuck] }));
    expect(first).toMatchObject({ id: 'trouble/grant000001', fingerprint: 'overdue', urgency: 'critical' });
    expect(second).toMatchObject({ id: 'trouble/grant000001', fingerprint: 'stuck' });
    expect(second?.body).toContain('down');
  });

  test('an alarm of the log, and nothing to be answered that came from it', () => {
    const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
    const shown = snapshot({ log: { ...snapshot().log, alarm }, inbox: [request()] });
    expect(ids(shown)).toEqual(['alarm']);
  });
});

describe('changes of notices', () => {
  const shown = wanted(snapshot({ inbox: [request()] }));

  test('show what is new, and not again while it is known', () => {
    const first = noticeChanges({}, shown);
    expect(first.show).toHaveLength(1);
    expect(noticeChanges(first.shown, shown)).toMatchObject({ show: [], withdraw: [] });
  });

  test('show again after a restart only what waits for somebody', () => {
    const kept = {
      'review/request00001': 'x',
      'trouble/grant000001': 'stuck',
      alarm: '/h/e.json',
      'ready/grant000002': 'ready',
    };
    expect(forgetWaiting(kept)).toEqual({ 'ready/grant000002': 'ready' });
  });

  test('withdraw what someone else answered', () => {
    expect(noticeChanges({ 'review/request00001': 'x' }, [])).toEqual({
      show: [],
      withdraw: ['review/request00001'],
      shown: {},
    });
  });

  test('replace what changed', () => {
    expect(noticeChanges({ 'review/request00001': 'old' }, shown).show).toHaveLength(1);
  });
});
