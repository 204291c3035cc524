import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../build/setup/root.js';
import type { Caller } from '../../shared/api/api.ts';
import type { Work } from '../../shared/contract/api-types.ts';
import type { Decision, RequestState } from '../../shared/domain/request/request.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { composeService, type Service, type ServiceOptions } from '../../shared/service/compose.ts';
import { generateSigningKey, type SigningKey } from '../../shared/system/node-crypto.ts';
import type { SentBody, SignedCall } from '../../shared/contract/statement-schemas.ts';
import type { StatementType } from '../../shared/domain/statements/statement.ts';
import { joinByCode } from '../support/join-by-code.ts';
import { sayingApi, signAs, type SayingApi } from '../support/saying-api.ts';
import { UNLIMITED_ASKS } from '../support/unlimited-asks.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { said } from '../fakes/said.ts';
import { databaseOf, openPlace, type StorePlace } from '../support/store-places.ts';

export const FILES = {
  people: `
version: 1
owners: [owner@example.com]
people:
  - { id: owner@example.com, name: Owner Example }
  - { id: dev@example.com, name: Dev Example, groups: [developers] }
  - { id: other@example.com, name: Other Example, groups: [developers] }
  - { id: lead@example.com, name: Lead Example, groups: [leads] }
  - { id: lead2@example.com, name: Second Lead, groups: [leads] }
services:
  - { id: "service:runner", name: Runner, groups: [], pools: [default] }
`,
  catalog: `
version: 1
providers:
  scratch:
    use: example
    pool: default
    config: {}
entitlements:
  - { id: prod/db:write, title: Write to the database, description: Everything, provider: scratch, input: {}, tags: {} }
  - { id: dev/db:write, title: Write to the test database, description: Everything, provider: scratch, input: {}, tags: {} }
`,
  policy: `
version: 1
rules:
  - name: production
    match: { entitlement: "prod/*", requester: [group:developers] }
    require: { reason: 5 }
    approve: [{ step: lead, reviewers: [group:leads], need: 1 }]
    maxDuration: 2h
  - name: development
    match: { entitlement: "dev/*", requester: [group:developers, group:leads] }
    approve: auto
    maxDuration: 4h
`,
} as const;

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const DEV = 'dev@example.com';
export const OTHER = 'other@example.com';
export const LEAD = 'lead@example.com';
export const LEAD2 = 'lead2@example.com';
export const OWNER = 'owner@example.com';
export const RUNNER = 'service:runner';

export interface Device {
  readonly caller: Caller;
  readonly key: SigningKey;
}

let counter = 0;
/** An id or idempotency key that no other in this process is. */
export const unique = (): string =>
  `t${process.pid}x${Date.now().toString(36)}x${(counter += 1)}`.slice(0, 40);

/** Where the services of this test file keep what they keep; null: each in a file of its own. */
let makePlace: (() => Promise<StorePlace>) | null = null;

/** Makes the fixtures of this test file from now on use databases of their own on a server, one for each. */
export function keepFixturesIn(places: () => Promise<StorePlace>): void {
  makePlace = places;
}

/** For what only a file of its own has, or takes minutes and has nothing to do with the store. */
export const isOnServer = (): boolean => makePlace !== null;

/**
 * Lets a service go on with what is due. One that waited for its server while the clock was moved sleeps for a moment of the
 * same clock before it looks again.
 */
