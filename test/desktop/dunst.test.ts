import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { createDbusNotifier } from '../../main/notifications/dbus-notifier.ts';
import { reviewNotice } from '../../main/notifications/review-notice.ts';
import { wantedNotices } from '../../main/notifications/wanted-notices.ts';
import { openSessionBus, type SessionBus } from '../../main/notifications/session-bus.ts';
import type { RequestFacts } from '../../shared/domain/request/request.ts';
import { instant } from '../../shared/lib/time.ts';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { at, facts, request, snapshot } from '../unit/main/request-example.ts';
import { said } from '../fakes/said.ts';
import { wordsIn } from '../../shared/words/words.ts';

// The real dunst with its own configuration, which draws a notice up to a height and cuts what is more. It has no texts that
// a test could read; how high a notice is drawn can be seen.

let desktop: VirtualDesktop;
let notifier: Notifier;
/** Labels of the buttons that dunst was given last. */
let labels: readonly string[] = [];

beforeAll(async () => {
  desktop = await VirtualDesktop.start({ notifications: 'dunst' });
  const busAddress = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const overheard = async (): Promise<SessionBus> => {
    const bus = await openSessionBus({ busAddress });
    return {
      ...bus,
      call(message) {
        const { member, body } = message as { member: string; body?: readonly unknown[] };
        if (member === 'Notify') labels = (body?.[5] as string[]).filter((_, index) => index % 2 === 1);
        return bus.call(message);
      },
    };
  };
  notifier = createDbusNotifier(systemClock, overheard);
}, 60_000);
afterAll(async () => {
  await notifier?.stop();
  await desktop?.stop();
});

const height = async (): Promise<number | undefined> => {
  const [window] = await desktop.screen.windows('^Dunst$');
  return window === undefined ? undefined : (await desktop.screen.boundsOf(window))?.height;
};

/** Shows a notice and takes it away again. How high dunst draws it. */
async function draw(
  notice: Pick<Notification, 'id' | 'title' | 'body' | 'actions'>,
  picture?: string,
): Promise<number> {
  const handlers = { onAction: () => undefined, onClosed: () => undefined };
  await notifier.show({ ...notice, urgency: 'critical', ...handlers });
  let before: number | undefined;
  const drawn = await waitUntil('the notice to stand still', async () => {
    const now = await height();
    const isStill = now !== undefined && now === before;
    before = now;
    return isStill && now;
  });
  if (picture) await desktop.screen.screenshot(`test-results/${picture}.png`);
  await notifier.withdraw(notice.id);
  await waitUntil('the notice to go', async () => (await height()) === undefined);
  return drawn;
}

/** Shows the notice of this request as the app does, and tells which buttons it has. */
async function buttonsOf(change: Partial<RequestFacts>, picture?: string): Promise<readonly string[]> {
  const notice = reviewNotice(request(change), { isTooOld: false, words: wordsIn('en') });
  const actions = notice.actions.map(({ id, label, does }) => ({
    ...{ id, label, decides: does.kind !== 'open' },
    ...(id === 'approve' ? { needsWhole: { instead: wordsIn('en').desktop.notices.readFirst } } : {}),
  }));
  await draw({ ...notice, actions }, picture);
  return labels.filter((label) => label !== '');
}

/** Whether dunst draws all of it: then one line more makes it higher. */
async function isWhole(change: Partial<RequestFacts>): Promise<boolean> {
  const { title, body } = reviewNotice(request(change), { isTooOld: false, words: wordsIn('en') });
  const [as, longer] = [
    await draw({ ...LOOK, title, body }),
    await draw({ ...LOOK, title, body: `${body}\nx` }),
  ];
  return longer > as;
}
const LOOK = { id: 'look', actions: [] };

const [ordinary] = facts().entitlements;
const titled = (...titles: readonly string[]): Partial<RequestFacts> => ({
  entitlements: titles.flatMap((title, index) =>
    ordinary ? [{ ...ordinary, title, grantId: `grant00000${index}` }] : [],
  ),
});
const WORDS = 'short words of a reason ';
const WIDE = '権限が必要です。'.repeat(34);

const LONGEST = { ...titled(WIDE), reason: said(WIDE), requesterName: '山'.repeat(60) };

describe('a notice about a request on dunst', () => {
  it('has Approve when it is an ordinary one, and nothing that answers when it is high risk', async () => {
    expect(await buttonsOf({}, 'dunst-whole')).toEqual(['Approve', 'Deny', 'Open']);
    expect(await buttonsOf({ risk: 'high' }, 'dunst-high-risk')).toEqual(['Open']);
  });

  it('stays when another one comes that asks for the same', async () => {
    const inbox = [request(), request({ requestId: 'request00002' })];
    const closed: string[] = [];
    const show = ({ id, title, body }: Pick<Notification, 'id' | 'title' | 'body'>): Promise<void> =>
      notifier.show({
        ...{ id, title, body, urgency: 'critical', actions: [] },
        onAction: () => undefined,
        onClosed: () => closed.push(id),
      });
    const [first, second] = wantedNotices(snapshot({ inbox }), {
      since: instant(0),
      now: at(1),
      words: wordsIn('en'),
    });
    if (!first || !second) throw new Error('two notices are wanted');
    await show(first);
    await show(second);
    // Its answer comes after all that it had to say before.
    await notifier.withdraw(second.id);
    expect(closed).toEqual([]);
    await notifier.withdraw(first.id);
    // This is why: what reads alike goes.
    await show({ ...first, id: 'one' });
    await show({ ...first, id: 'other' });
    await waitUntil('the first to go', () => closed.includes('one'));
    await notifier.withdraw('other');
    await waitUntil('the notice to go', async () => (await height()) === undefined);
  });

  it('is cut when all in it is as long as it may be, which is seen', async () => {
    expect(await isWhole({})).toBe(true);
    expect(await isWhole(LONGEST)).toBe(false);
  });

  it.each<[string, Partial<RequestFacts>]>([
    ['a name as long as may be shown', { requesterName: 'Wm'.repeat(30) }],
    ['a long title', titled('Write to the payments database of every country '.repeat(4).trim())],
    ['a title without spaces', titled('W'.repeat(200))],
    ['twenty titles', titled(...Array.from({ length: 20 }, (_, index) => `Title number ${index}`))],
    ['a reason that just fits', { reason: said(WORDS.repeat(5)) }],
    ['a long reason', { reason: said(WORDS.repeat(11)) }],
    ['letters as wide as high', { reason: said(WIDE) }],
    ['all as long as it may be', LONGEST],
    ['line breaks', { reason: said('a\n'.repeat(120)) }],
  ])('is whole, or has no Approve: %s', async (_what, change) => {
    const buttons = await buttonsOf(change);
    if (buttons.includes('Approve')) expect(await isWhole(change)).toBe(true);
    else expect(buttons).toEqual(['Deny', 'Open']);
  });
});
