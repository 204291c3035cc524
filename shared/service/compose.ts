import type { Api, Caller } from '../api/api.ts';
import type { CheckReport, Report } from '../contract/api-types.ts';
import type { SignedCall } from '../contract/statement-schemas.ts';
import { parseOrganisation } from '../organisation-files/parse-organisation.ts';
import type { Member } from '../domain/organisation/organisation.ts';
import { newInvite } from '../system/invite-code.ts';
import { signatureFitsInThread } from '../system/signature-fits.ts';
import type { OwnRunner } from '../domain/organisation/organisation-entry.ts';
import { SERVICE } from '../domain/statements/statement.ts';
import { SteadyTime } from '../lib/steady-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { FileLock } from '../system/file-lock.ts';
import { sha256, verifier } from '../system/node-crypto.ts';
import { readProviderSchemas } from '../system/provider-schemas.ts';
import { CatchUps } from './changes/catch-ups.ts';
import { Broker } from './changes/broker.ts';
import { announceWork } from './changes/announce-work.ts';
import { WorkSignals } from './changes/work-signals.ts';
import { CheckBoard } from './checks/check-board.ts';
import { GroupCommit, type Committed } from './commit/group-commit.ts';
import { createApi } from './create-api.ts';
import { Effects } from './effects/effects.ts';
import { Sleeper } from './expiry/sleeper.ts';
import { ChangeFeed, type Change } from './feed/change-feed.ts';
import { Devices } from './identity/devices.ts';
import { RemovedDevices } from './identity/removed-devices.ts';
import { openLogKeys } from './log/log-keys.ts';
import { loadLog } from './log/load-log.ts';
import { SignedLog } from './log/signed-log.ts';
import { openOrganisation, type CurrentOrganisation } from './organisation/current-organisation.ts';
import type { OrganisationFiles } from './organisation/organisation-files.ts';
import { FoundingDesk } from './organisation/founding-desk.ts';
import { OrganisationParser } from './organisation/organisation-parser.ts';
import { openIdentity } from './organisation/open-identity.ts';
import type { ParseOrganisation } from './organisation/parse-to-publish.ts';
import { mustBeRight, proposeAtStart, type Proposal } from './organisation/propose-at-start.ts';
import { noteFounding } from './organisation/read-founding.ts';
import { prepareOrganisation } from './organisation/prepare-organisation.ts';
import { PublishedVersions } from './organisation/published-versions.ts';
import { noteBonds, readBonds } from './organisation/read-bonds.ts';
import { requestStreams } from './streams/request-streams.ts';
import { openStore } from './database/open-store.ts';
import type { DatabaseOptions } from './store/postgres-connection.ts';
import type { EntryRow } from './store/rows.ts';
import { hashHex } from './system/hash-hex.ts';
import { startParserThread } from './organisation/parser-thread.ts';
import { ownRunner } from './own-runner.ts';
import { makeDataFolder } from './system/data-folder.ts';
import { randomId } from './system/random-ids.ts';
import { acceptStatement } from './usecases/accept-statement.ts';
import { eraseTexts } from './usecases/erase-texts.ts';
import { AskLimits, type AskLimit } from './usecases/ask-limits.ts';
import { readOpen } from './usecases/read-open.ts';
import { acceptClock } from './usecases/accept-clock.ts';
import { inviteFirstOwner } from './usecases/invite-first-owner.ts';
import { problemOfClockOr } from './usecases/clock-went-back.ts';
import { askToJudge, judgeWaiting } from './usecases/judge-waiting.ts';
import { reportCheck } from './usecases/check-ends.ts';
import { offerOwnRunner } from './usecases/sign-in-runner.ts';
import { signOwnReport, type OwnSigner } from './usecases/sign-own-report.ts';
import { reportWork } from './usecases/report-work.ts';
import type { Parts } from './usecases/parts.ts';
import type { OpenedStore } from './database/opened-store.ts';

