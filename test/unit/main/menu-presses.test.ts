import { expect, it } from 'vitest';
import { createMenuPresses } from '../../../main/tray/menu-presses.ts';
import type { TrayItem } from '../../../main/tray/tray-view.ts';

const open = (label: string, requestId: string | null = null): TrayItem => ({
  kind: 'action',
  label,
  does: { kind: 'open', view: 'access', requestId },
});
const quit: TrayItem = { kind: 'action', label: 'Quit', does: { kind: 'quit' } };

it('a press in the tray menu means what stood there when it was looked at', () => {
  let now = 0;
  const presses = createMenuPresses(() => now);
  presses.replaced([open('Inbox'), open('Settings'), quit]);
  expect(presses.isMeant(2)).toBe(true);

  // Something is over: everything below it comes up by one, and Quit is where Settings was.
  now = 10_000;
  presses.replaced([open('Inbox'), quit]);
  now += 200;
  expect(presses.isMeant(1)).toBe(false);
  expect(presses.isMeant(0)).toBe(true);
  now += 600;
  expect(presses.isMeant(1)).toBe(true);
});

it('a countdown that goes on is no other item', () => {
  let now = 0;
  const presses = createMenuPresses(() => now);
  presses.replaced([open('Database: 9 min left', 'req')]);
  now = 60_000;
  presses.replaced([open('Database: 8 min left', 'req')]);
  expect(presses.isMeant(0)).toBe(true);
  presses.replaced([open('Database: 8 min left', 'other')]);
  expect(presses.isMeant(0)).toBe(false);
});
