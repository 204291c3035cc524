import { expect, it } from 'vitest';
import type { Notification, Notifier } from '../../shared/ports/notifier.ts';

/** A notifier, and the screen that it shows on. */
export interface NotifierWorld {
  readonly notifier: Notifier;
  /** What can be read on the screen now. */
  text(): Promise<string>;
  /** Clicks the button of the notification with this text. */
  press(label: string, text: string): Promise<void>;
}

/** What every notifier with buttons must do. Each test cleans up what it showed. */
export function notifierSuite(world: () => NotifierWorld): void {
  const heard: string[] = [];
  const notice = (id: string, title: string, body = `the body of ${title}`): Notification => ({
    ...{ id, title, body, urgency: 'critical' },
    actions: [
      { id: 'yes', label: 'Approve' },
      { id: 'no', label: 'Deny' },
    ],
    onAction: (action) => void heard.push(`${id} ${action}`),
    onClosed: () => void heard.push(`${id} closed`),
  });
  const reads = (): ReturnType<typeof expect.poll<string>> =>
    expect.poll(() => world().text(), { timeout: 60_000 });

  it('shows text as text', async () => {
    const { notifier } = world();
    const body = '<b>bold</b> & "quoted" &amp; <script>';
    await notifier.show(notice('text', 'Who <i>asks</i>', body));
    await reads().toContain(body);
    expect(await world().text()).toContain('Who <i>asks</i>');
    await notifier.withdraw('text');
    await reads().toBe('');
  });

  it('replaces what it showed under the same id', async () => {
    const { notifier } = world();
    await notifier.show(notice('same', 'The first'));
    await notifier.show(notice('same', 'The second'));
    await reads().toContain('The second');
    expect(await world().text()).not.toContain('The first');
    await notifier.withdraw('same');
    await reads().toBe('');
  });

  it('says which button was pressed of which notification, and that it is gone then', async () => {
    const { notifier } = world();
    await notifier.show(notice('left', 'One of two'));
    await notifier.show(notice('right', 'The other'));
    await reads().toContain('The other');
    heard.length = 0;
    await world().press('Deny', 'One of two');
    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['left no', 'left closed']);
    expect(await world().text()).toContain('The other');
    await notifier.withdraw('right');
    await reads().toBe('');
  });

  it('takes away what is on its way to the screen, and what is not there without complaint', async () => {
    const { notifier } = world();
    await Promise.all([notifier.show(notice('late', 'Too late')), notifier.withdraw('late')]);
    await reads().toBe('');
    await notifier.withdraw('late');
    await notifier.withdraw('never shown');
  });
}
