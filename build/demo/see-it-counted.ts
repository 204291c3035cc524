import { setTimeout as wait } from 'node:timers/promises';
import { APPROVER, REQUESTER } from './company.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** How often the time left is told. */
const TELL_EVERY_MS = 10_000;
/** Left over for what looks at the deadline closely. */
const BEFORE_END_MS = 1_500;

/** Both sides see how long it lasts, until shortly before the deadline (ms since 1970). */
export async function seeItCounted(
  { requester, approver }: Stage,
  narrator: Narrator,
  expiresAt: number,
): Promise<void> {
  await requester.desktop.tray.openMenu();
  await narrator.picture(requester.desktop, 'countdown', `${REQUESTER.name}’s tray menu counts down`);
  await requester.desktop.tray.closeMenu();
  await approver.page
    .getByText(/active until/)
    .first()
    .waitFor();
  await narrator.picture(
    approver.desktop,
    'approver-active',
    `${APPROVER.name} sees it active, and could end it`,
  );
  for (;;) {
    const leftMs = expiresAt - BEFORE_END_MS - Date.now();
    if (leftMs <= 0) return;
    const shown = await requester.page.getByRole('timer').first().textContent();
    narrator.say(`${(shown ?? '').trim()} left, says the window`);
    await wait(Math.min(leftMs, TELL_EVERY_MS));
  }
}
