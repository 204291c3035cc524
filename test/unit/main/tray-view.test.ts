import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import type { Instant } from '../../../shared/lib/time.ts';
import { trayViewOf } from '../../../main/tray/tray-view-of.ts';
import { activated, approved, at, AT, request, review, snapshot } from './request-example.ts';

const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };
const active = request({}, review('approve'), approved, ...activated());

function labels(shown: Snapshot, now: Instant): string[] {
  return trayViewOf(shown, now, wordsIn('en')).items.map((item) =>
    item.kind === 'separator' ? '---' : item.label,
  );
}

describe('the tray menu', () => {
  test('has its places and Quit when there is nothing to say', () => {
    expect(labels(snapshot(), AT)).toEqual([
      'Request access…',
      'Inbox',
      'History',
      'Settings',
      '---',
      'Quit',
    ]);
    expect(trayViewOf(snapshot(), AT, wordsIn('en'))).toMatchObject({ icon: 'idle', tooltip: 'Latchkey' });
  });

  test('says only how to begin before there is an organisation', () => {
    const first = snapshot({ me: null, setup: { kind: 'firstRun', error: null } });
    expect(labels(first, AT)).toEqual(['Set up Latchkey…', '---', 'Quit']);
  });

  test('says that it is locked, and has only what needs no keys, while access that is known goes on', () => {
    const setup = { kind: 'locked', mode: 'team', organisation: 'Example' } as const;
    const locked = snapshot({ me: dev, setup, mine: [active] });
    expect(labels(locked, at(900))).toEqual([
      'Locked: enter the passphrase…',
      '---',
      'Write to the payments database: 46m left',
      '---',
      'History',
      'Settings',
      '---',
      'Quit',
    ]);
    expect(trayViewOf(locked, at(900), wordsIn('en'))).toMatchObject({
      icon: 'offline',
      tooltip: 'Latchkey: 1 active, locked',
    });
  });

  test('has Quit in the same place while it starts, so that it does not move away from a click', () => {
    const starting = snapshot({ me: null, setup: { kind: 'starting' } });
    expect(labels(starting, AT)).toEqual(['Latchkey is starting…', '---', 'Quit']);
  });

  test('shows what is active with the time that is left, the first to end first', () => {
    const long = request(
      {
        requestId: 'request00002',
        entitlements: [{ ...active.facts.entitlements[0]!, title: 'Read logs', grantId: 'grant000002' }],
      },
      review('approve'),
      approved,
      { type: 'grantActivating', grantId: 'grant000002', runnerId: 'r1' },
      {
        type: 'grantActivated',
        grantId: 'grant000002',
        runnerId: 'r1',
        startsAt: at(4),
        expiresAt: at(3_604),
        evidence: null,
      },
    );
    const view = trayViewOf(snapshot({ me: dev, mine: [long, active] }), at(900), wordsIn('en'));
    expect(view.items.slice(0, 2)).toMatchObject([
      {
        label: 'Write to the payments database: 46m left',
        does: { view: 'access', requestId: 'request00001' },
      },
      { label: 'Read logs: 46m left' },
    ]);
    expect(view).toMatchObject({ icon: 'active', tooltip: 'Latchkey: 2 active' });
  });

  const left: readonly [number, string][] = [
    [3, '1h left'],
    [3_543, '1m left'],
    [3_544, '59s left'],
    [3_602, '1s left'],
    [3_603, 'ending'],
    [9_999, 'ending'],
  ];
  test.each(left)('%i seconds in, an hour of access is "%s"', (second, text) => {
    expect(labels(snapshot({ me: dev, mine: [active] }), at(second))[0]).toBe(
      `Write to the payments database: ${text}`,
    );
  });

  test('shows what should be gone and is not before all else, with the alarm', () => {
    const late = request({}, review('approve'), approved, ...activated(), {
      type: 'grantOverdue',
      grantId: 'grant000001',
    });
    const stuck = request(
      { requestId: 'request00002' },
      review('approve'),
      approved,
      ...activated(),
      { type: 'grantEnding', grantId: 'grant000001', cause: 'expired', by: null, reason: '' },
      { type: 'revocationFailed', grantId: 'grant000001', attempts: 6, message: 'away', stuck: true },
    );
    const view = trayViewOf(snapshot({ me: dev, mine: [late], watching: [stuck] }), at(4_000), wordsIn('en'));
    expect(view).toMatchObject({
      icon: 'alarm',
      tooltip: 'Latchkey: 2 overdue',
      items: [
        {
          label: 'Write to the payments database: overdue',
          does: { view: 'access', requestId: 'request00001' },
        },
        {
          label: 'Write to the payments database (Dev Example): stuck, not gone',
          does: { view: 'inbox', requestId: 'request00002' },
        },
        { kind: 'separator' },
        ...trayViewOf(snapshot(), AT, wordsIn('en')).items,
      ],
    });
  });

  test('counts what waits for me, without what I have just answered offline', () => {
    const second = request({ requestId: 'request00002' });
    const waiting = snapshot({ inbox: [request(), second] });
    expect(trayViewOf(waiting, AT, wordsIn('en'))).toMatchObject({
      icon: 'waiting',
      tooltip: 'Latchkey: 2 waiting for you',
    });
    const answered = snapshot({
      inbox: [request(), second],
      outbox: [
        {
          key: 'k1',
          kind: 'approve',
          requestId: 'request00002',
          grantId: null,
          title: 'x',
          detail: '',
          createdAt: AT,
          state: 'waiting',
          message: null,
        },
      ],
    });
    expect(labels(answered, AT)).toContain('1 waiting for you');
    expect(labels(answered, AT)).toContain('1 not sent yet');
  });

  test('shows my waiting requests with whom they wait for', () => {
    expect(labels(snapshot({ me: dev, mine: [request()] }), AT)).toContain(
      'Waiting: Write to the payments database (Lead Example or 1 more)',
    );
  });

  test('says since when the service is away, with the day when that is long ago', () => {
    const offline = snapshot({ connection: { kind: 'offline', since: AT, message: '', isStranger: false } });
    expect(labels(offline, at(60))[0]).toMatch(/^Offline since \d\d:\d\d$/);
    expect(labels(offline, at(90_000))[0]).toMatch(/^Offline since \d+ \w+, \d\d:\d\d$/);
    expect(trayViewOf(offline, at(60), wordsIn('en')).icon).toBe('offline');
  });

  test('is loud when the history does not verify', () => {
    const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
    const view = trayViewOf(
      snapshot({ log: { ...snapshot().log, alarm }, inbox: [request()] }),
      AT,
      wordsIn('en'),
    );
    expect(view.icon).toBe('alarm');
    expect(view.items[0]).toMatchObject({ label: 'The history does not verify' });
    expect(view.tooltip).not.toContain('waiting for you');
  });

  test('shows steering characters of titles instead of obeying them, and cuts long ones', () => {
    const evil = request({
      entitlements: [{ ...active.facts.entitlements[0]!, title: `\u202eevil\n${'x'.repeat(300)}` }],
    });
    const [line] = labels(snapshot({ me: dev, mine: [evil] }), AT);
    expect(line).toMatch(/^Waiting: ⟨U\+202E⟩evil␊x+… \(/);
    expect(line!.length).toBeLessThan(110);
  });

  test('stays short however much there is', () => {
    const many = Array.from({ length: 50 }, (_, index) => request({ requestId: `request0${index}0000` }));
    expect(labels(snapshot({ me: dev, mine: many }), AT)).toContain('42 more…');
  });
});
