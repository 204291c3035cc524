import { setTimeout as wait } from 'node:timers/promises';
import type { ElectronApplication } from 'playwright';

/** Ending an app takes less than a second; a busy machine is given more. */
const QUIT_TIMEOUT_MS = 60_000;

/**
 * Ends an app through its own quitting, and kills one that does not end by itself.
 * @returns whether it ended by itself
 */
export async function closeApp(app: ElectronApplication): Promise<boolean> {
  const patience = new AbortController();
  const closed = app.close().then(() => true);
  const expired = wait(QUIT_TIMEOUT_MS, false, { signal: patience.signal }).catch(() => false);
  const byItself = await Promise.race([closed, expired]);
  patience.abort();
  if (byItself) return true;
  process.stderr.write(`warning: an app did not end within ${QUIT_TIMEOUT_MS} ms and was killed\n`);
  app.process().kill('SIGKILL');
  await closed;
  return false;
}
