import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';
import { createDbusNotifier } from '../../main/notifications/dbus-notifier.ts';
import { openSessionBus } from '../../main/notifications/session-bus.ts';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

// A real notification server: what it would cut off takes Approve away.

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

const notice = (body: string): Notification => ({
  ...{ id: 'one', title: 'Access for 2h', body, urgency: 'critical' },
  actions: [
    { id: 'approve', label: 'Approve', decides: true, needsWhole: { instead: 'There is more.' } },
    { id: 'open', label: 'Open' },
  ],
  onAction: () => undefined,
  onClosed: () => undefined,
});
const labels = async (text: string) => (await desktop.notices.waitFor(text)).buttons.map(({ name }) => name);

describe('a notice on xfce4-notifyd', () => {
  it('has Approve while all of it can be read, and none once it would be cut off', async () => {
    await notifier.show(notice(`Read the logs\nWhy: ${'short words of a reason '.repeat(8)}`));
    expect(await labels('Read the logs')).toContain('Approve');
    await desktop.screen.screenshot('test-results/notice-whole.png');
    await notifier.show(notice(`Read other logs\nWhy: ${'short words of a reason '.repeat(12)}`));
    expect(await labels('Read other logs')).toEqual(['Open']);
    expect((await desktop.notices.waitFor('Read other logs')).texts.join('\n')).toContain('There is more.');
    await desktop.screen.screenshot('test-results/notice-cut.png');
  });
});
