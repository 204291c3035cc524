import { APPROVER, REQUESTER } from './company.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

const ASKS = `${REQUESTER.name} asks for access`;

/** The approver clicks Approve in the native notification. Moments are in ms since 1970. */
export async function approveInNotification(
  { approver, notices }: Stage,
  narrator: Narrator,
  askedAt: number,
): Promise<{ readonly notifiedAt: number; readonly approvedAt: number }> {
  const { desktop, page } = approver;
  const notifiedAt = await notices.approver.firstSince(askedAt);
  const notice = await desktop.notices.waitFor(ASKS);
  narrator.say(`the notification says: ${notice.texts.join(' · ').replaceAll('\n', ' · ')}`);
  narrator.say(`its buttons: ${notice.buttons.map(({ name }) => name).join(', ')}`);
  await page.getByRole('option', { name: REQUESTER.name }).waitFor();
  await desktop.tray.openMenu();
  await narrator.picture(
    desktop,
    'overview',
    `${APPROVER.name}’s desktop: the tray menu, the notification and the inbox`,
  );
  await desktop.tray.closeMenu();
  const approvedAt = Date.now();
  await desktop.notices.click('Approve', ASKS);
  await desktop.notices.waitUntilGone(ASKS);
  narrator.say(`${APPROVER.name} clicked Approve, and the notification is gone`);
  return { notifiedAt, approvedAt };
}
