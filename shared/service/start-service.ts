import type { SpokenProtocol } from '../contract/protocol-version.ts';
import { inEnglish } from '../words/words.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Committed } from './commit/group-commit.ts';
import { composeService, type Service } from './compose.ts';
import { createEdge } from './http/create-edge.ts';
import { joinAddresses } from './http/join-addresses.ts';
import { ownAddresses } from './http/own-addresses.ts';
import { createMetrics, type Figures, type Metrics } from './http/create-metrics.ts';
import type { OwnRunnerOptions, ServiceProcessOptions } from './service-options.ts';
import { sayUnservedPools } from './say-unserved-pools.ts';
import { lockFolder } from './store/lock-folder.ts';
import type { FileLock } from '../system/file-lock.ts';
import { makeDataFolder } from './system/data-folder.ts';
import { machineNames } from './system/machine-names.ts';
import { startBuiltInRunner, type BuiltInRunner } from './built-in-runner.ts';

export interface RunningService {
  readonly url: string;
  /** Where other machines can join it, the surest first; null where it is for this machine alone. */
  readonly joinAt: readonly string[] | null;
  /** Where devices may come that joined before it listened on a socket; null where there are none. */
  readonly former: string | null;
  /** Only while nobody has joined. */
  readonly ownerInvite: string | null;
  /** Resolves when the service can go on no longer. */
  readonly failed: Promise<Error>;
  stop(reason: string): Promise<void>;
}

interface Tools {
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests of other versions than today's. */
  readonly protocol?: SpokenProtocol;
}

/** What comes before anything is read. */
export interface StartedFirst {
  readonly lock: FileLock;
  readonly runner: BuiltInRunner;
}

/** Makes this the only service on its data, and starts its runner. Throws when there is another. */
export function startFirst(options: OwnRunnerOptions, tools: Tools): StartedFirst {
  makeDataFolder(options.dataDir);
  const lock = lockFolder(options.dataDir);
  return { lock, runner: startBuiltInRunner(options, tools) };
}

/**
 * The whole service in this process: core, edge and its own runner. Throws when another one uses the same data, and when it
 * cannot start: then its runner goes on with what it has to end, and this process is to end.
 */
export async function startService(
  options: ServiceProcessOptions,
  tools: Tools & { readonly first?: StartedFirst | null },
): Promise<RunningService> {
  const { clock, logger } = tools;
  const { dataDir, database, name, owner, organisation } = options;
  const metrics = createMetrics();
  const { lock, runner } = tools.first ?? startFirst(options, tools);
  const { advertise = [] } = options;
  const at: { urls: readonly string[] } = { urls: [] };
  const isOwn = ownAddresses({ ...options, advertise }, () => at.urls);
  const service = await composeService({
    dataDir,
    lock,
    clock,
    logger,
    name,
    onCommit: ({ entries }) => countCommit(metrics, entries),
    ...(database && { database }),
    ...(owner !== undefined && { owner }),
    ...(organisation && { organisation }),
    addresses: { advertised: [...advertise, ...socketToTell(options)], isOwn },
    acceptClock: options.acceptClock,
    parserEntry: options.parserEntry,
  });
  for (const { told, ...place } of service.proposal?.mistakes ?? [])
    logger.warn({ ...place, problem: inEnglish(told) }, 'a mistake in --org');
  // Whoever is alone here is told where it is by who started it.
  const former = (await service.hasSeveralDevices()) ? (options.former ?? null) : null;
  const edge = createEdge({
    api: service.api,
    identify: service.identify,
    origin: service.origin,
    members: service.members,
    ready: () => service.health().ready,
    isAway: service.isAway,
    metrics,
    figures: async () => figuresOf(await service.metrics()),
    clock,
    log: logger,
    listen: options.listen,
    former,
    exposure: options.exposure,
    publicHosts: options.publicHosts,
    protocol: tools.protocol,
  });
  const running = service.run();
  let listening: string;
  try {
    listening = await edge.listen();
  } catch (error) {
    await service.stop('the edge could not listen');
    throw error;
  }
  at.urls = edge.addresses();
  if (advertise.length > 0 && !advertise.some(isOwn)) logger.warn({ url: listening, advertise }, NOWHERE);
  const joining = joinAddresses({ ...options, advertise, isOwn, listening, machine: machineNames() });
  if (joining.problem !== null) logger.warn({ url: listening }, joining.problem);
  runner.connect(service);
  const own = service.ownRunner();
  if (options.pools.length > 0 && service.ownerInvite === null && !own.isSignedIn)
    logger.warn({ runner: own.device, signingKey: own.signingKey }, UNSIGNED_RUNNER);
  logger.info({ url: listening, dataDir, pools: options.pools }, 'listening');
  const stopping = new AbortController();
  void sayUnservedPools(service, { clock, logger, stopped: stopping.signal });
  return {
    url: listening,
    joinAt: joining.urls,
    former: former && `http://${former.host}:${former.port}`,
    ownerInvite: service.ownerInvite,
    failed: running.then(
      () => new Promise<never>(() => undefined),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    ),
    async stop(reason): Promise<void> {
      stopping.abort(reason);
      // New calls first, then work under way, then the store that both need.
      await edge.stop();
      await runner.stop(reason);
      await service.stop(reason);
    },
  };
}

/** Who joined at the port of before hears where it is to be found now, and goes there. */
const socketToTell = ({ listen, former }: ServiceProcessOptions): readonly string[] =>
  former && 'socket' in listen ? [listen.socket] : [];

const UNSIGNED_RUNNER =
  'Nobody signed in the runner of this service, so what it reports is the word of the service alone. An owner signs it in: latchkey runners, then latchkey runners sign-in NAME.';

const NOWHERE =
  'None of the addresses of --advertise is this service: clients that know another one will not come here. Advertise the address that it listens on or is certified for, or give its name as --public-host.';

function figuresOf(metrics: Awaited<ReturnType<Service['metrics']>>): Figures {
  const { commits, commands, refusals, faults, conflicts, caughtUpEntries, grants, ...gauges } = metrics;
  return { counters: { commits, commands, refusals, faults, conflicts, caughtUpEntries }, gauges, grants };
}

function countCommit(metrics: Metrics, entries: Committed['entries']): void {
  metrics.committed(entries.length);
  for (const { type, text } of entries) {
    if (type !== 'grantRevoked') continue;
    const { entry } = JSON.parse(text) as { entry: { lateMs: number } };
    metrics.revoked(entry.lateMs);
  }
}
