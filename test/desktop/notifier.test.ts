import { afterAll, beforeAll, describe } from 'vitest';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';
import { createDbusNotifier } from '../../main/notifications/dbus-notifier.ts';
import { openSessionBus } from '../../main/notifications/session-bus.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { notifierSuite } from '../support/notifier-suite.ts';

describe('notifications over the session bus, on a real screen,', () => {
  let desktop: VirtualDesktop;
  let notifier: Notifier;

  beforeAll(async () => {
    desktop = await VirtualDesktop.start();
    const busAddress = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
    notifier = createDbusNotifier(systemClock, () => openSessionBus({ busAddress }));
  });
  afterAll(async () => {
    await notifier?.stop();
    await desktop?.stop();
  });

  notifierSuite(() => ({
    notifier,
    text: async () => (await desktop.notices.showing()).flatMap(({ texts }) => texts).join('\n'),
    press: (label, text) => desktop.notices.click(label, text),
  }));
});
