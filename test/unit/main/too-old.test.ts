import { expect, test } from 'vitest';
import { whyTooOld } from '../../../main/state/why-too-old.ts';
import { trayViewOf } from '../../../main/tray/tray-view-of.ts';
import { connectionWord, connectionWords } from '../../../renderer/words/connection-words.ts';
import { AT, snapshot } from './request-example.ts';

const message = 'This computer’s Latchkey (protocol 1) is older than the service allows (2).';
const connection = { kind: 'offline', since: AT, message, isStranger: false, isTooOld: true } as const;

test('a desktop that is too old says what to do in the tray and in the window', () => {
  const labels = trayViewOf(snapshot({ connection }), AT).items.map((item) =>
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
  expect(why).toEqual(isBarred ? { code: 'clientTooOld', message } : null);
  expect(whyTooOld({ connection: { ...connection, isTooOld: false } }, { procedure })).toBeNull();
});
