import { expect, test } from 'vitest';
import { createNotificationDesk } from '../../../main/notifications/notification-desk.ts';
import { instant } from '../../../shared/domain/time.ts';
import { activated, approved, at, ended, request, review, snapshot } from './request-example.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };

function desk() {
  const screen = new Set<string>();
  const told: string[] = [];
  const made = createNotificationDesk({
    notifier: {
      show: ({ id }) => {
        told.push(id);
        screen.add(id);
        return Promise.resolve();
      },
      withdraw: (id) => Promise.resolve(void screen.delete(id)),
      stop: () => Promise.resolve(),
    },
    logger: silent,
    shown: {},
    onShown: () => undefined,
    since: () => instant(0),
    act: () => undefined,
  });
  return { made, screen, told };
}

test('what happened while notifications were off is no news when they are on again; what waits is', () => {
  const { made, screen, told } = desk();
  const over = request({}, review('approve'), approved, ...activated(), ...ended());
  const waiting = request({ requestId: 'request00002', requester: 'other@example.com' });
  const on = snapshot({ me: dev, recent: [over], inbox: [waiting] });
  const off = { ...on, settings: { ...on.settings, notifications: false } };
  made.settle(off, at(3_700));
  expect(told).toEqual([]);
  made.settle(on, at(3_701));
  expect(told).toEqual(['review/request00002']);
  made.settle(off, at(3_702));
  expect([...screen]).toEqual([]);
});

test('an alarm of the log is shown even while notifications are off', () => {
  const { made, screen } = desk();
  const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/h/e.json' };
  const on = snapshot({ me: dev, log: { ...snapshot().log, alarm }, inbox: [request()] });
  made.settle({ ...on, settings: { ...on.settings, notifications: false } }, at(1));
  expect([...screen]).toEqual(['alarm']);
});