export interface ServiceOptions {
  /** Made when missing, mode 0700. Holds the log's key and, without `database`, the database. One service at a time. */
  readonly dataDir: string;
  /** The lock of `dataDir`, when it was taken before. Given up with the store. */
  readonly lock?: FileLock;
  /** A PostgreSQL that other services may use as well. Without it the database is a file in `dataDir`. */
  readonly database?: DatabaseOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name of the organisation: that of the last start before it was founded, kept from then on. */
  readonly name: string | null;
  /** Who the first invite is for while nothing is published. Default `owner@localhost`. */
  readonly owner?: string;
  /** Told of each commit of this service once it is durable: for counting. Must not throw. */
  readonly onCommit?: (committed: Committed) => void;
  /** Proposed (`--org DIR`: the caller reads the folder): the first owner founds the organisation with it, later ones publish it. */
  readonly organisation?: OrganisationFiles;
  /** Where the services of this organisation are to be found, and which of these this one is. */
  readonly addresses?: Parts['addresses'];
  /** How much one member may ask for. */
  readonly askLimits?: Readonly<Record<Member['kind'], AskLimit>>;
  /** A person says that the clock is right now, although the service has seen a later time. */
  readonly acceptClock?: boolean;
  /** The built parse-worker.js. */
  readonly parserEntry: string;
  /** What reads `organisation`, and what an earlier Latchkey published. */
  readonly parse?: ParseOrganisation;
}

export interface ServiceMetrics {
  readonly logSize: number;
  readonly commits: number;
  readonly commands: number;
  readonly refusals: number;
  readonly faults: number;
  /** How often other services wrote first. */
  readonly conflicts: number;
  readonly queued: number;
  readonly subscribers: number;
  /** Who reads what they missed, and how many entries were read for that since the start. */
  readonly catchingUp: number;
  readonly caughtUpEntries: number;
  readonly slowSubscribers: number;
  readonly grants: Readonly<Record<'waiting' | 'active' | 'revoking' | 'overdue', number>>;
}

export interface ServiceHealth {
  /** False when the service cannot do its work: `problem` says why in a sentence. */
  readonly ready: boolean;
  readonly problem: string | null;
}

export interface Service {
  readonly api: Api;
  /** The device of this id, to tell its signatures; null when it is not registered, or of nobody any more. Cached. */
  readonly identify: Devices['identify'];
  /** Of its log. */
  readonly origin: string;
  /** Who is in the organisation now, who leaves it, and whose devices are removed. */
  readonly members: Pick<CurrentOrganisation, 'has' | 'member' | 'onLeave'> & {
    isRemoved(deviceId: string): boolean;
    onRemove(listener: (deviceIds: ReadonlySet<string>) => void): void;
  };
  /** The code with which the first owner founds the organisation. Null when this service found it founded, or an owner with a device. */
  readonly ownerInvite: string | null;
  /** How `options.organisation` was taken; null when it was not given. It is in force once an owner has signed it. */
  readonly proposal: Proposal | null;
  /** Whether more than one device is signed in. */
  hasSeveralDevices(): Promise<boolean>;
  /** Pools of the catalog of which no runner gave a sign of life lately. */
  unservedPools(): readonly string[];
  /** Calls `runner.*` of `api` for every pool: hand it to the service's own runner, in the same process only. */
  readonly builtInRunner: Caller;
  /** Its name and key, and whether an owner signed it in. */
  ownRunner(): OwnRunner & { readonly isSignedIn: boolean };
  /** What that runner reports, signed by its key. */
  reportOwn(report: Report | CheckReport): Promise<void>;
  /** See usecases/erase-texts.ts. */
  eraseTexts(by: Caller, what: SignedCall<'eraseTexts'>): Promise<{ erased: number }>;
  /** Watches deadlines until `stop`. */
  run(): Promise<void>;
  /** Finishes what was taken on, ends subscriptions, closes the store. */
  stop(reason: string): Promise<void>;
  metrics(): Promise<ServiceMetrics>;
  health(): ServiceHealth;
  /** Whether it cannot reach its database, or may not write there, which another service may be able to. */
  isAway(): boolean;
}

/** Opens the store, or makes one, and puts the service together. Throws when another service uses the same data. */
export async function composeService(options: ServiceOptions): Promise<Service> {
  makeDataFolder(options.dataDir);
  const opened = await openStore(options);
  try {
    return await composeOn(opened, options);
  } catch (fault) {
    await opened.store.close();
    throw fault;
  }
}

