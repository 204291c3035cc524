import { describe, expect, test } from 'vitest';
import { createNotificationDesk } from '../../../main/notifications/notification-desk.ts';
import { instant } from '../../../shared/lib/time.ts';
import type { Notification } from '../../../shared/ports/notifier.ts';
import { ScreenNotifier } from '../../fakes/screen-notifier.ts';
import { notifierSuite } from '../../support/notifier-suite.ts';
import { activated, approved, at, ended, request, review, snapshot } from './request-example.ts';
import { said } from '../../fakes/said.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };

function desk(notifier = new ScreenNotifier()) {
  const made = createNotificationDesk({
    words: () => wordsIn('en'),
    notifier,
    logger: silent,
    shown: {},
    onShown: () => undefined,
    since: () => instant(0),
    act: () => undefined,
  });
  return { made, notifier, onScreen: () => [...notifier.screen.keys()] };
}

describe('the screen of these tests', () => {
  const notifier = new ScreenNotifier();
  notifierSuite(() => ({
    notifier,
    text: async () => [...notifier.screen.values()].map(({ title, body }) => `${title}\n${body}`).join('\n'),
    press: async (label, text) => notifier.press(label, text),
  }));
});

test('what happened while notifications were off is no news when they are on again; what waits is', () => {
  const { made, notifier, onScreen } = desk();
  const over = request({}, review('approve'), approved, ...activated(), ...ended());
  const waiting = request({ requestId: 'request00002', requester: 'other@example.com' });
  const on = snapshot({ me: dev, recent: [over], inbox: [waiting] });
  const off = { ...on, settings: { ...on.settings, notifications: false } };
  made.settle(off, at(3_700));
  expect(notifier.told).toEqual([]);
  made.settle(on, at(3_701));
  expect(notifier.told).toEqual(['review/request00002']);
  made.settle(off, at(3_702));
  expect(onScreen()).toEqual([]);
});

/** A server that takes away what `goes` of all that is there when another notice comes, as dunst does with what reads alike. */
class PushingNotifier extends ScreenNotifier {
  readonly #goes: (there: Notification, coming: Notification) => boolean;

  constructor(goes: (there: Notification, coming: Notification) => boolean) {
    super();
    this.#goes = goes;
  }

  override async show(coming: Notification): Promise<void> {
    for (const there of [...this.screen.values()]) {
      if (there.id === coming.id || !this.#goes(there, coming)) continue;
      this.screen.delete(there.id);
      there.onClosed();
    }
    await super.show(coming);
  }
}
const readAlike = (one: Notification, other: Notification): boolean =>
  one.title === other.title && one.body === other.body;

test('two requests that ask for the same are both on a screen that keeps one of what reads alike', async () => {
  const { made, onScreen } = desk(new PushingNotifier(readAlike));
  const [first, second] = [request(), request({ requestId: 'request00002' })];
  made.settle(snapshot({ inbox: [first] }), at(1));
  made.settle(snapshot({ inbox: [first, second] }), at(2));
  expect(onScreen()).toEqual(['review/request00001', 'review/request00002']);
});

test('what another notice pushed off the screen is shown again, and once only', async () => {
  const { made, notifier } = desk(new PushingNotifier(() => true));
  const inbox = [request(), request({ requestId: 'request00002', reason: said('another one') })];
  for (const seconds of [1, 2, 3, 4]) {
    made.settle(snapshot({ inbox }), at(seconds));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [one, two] = ['review/request00001', 'review/request00002'];
  expect(notifier.told).toEqual([one, two, one, two]);
});

test('what a person put away stays away', async () => {
  const { made, notifier } = desk();
  const shown = snapshot({ inbox: [request()] });
  made.settle(shown, at(1));
  await new Promise((resolve) => setImmediate(resolve));
  notifier.screen.get('review/request00001')?.onClosed();
  made.settle(shown, at(2));
  expect(notifier.told).toEqual(['review/request00001']);
});

test('after an alarm nothing is put before anybody to be answered: what waits is taken back', () => {
  const { made, onScreen } = desk();
  const on = snapshot({ me: dev, inbox: [request()] });
  made.settle(on, at(1));
  expect(onScreen()).toEqual(['review/request00001']);
  const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
  made.settle({ ...on, log: { ...on.log, alarm } }, at(2));
  expect(onScreen()).toEqual(['alarm']);
});

test('an alarm of the log is shown even while notifications are off', () => {
  const { made, onScreen } = desk();
  const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
  const on = snapshot({ me: dev, log: { ...snapshot().log, alarm }, inbox: [request()] });
  made.settle({ ...on, settings: { ...on.settings, notifications: false } }, at(1));
  expect(onScreen()).toEqual(['alarm']);
});
