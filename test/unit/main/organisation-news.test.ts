import { describe, expect, test } from 'vitest';
import { organisationNotices } from '../../../main/notifications/organisation-notices.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import { withOrganisationNews } from '../../../main/state/with-organisation-news.ts';
import type { Entry, LogRecord } from '../../../shared/domain/entry.ts';
import { instant } from '../../../shared/domain/time.ts';

const me = { id: 'owner@example.com', name: 'Owner', isOwner: true };
const state = { me, notices: [], names: { 'other@example.com': 'Other Owner' } } as unknown as DesktopState;
const record = (entry: Entry, actor = 'other@example.com', seq = 7): LogRecord => ({
  ...{ v: 1, seq, stream: 'organisation', version: 1, at: instant(0), actor },
  entry,
});
const changed: Entry = {
  type: 'organisationChanged',
  organisationVersion: 2,
  changes: ['The rule “production” was: at most 2h. It is: at most 300d'],
  more: 3,
};
const device = (person: string, deviceId: string): Entry => ({
  type: 'deviceRegistered',
  ...{ deviceId, person, name: 'laptop', invitedBy: person, signingKey: 'k', sealingKey: 'k' },
});
const told = (entry: Entry, actor?: string) =>
  organisationNotices(withOrganisationNews(state, record(entry, actor), 'mine').notices).map(
    ({ body }) => body,
  );

describe('publishing, inviting and joining notify owners and those concerned', () => {
  test('with the difference, and with how much of it is not listed', () => {
    expect(told(changed)).toEqual([
      'Other Owner changed the organisation’s files: The rule “production” was: at most 2h. It is: at most 300d; and 3 more',
    ]);
  });

  test('not of what one did oneself', () => {
    expect(told(changed, me.id)).toEqual([]);
    expect(told(device(me.id, 'mine'), me.id)).toEqual([]);
  });

  test('but of another device that joined as oneself', () => {
    expect(told(device(me.id, 'elsewhere'), me.id)).toHaveLength(1);
  });

  test('of access that a runner could not end, with what to run, and of how much is not listed', () => {
    const lines = [
      'Write (prod/db:write) could not be ended now: there is no heir: CREATE ROLE heir NOLOGIN.',
    ];
    const checked: Entry = { type: 'endsChecked', pool: 'default', lines, more: 2 };
    expect(told(checked, 'runner:one')).toEqual([`${lines[0]} and 2 more: latchkey pools check`]);
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
    expect(notices[0]?.text).toContain('More happened before');
  });
});
