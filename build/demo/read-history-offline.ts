import { APPROVER, REQUESTER, TITLE } from './company.ts';
import { latchkeyCommand } from './latchkey-command.ts';
import type { Narrator } from './narrator.ts';
import type { Seat } from './seat.ts';
import type { Stage } from './stage.ts';

/** What three devices say of their copy of the log, with the service stopped. */
export interface OfflineHistory {
  readonly verified: boolean;
  /** How many entries the owner's terminal verified. */
  readonly entries: number;
  /** What each desktop said after "Verify now". */
  readonly desktops: Readonly<Record<string, string>>;
}

/** Stops the service; both desktops and a terminal read the history and verify it. */
export async function readHistoryOffline(stage: Stage, narrator: Narrator): Promise<OfflineHistory> {
  await latchkeyCommand(stage.ownerHome, ['history']);
  await stage.service.end();
  narrator.say('the service is stopped');
  const desktops: Record<string, string> = {};
  for (const [seat, { name }] of [
    [stage.requester, REQUESTER],
    [stage.approver, APPROVER],
  ] as const) {
    desktops[seat.name] = await verifyOnDesktop(seat);
    narrator.say(`on ${name}’s desktop: ${desktops[seat.name]}`);
    await narrator.picture(seat.desktop, `history-${seat.name}`, `The history on ${name}’s desktop, offline`);
  }
  const { verified, entries, isFresh } = await latchkeyCommand<{
    verified: boolean;
    entries: number;
    isFresh: boolean;
  }>(stage.ownerHome, ['history', 'verify']);
  if (isFresh) throw new Error('The service still answers, although it was stopped.');
  narrator.say(`in the owner’s terminal: latchkey history verify: ${entries} entries, verified`);
  return { verified, entries, desktops };
}

/** Hashes the whole copy again, and finds the request in it. Answers with what the window says. */
async function verifyOnDesktop(seat: Seat): Promise<string> {
  const { page } = seat;
  await seat.chooseInTray('History');
  await page
    .getByText(/^Offline since/)
    .first()
    .waitFor();
  // The sign above the list; the one in the sidebar says the same without a comma.
  await page.getByRole('button', { name: /^Verified to entry \d+,/ }).click();
  await page.getByRole('button', { name: 'Verify now' }).click();
  const said = page.getByText(/^All [\d,]+ entries verified\.$/).first();
  await said.waitFor();
  const words = (await said.textContent()) ?? '';
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('4211');
  await page.getByRole('option', { name: TITLE }).click();
  await page
    .getByRole('region', { name: 'Timeline' })
    .getByText(/verified gone/i)
    .first()
    .waitFor();
  return words;
}
