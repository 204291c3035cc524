import { inWords } from '../../support/in-words.ts';
import { expect, test } from 'vitest';
import { createNotificationDesk } from '../../../main/notifications/notification-desk.ts';
import { whyTooOld } from '../../../main/state/why-too-old.ts';
import { trayViewOf } from '../../../main/tray/tray-view-of.ts';
import { connectionWord, connectionWords } from '../../../renderer/words/connection-words.ts';
import { instant } from '../../../shared/lib/time.ts';
import { ScreenNotifier } from '../../fakes/screen-notifier.ts';
import { AT, at, request, snapshot } from './request-example.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const message = 'This computer’s Latchkey (protocol 1) is older than the service allows (2).';
const connection = { kind: 'offline', since: AT, message, isStranger: false, isTooOld: true } as const;

test('a desktop that is too old says what to do in the tray and in the window', () => {
  const labels = trayViewOf(snapshot({ connection }), AT, wordsIn('en')).items.map((item) =>
    'label' in item ? item.label : '',
  );
  expect(labels).toContain('Update Latchkey: too old for the service');
  expect(connectionWords(snapshot({ connection }), AT).line).toMatch(/^Too old for the service since /);
  expect(connectionWord(connection)).toBe('Too old');
});

test.each([
  ['submit', true],
  ['review', true],
  ['withdraw', false],
  ['end', false],
] as const)('%s is barred: %s', (procedure, isBarred) => {
  const why = whyTooOld({ connection }, { procedure });
  expect(why).toEqual(isBarred ? { code: 'clientTooOld', told: inWords(message) } : null);
  expect(whyTooOld({ connection: { ...connection, isTooOld: false } }, { procedure })).toBeNull();
});

test('notices that stand when it learns of it, and those that come after, have no button that decides', () => {
  const notifier = new ScreenNotifier();
  const opened: unknown[] = [];
  const desk = createNotificationDesk({
    words: () => wordsIn('en'),
    notifier,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    shown: {},
    onShown: () => undefined,
    since: () => instant(0),
    act: (does) => opened.push(does),
  });
  const actionsOf = (id: string) => notifier.screen.get(id)?.actions.map((action) => action.label);
  const [first, second] = [request(), request({ requestId: 'request00002' })];
  desk.settle(snapshot({ inbox: [first] }), at(1));
  expect(actionsOf('review/request00001')).toEqual(['Approve', 'Deny', 'Open', '']);

  desk.settle(snapshot({ inbox: [first, second], connection }), at(2));
  for (const id of ['review/request00001', 'review/request00002']) {
    expect(actionsOf(id)).toEqual(['Open', '']);
    expect(notifier.screen.get(id)?.body).toMatch(/^This Latchkey is too old to answer: update it first\.\n/);
    notifier.screen.get(id)?.onAction('default');
  }
  expect(opened).toEqual(
    ['request00001', 'request00002'].map((requestId) => ({ kind: 'open', view: 'inbox', requestId })),
  );

  desk.settle(snapshot({ inbox: [first, second] }), at(3));
  expect(actionsOf('review/request00001')).toEqual(['Approve', 'Deny', 'Open', '']);
});
