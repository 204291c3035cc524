import { REQUESTER, TITLE } from './company.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

const REASON = 'Refunds of order 4211 are stuck in the queue';

/** The requester asks through the tray menu and the form. Answers with the moment of the last click (ms since 1970). */
export async function askForAccess(
  { requester }: Stage,
  narrator: Narrator,
  duration: string,
): Promise<number> {
  const { desktop, page } = requester;
  await desktop.tray.openMenu();
  await narrator.picture(desktop, 'tray-menu', `${REQUESTER.name} clicks Latchkey in the tray`);
  await desktop.tray.closeMenu();
  await requester.chooseInTray('Request access…');
  await page.getByRole('combobox').first().fill('payments wr');
  await page.getByRole('option', { name: TITLE }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Duration').fill(duration);
  await page.getByLabel('Why').fill(REASON);
  await page.getByLabel('Ticket').fill('INC-4211');
  await page.getByRole('region', { name: 'What policy says' }).getByText('Needs approval').waitFor();
  await narrator.picture(desktop, 'request-form', 'The form says who must approve, before anything is sent');
  narrator.say(`"${TITLE}" for ${duration}, because: ${REASON} (INC-4211)`);
  const send = page.getByRole('button', { name: 'Request access', exact: false }).last();
  await send.hover();
  const askedAt = Date.now();
  await send.click();
  await page.getByRole('heading', { name: 'Your request' }).waitFor();
  return askedAt;
}