async function composeOn({ store, writer }: OpenedStore, options: ServiceOptions): Promise<Service> {
  const { clock, logger } = options;
  const work = new WorkSignals();
  const feed = new ChangeFeed({ store, clock, logger }, await loadLog(store, sha256));
  // After the log: what a person said of the clock since then is told.
  // Where services share a server, its time is that of all of them.
  const wall = store.server ?? clock;
  const clocks = { now: () => wall.now(), monotonicMs: () => clock.monotonicMs() };
  const time = new SteadyTime(clocks, (await store.head()).markAt);
  const announce: ((committed: Committed) => void)[] = [];
  const onCommit = (committed: Committed): void => announce.forEach((each) => each(committed));
  const removed = new RemovedDevices();
  const isRemoved = (deviceId: string): boolean => removed.has(deviceId);
  const commits = new GroupCommit({ store, writer, feed, time, logger, onCommit, isRemoved });
  const identity = await openIdentity({ store, commits }, options);
  const { parse = parseOrganisation } = options;
  const versions = new PublishedVersions({ store, logger, parse });
  const organisation = await openOrganisation(identity, store, versions);
  noteFounding(organisation, await store.stream('organisation'));
  const broker = new Broker(() => organisation.current.owners, feed.size - 1);
  const bonds = await readBonds(store, feed.size);
  const effects = new Effects({ store, commits, time, logger, random: Math.random }, [
    judgeWaiting({ store, organisation, bonds }),
  ]);
  const sleeper = new Sleeper({
    ...{ clock, time, store, commits, effects, work, logger },
    kinds: [requestStreams],
  });
  const asks = new AskLimits(options.askLimits);
  const open = await readOpen(store);
  asks.note(open);
  // What waits under texts alone is parsed and kept now: a later Latchkey may not accept them.
  for (const version of new Set(open.map(({ facts }) => facts.organisationVersion)))
    await organisation.at(version);
  feed.prepareWith((entries) => prepareOrganisation(organisation, entries));
  const listeners: ((change: Change) => void)[] = [
    ({ entries }) => noteFounding(organisation, entries),
    ({ entries }) => noticeClock(time, entries),
    ({ states }) => asks.note(states.values()),
    ({ entries }) => noteBonds(bonds, entries),
    ({ entries, states }) => broker.publish(entries, states),
    ({ grants }) => announceWork(work, time, grants),
    // After they were told that they were removed: it is the last that they hear.
    ({ entries }) => removed.note(entries),
    (change) => sleeper.noticeChange(change),
    () => organisation.adopt(),
  ];
  for (const listener of listeners) feed.listen(listener);
  announce.push(
    (committed) => sleeper.noticeCommit(committed),
    // Leases are no entries: the feed says nothing of them.
    ({ entries, grants }) => entries.length === 0 && announceWork(work, time, grants),
    ...(options.onCommit ? [options.onCommit] : []),
  );
  const keys = openLogKeys({ dataDir: options.dataDir, origin: identity.origin }, () => organisation.logKeys);
  const devices = new Devices({ store, verifier, isMember: (id) => organisation.has(id) });
  const providerSchemas = await readProviderSchemas();
  const own = ownRunner(options, organisation.runners);
  const given = options.organisation ?? null;
  const proposal = await proposeAtStart({ store, organisation, providerSchemas, logger, parse }, given);
  if (feed.size === 0 && proposal) mustBeRight(proposal);
  const desk =
    feed.size > 0 ? null : new FoundingDesk({ owner: identity.firstOwner, proposal, runner: own.runner });
  const parts: Parts = {
    ...{ store, commits, organisation, time, broker, work, asks, bonds, removed, effects, devices },
    catchUps: new CatchUps(),
    // Where nobody else writes, the feed was told of each commit before that was answered.
    catchUp: options.database ? feed.follow : () => Promise.resolve(),
    addresses: options.addresses ?? { advertised: [], isOwn: () => false },
    parser: new OrganisationParser((input) => startParserThread(input, options.parserEntry), clock),
    checks: new CheckBoard(() => organisation.current, hashHex),
    keys,
    log: new SignedLog({ store, sha256, origin: identity.origin, keys, tip: () => feed.tip }),
    desk,
    builtInRunner: Object.freeze({ memberId: SERVICE, deviceId: own.runner.device }),
    providerSchemas,
    crypto: { sha256, hashHex, randomId, fits: signatureFitsInThread },
  };
  if (options.acceptClock && time.isBehind()) await acceptClock(parts);
  organisation.noteFolder(proposal?.mistakes ?? [], desk ? null : (proposal?.differs ?? null));
  // Once with this Latchkey, which may read earlier versions otherwise than the last; and what an earlier life of the service
  // committed and did not come to the end of.
  if (open.some(({ phase }) => phase.kind === 'submitted')) await askToJudge(parts);
  await effects.settle();
  await offerOwnRunner(parts, own.runner, { feed, logger });
  const ownerInvite = desk ? desk.code : await inviteFirstOwner(parts, newInvite);
  return serviceOf(parts, { sleeper, feed, removed, devices, proposal, ownerInvite, own });
}