async function letGoOn({ clock }: ServiceFixture): Promise<void> {
  if (isOnServer()) await clock.advance(20);
  else await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until the service has done what is due. A busy machine may take long: it is waited for a minute. */
export async function goOnUntil(fixture: ServiceFixture, is: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 60_000;
  while (!(await is())) {
    if (performance.now() > endsAt) throw new Error(`waited for a minute in vain: ${is.toString()}`);
    await letGoOn(fixture);
  }
}

/** A real service on a real database, with people who joined. Call `close` at the end. */
export class ServiceFixture {
  readonly dataDir: string;
  readonly clock: ManualClock;
  readonly options: ServiceOptions;
  service!: Service;
  readonly devices = new Map<string, Device>();
  readonly #keys = new Map<string, SigningKey>();
  #place: StorePlace | null = null;

  constructor(options: Partial<ServiceOptions> & { clock?: ManualClock } = {}) {
    this.dataDir = mkdtempSync(join(tmpdir(), 'latchkey-service-'));
    this.clock = options.clock ?? new ManualClock();
    this.options = {
      dataDir: this.dataDir,
      logger: silentLogger,
      name: 'Example',
      askLimits: UNLIMITED_ASKS,
      organisation: { files: FILES, providerDigests: {} },
      parserEntry: join(root, 'out/service/parse-worker.js'),
      ...options,
      clock: this.clock as Clock,
    };
  }

  /** What its people do is signed for them. */
  get api(): SayingApi {
    return this.saying(this.service);
  }

  /** The same with another service on the same database. */
  saying({ api }: Pick<Service, 'api'>): SayingApi {
    return sayingApi(api, { keyOf: this.#keyOf, clock: this.options.clock });
  }

  /** A statement of this device. */
  signed<T extends StatementType>(caller: Caller, type: T, body: SentBody<T>): Promise<SignedCall<T>> {
    return signAs(this.service.api, caller, { type, body, keyOf: this.#keyOf, clock: this.options.clock });
  }

  readonly #keyOf = ({ deviceId }: Caller): SigningKey => {
    const key = this.#keys.get(deviceId);
    if (!key) throw new Error(`the device ${deviceId} did not join here`);
    return key;
  };

  async start(): Promise<this> {
    if (makePlace && !this.options.database) {
      this.#place = await makePlace();
      Object.assign(this.options, { database: databaseOf(this.#place, { isTimeMovedByHand: true }) });
    }
    this.service = await composeService(this.options);
    return this;
  }

  /** What a service that is stopped has kept. */
  openStore(): Promise<OpenedStore> {
    return openPlace(this.options.database?.url ?? this.dataDir);
  }

  async restart(): Promise<void> {
    await this.service.stop('restart');
    await this.start();
  }

  async close(): Promise<void> {
    await this.service.stop('the test is over');
    await this.#place?.remove();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A device of this person, joined once. */
  async device(person: string): Promise<Device> {
    const known = this.devices.get(person);
    if (known) return known;
    const joined = await this.join(await this.inviteCode(person));
    this.devices.set(person, joined);
    return joined;
  }

  async caller(person: string): Promise<Caller> {
    return (await this.device(person)).caller;
  }

  /** One of the runners of the account, each of which is a device of its own. */
  async runner(name = 'runner-1'): Promise<Caller> {
    if (name === 'runner-1') return this.caller(RUNNER);
    const known = this.devices.get(name) ?? (await this.join(await this.inviteCode(RUNNER)));
    this.devices.set(name, known);
    return known.caller;
  }

  async inviteCode(person: string): Promise<string> {
    if (person === OWNER && this.service.ownerInvite !== null) return this.service.ownerInvite;
    return this.inviteBy(OWNER, person);
  }

  async inviteBy(inviter: string, person: string): Promise<string> {
    const { code } = await this.api.org.invite(await this.caller(inviter), { person });
    return code;
  }

  async join(code: string): Promise<Device> {
    const key = generateSigningKey();
    const { deviceId } = await joinByCode(this.service.api, code, { key });
    const known = await this.service.identify(deviceId);
    if (!known) throw new Error('the device is nobody’s');
    this.#keys.set(known.caller.deviceId, key);
    return { caller: known.caller, key };
  }

  /** A device that joined in another way: what it does is signed for it, too. */
  adopt({ caller, key }: Device): void {
    this.#keys.set(caller.deviceId, key);
  }

  async submit(
    person: string,
    what: { entitlement?: string; minutes?: number; requestId?: string; ticket?: string } = {},
  ): Promise<RequestState> {
    return this.api.requests.submit(await this.caller(person), {
      requestId: what.requestId ?? unique(),
      entitlementIds: [what.entitlement ?? 'prod/db:write'],
      durationMs: durationMs((what.minutes ?? 30) * 60_000),
      reason: said('because of the test'),
      ticket: what.ticket ?? null,
    });
  }

  async review(person: string, state: RequestState, decision: Decision = 'approve'): Promise<RequestState> {
    const device = await this.device(person);
    return this.api.reviews.give(device.caller, await this.reviewInput(person, state, decision));
  }

  async reviewInput(person: string, state: RequestState, decision: Decision = 'approve') {
    const { requestId, requestHash } = state.facts;
    const step = state.phase.kind === 'submitted' ? state.phase.step : 0;
    const body = { requestId, requestHash, decision, comment: said('fine'), step };
    return this.signed(await this.caller(person), 'reviewRequest', body);
  }

  async lease(runner = 'runner-1', max = 10): Promise<Work[]> {
    return this.api.runner.lease(await this.runner(runner), {
      pool: 'default',
      max,
      revokeOnly: false,
    }) as Promise<Work[]>;
  }

  async reportActivated(
    work: Work,
    what: { runner?: string; key?: string; boxes?: { deviceId: string; box: string }[] } = {},
  ) {
    const now = this.clock.now();
    await this.api.runner.report(await this.runner(what.runner), {
      kind: 'activated',
      requestId: work.requestId,
      grantId: work.grantId,
      fence: work.fence,
      idempotencyKey: what.key ?? unique(),
      startsAt: now,
      expiresAt: instant(now + work.durationMs),
      state: { made: 'a role' },
      evidence: null,
      sealed: what.boxes ?? [],
    });
  }

  async reportRevoked(
    work: Pick<Work, 'requestId' | 'grantId' | 'fence'>,
    runner = 'runner-1',
    wasThere = false,
  ) {
    await this.api.runner.report(await this.runner(runner), {
      kind: 'revoked',
      requestId: work.requestId,
      grantId: work.grantId,
      fence: work.fence,
      idempotencyKey: unique(),
      wasThere,
      verifiedAt: this.clock.now(),
      evidence: null,
    });
  }

  /** A request that is active, with the work that it was. */
  async activate(person = DEV, minutes = 30): Promise<{ state: RequestState; work: Work }> {
    const { facts } = await this.submit(person, { entitlement: 'dev/db:write', minutes });
    const work = (await this.lease()).find(({ requestId }) => requestId === facts.requestId);
    if (!work) throw new Error('there was no work');
    await this.reportActivated(work);
    return { state: await this.get(person, facts.requestId), work };
  }

  async get(person: string, requestId: string): Promise<RequestState> {
    return this.api.requests.get(await this.caller(person), { requestId });
  }
}

/** The one grant of a request. */
export function grantOf(state: RequestState) {
  const grants = state.phase.kind === 'approved' ? Object.values(state.phase.grants) : [];
  const [grant] = grants;
  if (!grant) throw new Error(`no grant: the request is ${state.phase.kind}`);
  return grant;
}

/** The code that a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { refusal } = error as { refusal?: { code: string } };
    if (refusal) return refusal.code;
    throw error;
  }
  throw new Error('the call was not refused');
}
