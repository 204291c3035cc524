import { describe, expect, test } from 'vitest';
import { createNotificationDesk } from '../../../main/notifications/notification-desk.ts';
import { instant } from '../../../shared/domain/time.ts';
import { ScreenNotifier } from '../../fakes/screen-notifier.ts';
import { notifierSuite } from '../../support/notifier-suite.ts';
import { activated, approved, at, ended, request, review, snapshot } from './request-example.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };

function desk() {
  const notifier = new ScreenNotifier();
  const made = createNotificationDesk({
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

test('an alarm of the log is shown even while notifications are off', () => {
  const { made, onScreen } = desk();
  const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
  const on = snapshot({ me: dev, log: { ...snapshot().log, alarm }, inbox: [request()] });
  made.settle({ ...on, settings: { ...on.settings, notifications: false } }, at(1));
  expect(onScreen()).toEqual(['alarm']);
});
