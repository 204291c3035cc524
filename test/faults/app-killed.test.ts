import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { OVERDUE_AFTER_MS } from '../../shared/domain/grant/becomes-overdue.ts';
import type { FailpointName } from '../../shared/runner/failpoint.ts';
import { Seat, tellWhatIsSeen } from '../desktop/support/seat.ts';
import { Team } from '../desktop/support/team.ts';
import { until } from '../fakes/until.ts';
import { DEV } from '../support/example-company.ts';
import { exampleTokens } from '../support/example-tokens.ts';

/** Starts of an app and of a service, and a grant, on a busy machine. */
const TIMEOUT_MS = 120_000;
const PATIENCE_MS = 60_000;

/** What is left at the target of the runner that this desktop hosts. */
const tokens = (seat: Seat): readonly string[] => exampleTokens(join(seat.home, 'runner'));

beforeEach((context) => onTestFailed(() => tellWhatIsSeen(context.task.name)));

// The runner by itself is killed at every failpoint in runner-killed.test.ts; these are the whole app: window, runner and
// the service that it started, all gone at once.
describe('the app of one person, killed with SIGKILL', () => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
    await seat.quit();
  }, TIMEOUT_MS);
  afterAll(() => seat?.stop());

  async function askFor(duration: string, reason: string): Promise<void> {
    const page = await seat.show();
    await page.getByText(/^Online/).waitFor();
    await seat.go('Request…');
    await page.getByRole('combobox').first().fill('token on');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Granted at once' }).waitFor();
    await page.getByLabel('Duration').fill(duration);
    await page.getByLabel('Why').fill(reason);
    await page.getByRole('button', { name: /Get access/ }).click();
  }

  /** Starts it again, and finds in the history that access with this reason was revoked. */
  async function findRevoked(reason: string): Promise<void> {
    await seat.launch();
    await until(() => tokens(seat).length === 0, PATIENCE_MS);
    const page = await seat.show();
    await seat.go('History');
    await page.getByRole('option', { name: reason }).filter({ hasText: 'Ended' }).waitFor();
  }

  test.each<FailpointName>([
    'grant.afterScript',
    'grant.beforeReport',
    'revoke.afterJournal',
    'revoke.beforeReport',
  ])(
    'at %s, ends what it began after it is back',
    async (failpoint) => {
      const reason = `Killed at ${failpoint}`;
      await seat.launch({ LATCHKEY_FAILPOINT: failpoint });
      // It may be gone before the click is answered. Whatever else keeps the click from being made keeps it alive, too.
      await Promise.all([seat.gone(), askFor('3s', reason).catch(() => undefined)]);
      await findRevoked(reason);
      await seat.quit();
    },
    TIMEOUT_MS,
  );

  test(
    'while access is active, revokes as soon as it is back after the deadline',
    async () => {
      await seat.launch();
      await askFor('3s', 'Killed while active');
      await until(() => tokens(seat).length === 1, PATIENCE_MS);
      const activeAt = Date.now();
      await seat.kill();
      await until(() => Date.now() > activeAt + 4_000);
      expect(tokens(seat)).toHaveLength(1);
      await findRevoked('Killed while active');
      await seat.quit();
    },
    TIMEOUT_MS,
  );
});

describe('the app of a developer whose computer runs a provider', () => {
  let team: Team;
  let seat: Seat;
  beforeAll(async () => {
    [team, seat] = await Promise.all([Team.start(), Seat.start()]);
    await seat.joinTeam(team.service.url, await team.dev.invite(DEV));
    await seat.servePool('laptop');
  }, TIMEOUT_MS);
  afterAll(async () => {
    await seat?.stop();
    await team?.stop();
  });

  test(
    'revokes on time while the service cannot be reached, and reports when it can',
    async () => {
      const requestId = await team.dev.ask('staging/laptop', { ms: 6_000 });
      await until(async () => (await team.dev.grant(requestId))?.kind === 'active', PATIENCE_MS);
      const active = await team.dev.grant(requestId);
      const expiresAt = active?.kind === 'active' ? active.expiresAt : 0;
      await team.service.kill();
      await until(() => tokens(seat).length === 0, PATIENCE_MS);
      expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);

      await team.service.start();
      await until(
        async () => (await team.dev.grant(requestId).catch(() => null))?.kind === 'revoked',
        PATIENCE_MS,
      );
      const revoked = await team.dev.grant(requestId);
      expect(revoked).toMatchObject({ cause: 'expired' });
    },
    TIMEOUT_MS,
  );

  test(
    'that was asleep over the deadline is shown as overdue, and revokes when it wakes',
    async () => {
      const requestId = await team.dev.ask('staging/laptop', { ms: 4_000 });
      await until(async () => (await team.dev.grant(requestId))?.kind === 'active', PATIENCE_MS);
      const runner = await seat.runnerPid();
      const toAll = (signal: NodeJS.Signals): void => {
        seat.signal(signal);
        process.kill(runner, signal);
      };
      toAll('SIGSTOP');
      try {
        await until(async () => {
          const grant = await team.dev.grant(requestId);
          return (grant?.kind === 'active' || grant?.kind === 'revoking') && grant.overdue;
        }, OVERDUE_AFTER_MS + PATIENCE_MS);
        expect(tokens(seat)).toHaveLength(1);
      } finally {
        toAll('SIGCONT');
      }
      await until(async () => (await team.dev.grant(requestId))?.kind === 'revoked', PATIENCE_MS);
      expect(tokens(seat)).toEqual([]);
    },
    TIMEOUT_MS + OVERDUE_AFTER_MS,
  );
});
