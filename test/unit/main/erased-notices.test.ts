import { expect, test } from 'vitest';
import { createNotificationDesk } from '../../../main/notifications/notification-desk.ts';
import type { OutboxItem, Snapshot } from '../../../shared/contract/snapshot.ts';
import { evolve } from '../../../shared/domain/request/evolve.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { commitmentOf, eraseSaid, type SaidText } from '../../../shared/lib/said.ts';
import { durationMs, instant } from '../../../shared/lib/time.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';
import { ScreenNotifier } from '../../fakes/screen-notifier.ts';
import { at, request, snapshot } from './request-example.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const DEV = 'dev@example.com';
const LEAD = 'lead@example.com';
const dev = { id: DEV, name: 'Dev Example', isOwner: false };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

function desk() {
  const notifier = new ScreenNotifier();
  const made = createNotificationDesk({
    words: () => wordsIn('en'),
    notifier,
    logger: silent,
    shown: {},
    onShown: () => undefined,
    since: () => instant(0),
    act: () => undefined,
  });
  const onScreen = (): string[] =>
    [...notifier.screen.values()].map(({ title, body }) => `${title}\n${body}`);
  return { made, notifier, onScreen };
}

const SECRET = said('the password is hunter2');
const withoutSecret = (state: RequestState): RequestState =>
  eraseSaid(sha256, state, new Set([commitmentOf(sha256, SECRET)])) as RequestState;

const denied = request({}, { type: 'requestDenied', by: LEAD, comment: SECRET });
const highRisk = request({ reason: SECRET, risk: 'high' });
const asked = request({ reason: SECRET });
const connection = {
  ...({ kind: 'offline', since: at(0), message: 'Too old.' } as const),
  ...{ isStranger: false, isTooOld: true },
};
const old = { connection };
const comment = (text: SaidText, second: number) => (state: RequestState) =>
  evolve(
    state,
    { type: 'requestCommented', by: LEAD, comment: text, commentId: `comment${second}` },
    at(second),
  );
const commented = comment(SECRET, 300)(comment(said('the first'), 10)(request()));
const refused = (reason: string | null): OutboxItem => ({
  ...{ key: 'key00001', kind: 'approve', requestId: 'request00009', grantId: null, title: 'Write' },
  about: { requesterName: 'Dev', durationMs: durationMs(3_600_000), reason },
  ...{ detail: '', createdAt: at(0), state: 'refused', message: 'It is over.' },
});

interface Row {
  readonly name: string;
  readonly before: Partial<Snapshot>;
  readonly after: Partial<Snapshot>;
  readonly says: string;
}
const ROWS: readonly Row[] = [
  {
    name: 'the comment of a denial',
    before: { me: dev, recent: [denied] },
    after: { me: dev, recent: [withoutSecret(denied)] },
    says: 'Lead Example denied your request\nWrite to the payments database\nThe comment was erased.',
  },
  {
    name: 'the reason of a request that needs a person in the window',
    before: { inbox: [highRisk] },
    after: { inbox: [withoutSecret(highRisk)] },
    says: 'Why: The reason was erased.',
  },
  {
    name: 'the reason of a request that this Latchkey is too old to answer',
    before: { inbox: [asked], ...old },
    after: { inbox: [withoutSecret(asked)], ...old },
    says: 'Why: The reason was erased.',
  },
  {
    name: 'the reason of what was answered in vain',
    before: { outbox: [refused(SECRET.text)] },
    after: { outbox: [refused(null)] },
    says: 'Asked by Dev for 1h: The reason was erased.',
  },
  {
    name: 'the last of several comments, before which another stands',
    before: { me: dev, mine: [commented] },
    after: { me: dev, mine: [withoutSecret(commented)] },
    says: 'Write to the payments database\nthe first',
  },
];

test.each(ROWS)('on the screen nothing stays of $name', ({ before, after, says }) => {
  const { made, notifier, onScreen } = desk();
  made.settle(snapshot(before), at(301));
  expect(onScreen().join()).toContain('hunter2');
  made.settle(snapshot(after), at(302));
  expect(onScreen()).toEqual([expect.stringContaining(says)]);
  expect(onScreen().join()).not.toContain('hunter2');
  // In the same place, and once.
  made.settle(snapshot(after), at(303));
  expect(new Set(notifier.told).size).toBe(1);
  expect(notifier.told).toHaveLength(2);
});

test.each(ROWS)('nobody is told again who put it away: $name', async ({ before, after }) => {
  const { made, notifier } = desk();
  made.settle(snapshot(before), at(301));
  await new Promise((resolve) => setImmediate(resolve));
  for (const [id, shown] of [...notifier.screen]) {
    notifier.screen.delete(id);
    shown.onClosed();
  }
  made.settle(snapshot(after), at(302));
  expect(notifier.told).toHaveLength(1);
});

test.each(ROWS)('what was erased before anybody was told is told without it: $name', ({ after, says }) => {
  const { made, onScreen } = desk();
  made.settle(snapshot(after), at(302));
  expect(onScreen()).toEqual([expect.stringContaining(says)]);
});
