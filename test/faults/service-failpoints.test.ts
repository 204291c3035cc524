import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import { FAILPOINTS } from '../../shared/runner/failpoint.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { serverOfFile } from '../support/server-of-file.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { madePostgresPlace } from '../support/store-places.ts';

const DURATION_MS = 2_500;
/** Several services at once on a machine with two cores. */
const PATIENCE_MS = 60_000;
/** How long a runner has work to itself without a sign of life. */
const LEASE_MS = 120_000;

const server = serverOfFile();
const made: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const remove of made) await remove();
});

type Where = 'libSQL' | 'PostgreSQL';

/** A service with its own runner, and a developer who may have a token at once. */
async function scene(where: Where, failpoint?: string): Promise<{ service: ServiceProcess; dev: Member }> {
  const place = where === 'PostgreSQL' ? await madePostgresPlace(server()) : null;
  const service = await ServiceProcess.make({
    organisation: exampleCompany(),
    ...(place && { database: place.where }),
  });
  made.push(async () => {
    await service.remove();
    await place?.remove();
  });
  await service.start(failpoint === undefined ? {} : { LATCHKEY_FAILPOINT: failpoint });
  const owner = await Member.join(service.url, service.ownerInvite);
  const dev = await Member.join(service.url, await owner.invite(DEV));
  await owner.close();
  made.unshift(() => dev.close());
  return { service, dev };
}

/** What is left at the target. */
function tokens(service: ServiceProcess): readonly string[] {
  const folder = join(service.data, 'runner', 'providers', 'example', 'access');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('latchkey_')) : [];
}

type Kind<K extends GrantState['kind']> = Extract<GrantState, { readonly kind: K }>;

async function reached<K extends GrantState['kind']>(
  dev: Member,
  requestId: string,
  kind: K,
  deadlineMs = PATIENCE_MS,
): Promise<Kind<K>> {
  let grant: GrantState | null = null;
  await until(async () => {
    grant = await dev.grant(requestId).catch(() => null);
    return grant?.kind === kind;
  }, deadlineMs);
  return grant as unknown as Kind<K>;
}

/** Its runner ended as in a power cut; the service goes the same way before it is well again. */
async function diedAtFailpoint(service: ServiceProcess): Promise<void> {
  await until(() => service.output.includes('exit status SIGKILL'), PATIENCE_MS);
  await service.kill();
}

describe.concurrent.each<Where>(['libSQL', 'PostgreSQL'])(
  'a service on %s with its own runner, both killed with SIGKILL',
  (where) => {
    // Before the journal nothing is begun: the work is leased again when its lease has ended, after two minutes.
    const begun = FAILPOINTS.filter((name) => name !== 'grant.beforeJournal');

    it.concurrent.each(begun)('at %s, ends what it began after it is back', async (failpoint) => {
      const { service, dev } = await scene(where, failpoint);
      const requestId = await dev.ask('staging/token', { ms: DURATION_MS });
      await diedAtFailpoint(service);

      await service.start();
      const revoked = await reached(dev, requestId, 'revoked');
      expect(tokens(service)).toEqual([]);
      expect(revoked).toMatchObject({ cause: 'expired' });
      expect((revoked.expiresAt ?? 0) - (revoked.startsAt ?? 0)).toBe(DURATION_MS);
      expect(revoked.verifiedAt).toBeGreaterThanOrEqual(revoked.expiresAt ?? 0);
    });

    it.concurrent(
      'before it has written anything down, begins again when the lease has ended',
      async () => {
        const { service, dev } = await scene(where, 'grant.beforeJournal');
        const requestId = await dev.ask('staging/token', { ms: DURATION_MS });
        await diedAtFailpoint(service);
        expect(tokens(service)).toEqual([]);
        await service.start();
        const revoked = await reached(dev, requestId, 'revoked', LEASE_MS + PATIENCE_MS);
        expect((revoked.expiresAt ?? 0) - (revoked.startsAt ?? 0)).toBe(DURATION_MS);
        expect(tokens(service)).toEqual([]);
      },
      LEASE_MS + 2 * PATIENCE_MS,
    );
  },
);

describe('a service', () => {
  it.concurrent('that is left alone revokes at the deadline, and not before', async () => {
    const { service, dev } = await scene('libSQL');
    const requestId = await dev.ask('staging/token', { ms: DURATION_MS });
    const { expiresAt } = await reached(dev, requestId, 'active');
    await until(() => tokens(service).length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    await reached(dev, requestId, 'revoked');
  });
});
