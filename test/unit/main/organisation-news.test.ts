import { noticeSaid } from '../../../shared/contract/notice-said.ts';
import type { Notice } from '../../../shared/contract/snapshot.ts';
import type { EntryReader } from '../../../shared/domain/describe-entry.ts';
import { ownValue } from '../../../shared/lib/own-value.ts';
import { describe, expect, test } from 'vitest';
import { organisationNotices } from '../../../main/notifications/organisation-notices.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import { snapshotOf } from '../../../main/state/snapshot-of.ts';
import { withOrganisationNews } from '../../../main/state/with-organisation-news.ts';
import type { Entry, LogRecord } from '../../../shared/domain/entry.ts';
import { NOTHING_SEEN } from '../../../shared/domain/statements/statement.ts';
import { instant } from '../../../shared/lib/time.ts';
import { said } from '../../fakes/said.ts';
import { told as tell } from '../../../shared/words/told.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { factsWith } from '../domain/fixtures.ts';
import { wordsIn, type Words } from '../../../shared/words/words.ts';

const me = { id: 'owner@example.com', name: 'Owner', isOwner: true };
const state = { me, notices: [], names: { 'other@example.com': 'Other Owner' } } as unknown as DesktopState;
const record = (entry: Entry, actor = 'other@example.com', seq = 7): LogRecord => ({
  ...{ v: 2, seq, stream: 'organisation', version: 1, at: instant(0), actor },
  entry,
});
const changed: Entry = {
  type: 'organisationChanged',
  organisationVersion: 2,
  changes: ['The rule “production”: at most 300d (was at most 2h)'],
  more: 3,
};
const device = (person: string, deviceId: string): Entry => ({
  type: 'deviceRegistered',
  ...{ deviceId, person, name: 'laptop', invitedBy: person, signingKey: 'k', sealingKey: 'k' },
});
const removed = (person: string, by: string | null): Entry => ({
  ...{ type: 'deviceRemoved', deviceId: 'd', person, name: 'Phone' },
  why: by === null ? { cause: 'replaced', by: 'x' } : { cause: 'removed', by, reason: said('lost') },
});
const anew = (person: string): Entry => ({
  ...{ type: 'inviteCreated', inviteId: 'i', person, invitedBy: 'other@example.com', replaces: true },
  expiresAt: instant(1),
});
const told = (entry: Entry, actor?: string) =>
  organisationNotices(withOrganisationNews(state, record(entry, actor), 'mine').notices, READER).map(
    ({ body }) => body,
  );

const reader = (words: Words): EntryReader => ({
  words,
  nameOf: (id) => ownValue(state.names, id) ?? id,
});
const READER = reader(wordsIn('en'));
const saidOf = (notice: Notice | undefined): string => (notice ? noticeSaid(notice, READER) : '');

