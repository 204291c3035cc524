import { expect, test } from 'vitest';
import { createCredentialDesk } from '../../../main/credentials/credential-desk.ts';
import type { SealedCredential } from '../../../shared/contract/sealed-credential.ts';
import type { Instant } from '../../../shared/lib/time.ts';
import { activated, approved, at, facts, request, review, snapshot } from './request-example.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };

test('a credential is gone at its deadline, also from the disk, while the service cannot be reached', async () => {
  const state = request({}, review('approve'), approved, ...activated());
  const [grantId, grant] = Object.entries(state.phase.kind === 'approved' ? state.phase.grants : {})[0] ?? [];
  if (grantId === undefined || grant?.kind !== 'active') throw new Error('the example is not active');
  const offline = snapshot({
    me: dev,
    mine: [state],
    connection: {
      kind: 'offline',
      since: grant.startsAt,
      message: 'The service cannot be reached.',
      isStranger: false,
    },
  });
  let now: Instant = (grant.expiresAt - 1) as Instant;
  let disk: ReadonlyMap<string, SealedCredential> = new Map([
    [grantId, { credential: { fields: [], command: 'psql' }, instructions: null }],
  ]);
  const desk = createCredentialDesk({
    link: { call: () => Promise.resolve({ kind: 'unreachable' as const }) } as never,
    identity: () => null,
    cache: {
      load: () => Promise.resolve(disk),
      save: (credentials) => Promise.resolve(void (disk = new Map(credentials))),
    },
    logger: silent,
    snapshot: () => offline,
    clock: { now: () => now },
  });
  await desk.load();
  desk.settle(offline);
  expect(await desk.view(grantId)).toMatchObject({ ok: true, value: { command: 'psql' } });

  now = grant.expiresAt;
  expect(await desk.view(grantId)).toMatchObject({ ok: false, error: { code: 'notActive' } });
  desk.settle(offline);
  expect(disk.size).toBe(0);
});

test('while the keys are locked, what is kept stays as long as there is access, and is removed once there is none', () => {
  const setup = { kind: 'locked', mode: 'team', organisation: 'Example' } as const;
  const state = request({}, review('approve'), approved, ...activated());
  const [grant] = Object.values(state.phase.kind === 'approved' ? state.phase.grants : {});
  if (grant?.kind !== 'active') throw new Error('the example is not active');
  const locked = snapshot({ me: dev, mine: [state], setup, connection: { kind: 'none' } });
  let now: Instant = (grant.expiresAt - 1) as Instant;
  const saved: number[] = [];
  const desk = createCredentialDesk({
    link: { call: () => Promise.resolve({ kind: 'unreachable' as const }) } as never,
    identity: () => null,
    cache: {
      load: () => Promise.resolve(new Map()),
      save: ({ size }) => Promise.resolve(void saved.push(size)),
    },
    logger: silent,
    snapshot: () => locked,
    clock: { now: () => now },
  });
  desk.settle(locked);
  expect(saved).toEqual([]);
  now = grant.expiresAt;
  desk.settle(locked);
  desk.settle(locked);
  expect(saved).toEqual([0]);
});

test('a service that says that a thousand grants are active is not asked for a thousand credentials', () => {
  const mine = Array.from({ length: 1_000 }, (_, index) => {
    const grantId = `grant${String(index).padStart(6, '0')}`;
    const entitlements = facts().entitlements.map((each) => ({ ...each, grantId }));
    return request({ entitlements }, review('approve'), approved, ...activated(grantId));
  });
  const online = snapshot({ me: dev, mine });
  let calls = 0;
  const desk = createCredentialDesk({
    link: { call: () => ((calls += 1), new Promise(() => undefined)) } as never,
    identity: () => null,
    cache: { load: () => Promise.resolve(new Map()), save: () => Promise.resolve() },
    logger: silent,
    snapshot: () => online,
    clock: { now: () => at(10) },
  });
  desk.settle(online);
  desk.settle(online);
  expect(calls).toBe(200);
});
