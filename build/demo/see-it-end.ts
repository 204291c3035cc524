import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { APPROVER, REQUESTER } from './company.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';
import type { Use } from './use-access.ts';

/** Between two attempts to log in. */
const TRY_EVERY_MS = 50;
const TRY_TIMEOUT_MS = 5_000;

/** Moments in ms since 1970. */
export interface End {
  readonly sessionEndedAt: number;
  /** The first login that was refused; before it, all worked. */
  readonly refusedAt: number;
  readonly refusal: string;
}

/** The deadline passes: the open session is ended, and the same credential is refused. */
export async function seeItEnd(
  { requester, approver, database }: Stage,
  narrator: Narrator,
  use: Use,
): Promise<End> {
  const [sessionEndedAt, { refusedAt, refusal }] = await Promise.all([
    use.sessionEndedAt,
    tryUntilRefused(use.url),
  ]);
  narrator.say('the open session was ended by the database');
  narrator.say(`the same credential is refused: ${refusal}`);
  await requester.desktop.notices.waitFor('Access is gone');
  await narrator.picture(
    requester.desktop,
    'access-is-gone',
    `${REQUESTER.name} is told that access is gone`,
  );
  await approver.page
    .getByText(/revoked \d\d:\d\d:\d\d/)
    .first()
    .waitFor();
  await narrator.picture(
    approver.desktop,
    'approver-revoked',
    `${APPROVER.name} sees when it was revoked, and how late`,
  );
  const roles = await database.admin.query("SELECT FROM pg_roles WHERE rolname LIKE 'latchkey\\_%'");
  if (roles.rowCount !== 0) throw new Error('A role of the grant is left in the database.');
  narrator.say('no role of the grant is left in the database; the row that was written stays');
  return { sessionEndedAt, refusedAt, refusal };
}

async function tryUntilRefused(url: string): Promise<{ refusedAt: number; refusal: string }> {
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TRY_TIMEOUT_MS });
    client.on('error', () => undefined);
    const refusal = await client.connect().then(
      () => null,
      (error: Error) => error.message,
    );
    await client.end().catch(() => undefined);
    // A login that was under way while the sessions were ended is no refusal.
    if (refusal !== null && /authentication failed|does not exist|not permitted/.test(refusal))
      return { refusedAt: Date.now(), refusal };
    await wait(TRY_EVERY_MS);
  }
}