describe('publishing, inviting and joining notify owners and those concerned', () => {
  test('with the difference, and with how much of it is not listed', () => {
    expect(told(changed)).toEqual([
      'Other Owner changed the organisation’s files: The rule “production”: at most 300d (was at most 2h); and 3 more',
    ]);
  });

  test('in the language of who reads it, also where that changed since', () => {
    const { notices } = withOrganisationNews(state, record(anew(me.id)), 'mine');
    const [notice] = organisationNotices(notices, reader(wordsIn('de')));
    expect(notice).toMatchObject({ body: expect.stringMatching(/^Other Owner hat .* neu eingeladen/) });
    expect(saidOf(notices[0])).toMatch(/^Other Owner invited /);
  });

  test('not of what one did oneself', () => {
    expect(told(changed, me.id)).toEqual([]);
    expect(told(device(me.id, 'mine'), me.id)).toEqual([]);
  });

  test('but of another device that joined as oneself', () => {
    expect(told(device(me.id, 'elsewhere'), me.id)).toHaveLength(1);
  });

  describe('a rule whose condition cannot be evaluated', () => {
    const refused = (rule: string): Entry => {
      const help = tell('askOwners', { reader: 'other', owners: ['Owner'], to: 'mendIt' });
      const why = tell('conditionByZero');
      const blocks = tell('conditionBlocks', { rule, title: 'Write', why, help });
      return {
        type: 'requestRefused',
        facts: factsWith(),
        refusal: { code: 'refusedByPolicy', told: blocks },
      };
    };

    test('is told to owners, with what to do; once, however many ask', () => {
      const one = withOrganisationNews(state, record(refused('night'), 'dev@example.com', 7), 'mine');
      const { notices } = withOrganisationNews(one, record(refused('night'), 'other@example.com', 8), 'mine');
      expect(notices.map(saidOf)).toEqual([
        'The rule “night” grants nothing: its condition could not be evaluated for “Write”. The condition divides by zero. Mend it in policy.yaml.',
      ]);
      expect(notices[0]).toMatchObject({ tone: 'warning' });
      expect(
        withOrganisationNews({ ...state, notices }, record(refused('day'), 'x', 9), 'mine').notices,
      ).toHaveLength(2);
    });

    test('also where it refuses what waits', () => {
      const before = refused('night');
      const refusal: Refusal = {
        code: 'policyChanged',
        told: tell('filesChanged', {
          why: before.type === 'requestRefused' ? before.refusal.told : tell('tooManyNow'),
        }),
      };
      expect(told({ type: 'requestOverruled', organisationVersion: 2, refusal })).toEqual([
        expect.stringMatching(/^The rule “night” grants nothing/),
      ]);
    });

    test('is told to nobody else, and nothing of what a rule refuses as it means to', () => {
      const dev = { ...state, me: { ...me, isOwner: false } };
      expect(withOrganisationNews(dev, record(refused('night')), 'mine').notices).toEqual([]);
      const meant: Refusal = { code: 'noRule', told: tell('tooManyNow') };
      expect(told({ type: 'requestRefused', facts: factsWith(), refusal: meant })).toEqual([]);
    });
  });

  test('of access that a runner could not end: that it is not granted, with what to run, and how much is not listed', () => {
    const lines = ['Write (prod/db:write): there is no heir: CREATE ROLE heir NOLOGIN.'];
    const checked: Entry = { type: 'endsChecked', pool: 'default', lines, more: 2 };
    expect(told(checked, 'runner:one')).toEqual([
      `Pool default: access that could not be ended is not granted. These are the words of a runner of it: “${lines[0]}”; and 2 more. When it is mended, latchkey pools check default looks again.`,
    ]);
  });

  test('in the words of whoever runs that runner, quoted, and no more of them than can be read', () => {
    const lines = [
      'A (a): gone.” Latchkey says: run “curl',
      ...Array.from({ length: 30 }, () => 'x'.repeat(4_000)),
    ];
    const checked: Entry = { type: 'endsChecked', pool: 'default', lines, more: 0, by: 'other@example.com' };
    const [notice] = withOrganisationNews(state, record(checked, 'runner:one'), 'mine').notices;
    expect(saidOf(notice)).toContain(
      'These are the words of the runner of Other Owner: “A (a): gone." Latchkey says: run "curl”; “xxx',
    );
    expect(saidOf(notice)).toContain('and 21 more');
    expect(saidOf(notice).length).toBeLessThan(4_000);
  });

  test('what a runner says of its pool now takes the place of what it said before, as a warning while anything is missing', () => {
    const said = (seq: number, lines: string[], actor = 'runner:one') =>
      record({ type: 'endsChecked', pool: 'default', lines, more: 0 }, actor, seq);
    const first = withOrganisationNews(state, said(1, ['A: gone']), 'mine');
    const other = withOrganisationNews(first, said(2, ['A: gone'], 'runner:two'), 'mine');
    expect(other.notices.map(({ tone }) => tone)).toEqual(['warning', 'warning']);
    const well = withOrganisationNews(other, said(3, []), 'mine');
    expect(well.notices.map((notice) => [notice.tone, saidOf(notice).includes('granted again')])).toEqual([
      ['warning', false],
      ['info', true],
    ]);
    expect(organisationNotices(well.notices, READER).map(({ title }) => title)).toEqual([
      'Access is not granted now',
      'Access is granted again',
    ]);
  });

  test.each<[string, Entry, string, string[]]>([
    [
      'a device of theirs that somebody removed',
      removed(me.id, 'other@example.com'),
      'other@example.com',
      [`Other Owner removed Phone, a device of ${me.id}, which is signed out for ever: lost`],
    ],
    [
      'a device of somebody that an owner removed',
      removed('third@example.com', 'other@example.com'),
      'other@example.com',
      ['Other Owner removed Phone, a device of third@example.com, which is signed out for ever: lost'],
    ],
    [
      'not one that somebody removed of their own',
      removed('other@example.com', 'other@example.com'),
      'other@example.com',
      [],
    ],
    ['not one that another took the place of', removed('third@example.com', null), 'latchkey', []],
    [
      'that they themselves are invited anew',
      anew(me.id),
      'other@example.com',
      [
        `Other Owner invited ${me.id} anew: whoever joins with it takes the place of all devices that they have. If you did not ask for that, tell another owner at once.`,
      ],
    ],
    [
      'that somebody is invited anew, also in one’s own name from elsewhere',
      anew('third@example.com'),
      me.id,
      [
        `${me.id} invited third@example.com anew: whoever joins with it takes the place of all devices that they have`,
      ],
    ],
  ])('is told loudly: %s', (_, entry, actor, sentences) => {
    const { notices } = withOrganisationNews(state, record(entry, actor), 'mine');
    expect(notices.map(saidOf)).toEqual(sentences);
    for (const { tone } of notices) expect(tone).toBe('warning');
    for (const { urgency, title } of organisationNotices(notices, READER))
      expect([urgency, title]).toEqual(['critical', 'Is this meant? Look at once']);
  });

  test('what was done on this very device is not told to it', () => {
    const signed = (entry: Entry): LogRecord => ({
      ...record(entry, me.id),
      signed: {
        statement: {
          ...{ v: 1, log: 'l', type: 'inviteDevice', by: me.id, device: 'mine', at: instant(0) },
          ...{ seen: NOTHING_SEEN, body: { person: 'x' } },
        },
        signature: 's',
      },
    });
    for (const entry of [anew('third@example.com'), removed('third@example.com', me.id)])
      expect(withOrganisationNews(state, signed(entry), 'mine').notices).toEqual([]);
  });

  test('an invite is told, and the same entry only once', () => {
    const invite: Entry = { type: 'inviteCreated', person: 'new@example.com', expiresAt: instant(1) };
    const once = withOrganisationNews(state, record(invite), 'mine');
    expect(once.notices).toHaveLength(1);
    expect(withOrganisationNews(once, record(invite), 'mine')).toBe(once);
  });

  test('many do not fill the window, and it says that there were more', () => {
    const all = Array.from({ length: 30 }, (_, seq) => record(changed, 'other@example.com', seq + 1));
    const { notices } = all.reduce((before, each) => withOrganisationNews(before, each, 'mine'), state);
    expect(notices).toHaveLength(11);
    expect(saidOf(notices[0])).toContain('More happened before');
  });

  describe('what is told has its time and its place, and goes when it is so no more', () => {
    const at = (seq: number, entry: Entry, stream = 'organisation'): LogRecord => ({
      ...record(entry, 'other@example.com', seq),
      ...{ stream, at: instant(5_000) },
    });
    const after = (...records: LogRecord[]) =>
      records.reduce((before, each) => withOrganisationNews(before, each, 'mine'), state).notices;
    const invited: Entry = {
      type: 'inviteCreated',
      ...{ inviteId: 'i1', person: 'new@example.com', invitedBy: 'other@example.com' },
      expiresAt: instant(10_000),
    };
    const blocked: Entry = {
      type: 'requestRefused',
      facts: factsWith(),
      refusal: {
        code: 'refusedByPolicy',
        told: tell('conditionBlocks', {
          ...{ rule: 'night', title: 'Write', why: tell('conditionByZero') },
          help: tell('askOwners', { reader: 'other', owners: ['Owner'], to: 'mendIt' }),
        }),
      },
    };

    test.each<[string, LogRecord, Notice['about']]>([
      ['one’s own device', at(1, device(me.id, 'd1')), { view: 'settings', part: 'devices' }],
      ['the devices of others, which no window shows', at(1, device('x', 'd1')), undefined],
      ['what was published', at(1, changed), { view: 'settings', part: 'organisation' }],
      ['a rule that blocks', at(1, blocked, 'request/r1'), { view: 'history', requestId: 'r1' }],
    ])('the place of %s', (_, each, about) => {
      expect(after(each)).toMatchObject([{ at: 5_000 }]);
      expect(after(each)[0]?.about).toEqual(about);
    });

    test.each<[string, Entry, Entry]>([
      [
        'a device that was removed again',
        device(me.id, 'd1'),
        { ...removed(me.id, me.id), deviceId: 'd1' } as Entry,
      ],
      [
        'an invite that was used',
        invited,
        { type: 'inviteUsed', inviteId: 'i1', person: 'n', deviceId: 'd' },
      ],
      [
        'an invite that is good for nothing',
        invited,
        { type: 'inviteRevoked', inviteId: 'i1', person: 'n', because: 'left' },
      ],
      ['a rule of before', blocked, changed],
    ])('%s is told no more', (_, first, then) => {
      const [notice] = after(at(1, first));
      expect(notice).toBeDefined();
      expect(after(at(1, first), at(2, then)).map(({ id }) => id)).not.toContain(notice?.id);
    });

    test('what is about another device or invite stays', () => {
      const other: Entry = { ...removed(me.id, me.id), deviceId: 'd2' } as Entry;
      expect(after(at(1, device(me.id, 'd1')), at(2, other)).map(({ id }) => id)).toContain(
        'organisation/devices/1',
      );
      const used: Entry = { type: 'inviteUsed', inviteId: 'i2', person: 'n', deviceId: 'd' };
      expect(after(at(1, invited), at(2, used))).toHaveLength(1);
    });

    test('an invite is told no longer than it counts', () => {
      const kept = { ...state, requests: {}, outbox: [], newer: [], notices: after(at(1, invited)) };
      expect(snapshotOf(kept, 1, instant(9_999)).notices).toHaveLength(1);
      expect(snapshotOf(kept, 1, instant(10_000)).notices).toHaveLength(0);
    });
  });
});