/** What a person said to one service of the clock holds for all of them. */
function noticeClock(time: SteadyTime, entries: readonly EntryRow[]): void {
  if (entries.some(({ type }) => type === 'clockAccepted')) time.acceptWall();
}

function serviceOf(
  parts: Parts,
  {
    sleeper,
    feed,
    removed,
    proposal,
    devices,
    ownerInvite,
    own,
  }: {
    sleeper: Sleeper;
    feed: ChangeFeed;
    removed: RemovedDevices;
    devices: Devices;
    own: OwnSigner;
  } & Pick<Service, 'proposal' | 'ownerInvite'>,
): Service {
  const { store, commits, broker, work, organisation, time, keys } = parts;
  organisation.onLeave((memberIds) => {
    devices.forgetAll();
    broker.endOf(memberIds);
  });
  // Also of who left and is there again before this service looked: what they had is signed out for ever.
  removed.onRemove((deviceIds) => {
    devices.forgetAll();
    broker.endOfDevices(deviceIds);
  });
  const storeProblem = (): string | null => feed.problem ?? store.server?.problem() ?? null;
  return {
    api: createApi(parts),
    identify: (deviceId) => devices.identify(deviceId),
    origin: organisation.identity.origin,
    members: {
      has: (id) => organisation.has(id),
      member: (id) => organisation.member(id),
      onLeave: (listener) => organisation.onLeave(listener),
      isRemoved: (deviceId) => removed.has(deviceId),
      onRemove: (listener) => removed.onRemove(listener),
    },
    ownerInvite,
    proposal,
    hasSeveralDevices: async () =>
      (await store.devicesOf(Object.keys(organisation.current.members))).length > 1,
    unservedPools: () =>
      parts.checks.pools().filter((pool) => parts.checks.alive(pool, time.now()).length === 0),
    builtInRunner: parts.builtInRunner,
    ownRunner() {
      const isSignedIn = organisation.runners[own.runner.device] === own.runner.signingKey;
      return { ...own.runner, isSignedIn };
    },
    reportOwn: async (report) =>
      report.kind === 'checked'
        ? reportCheck(parts, parts.builtInRunner, report)
        : reportWork(parts, parts.builtInRunner, { report, signed: () => signOwnReport(parts, own, report) }),
    eraseTexts: async (by, what) => eraseTexts(parts, await acceptStatement(parts, by, 'eraseTexts', what)),
    run: async () => void (await Promise.all([sleeper.run(), feed.run()])),
    async stop() {
      feed.stop();
      await sleeper.stop();
      await parts.effects.stop();
      parts.catchUps.stop();
      parts.parser.stop();
      broker.endAll();
      work.endAll();
      await commits.stop();
      await store.close();
    },
    async metrics() {
      return {
        logSize: feed.size,
        ...commits.counts,
        queued: commits.waiting,
        subscribers: broker.size,
        catchingUp: parts.catchUps.size,
        caughtUpEntries: parts.catchUps.entries,
        slowSubscribers: broker.slow,
        grants: await store.grantCounts(),
      };
    },
    isAway: () => storeProblem() !== null,
    health() {
      const problem = storeProblem() ?? keys.problem ?? commits.problem;
      return { ready: problem === null, problem: problem ?? problemOfClockOr(time, organisation.problem) };
    },
  };
}
