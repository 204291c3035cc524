import pg from 'pg';
import { waitUntil } from '../virtual-desktop/wait-until.ts';
import { REQUESTER, TITLE } from './company.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** Access in use: the URL with the password, and a session that stays open. Moments are in ms since 1970. */
export interface Use {
  readonly url: string;
  readonly session: pg.Client;
  readonly firstQueryAt: number;
  /** Resolves when the database ends the session. */
  readonly sessionEndedAt: Promise<number>;
}

/** The requester takes the credential out of the window, and writes to the database with it. */
export async function useAccess({ requester, database }: Stage, narrator: Narrator): Promise<Use> {
  const { desktop, page } = requester;
  await desktop.notices.waitFor('Access is ready');
  await narrator.picture(desktop, 'access-is-ready', `${REQUESTER.name} is told that access works`);
  await requester.go('Access');
  await page.getByRole('button', { name: `Show credential: ${TITLE}` }).click();
  await page.getByRole('button', { name: 'Copy URL with the password' }).click();
  const copied = await waitUntil('the credential in the clipboard', async () => {
    const text = await requester.clipboard();
    return text.startsWith('postgresql://latchkey_') && text;
  });
  const url = withoutOptions(copied);
  narrator.say(
    `a role of its own for this grant: ${new URL(url).username}; the clipboard forgets it after 60 s`,
  );

  const session = new pg.Client({ connectionString: url });
  const sessionEndedAt = new Promise<number>((resolve) => session.on('error', () => resolve(Date.now())));
  await session.connect();
  await session.query("INSERT INTO refunds VALUES (4211, 'released')");
  const firstQueryAt = Date.now();
  const { rows } = await database.admin.query<{ note: string }>('SELECT note FROM refunds WHERE id = 4211');
  if (rows[0]?.note !== 'released') throw new Error('The row that was written is not in the database.');
  narrator.say("INSERT INTO refunds VALUES (4211, 'released'): it worked, and the session stays open");
  await narrator.picture(desktop, 'credential', 'The credential, with the time that is left');
  return { url, session, firstQueryAt, sessionEndedAt };
}

/** The server has no TLS, and the driver wants to be told so. */
function withoutOptions(text: string): string {
  const url = new URL(text);
  url.search = '';
  return url.href;
}
