import { told, type Told } from '../words/told.ts';
import { ToldError, toldOfFault } from '../words/told-error.ts';
import { predicateOf } from '../contract/schema-words.ts';
import type { z } from 'zod';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { personId } from '../organisation-files/file-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import { poolSchema } from '../contract/scalars.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { readRegularFile } from '../system/read-regular-file.ts';
import { readOrganisationFolder, type OrganisationFolder } from '../system/organisation-folder.ts';
import { readDatabaseOptions } from './database-options.ts';
import { chooseExposure, type Exposure } from './http/exposure.ts';
import type { ListenAddress, ListenPlace } from './http/listen-address.ts';
import { parseFormerAddress, parseListenPlace } from './listen-options.ts';
import type { DatabaseOptions } from './store/postgres-connection.ts';

/** The options of `latchkey service` as they are written. */
export interface WrittenServiceOptions {
  readonly data?: string | undefined;
  readonly database?: string | undefined;
  readonly databasePasswordFile?: string | undefined;
  readonly listen?: string | undefined;
  readonly formerListen?: string | undefined;
  readonly org?: string | undefined;
  readonly name?: string | undefined;
  readonly owner?: string | undefined;
  readonly pools?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly behindProxy?: boolean | undefined;
  readonly publicHost?: string | undefined;
  readonly advertise?: readonly string[] | undefined;
  readonly acceptClock?: boolean | undefined;
}

/** What the service's own runner needs. */
export interface OwnRunnerOptions {
  readonly dataDir: string;
  /** Where the organisation is read, and where the providers are that it names by a path. */
  readonly organisationDir: string | null;
  /** Pools that the service's own runner serves. */
  readonly pools: readonly string[];
  readonly acceptClock: boolean;
  /** The built runner-worker.js, which runs those pools in a process of its own. */
  readonly runnerEntry: string;
}

export interface ServiceProcessOptions extends OwnRunnerOptions {
  /** One that other services may use as well. Undefined: a file in `dataDir`. */
  readonly database?: DatabaseOptions | undefined;
  readonly listen: ListenPlace;
  /** Where it listened before it did on a socket, if devices joined it there. */
  readonly former?: ListenAddress | undefined;
  readonly exposure: Exposure;
  /** Names by which clients ask for it, besides the address it listens on and what its certificate is for. */
  readonly publicHosts: readonly string[];
  /** Addresses at which clients find the services of this organisation, this one among them. */
  readonly advertise?: readonly string[];
  /** Of the organisation, which its first start wants to know; null: not said. */
  readonly name: string | null;
  readonly owner: string | undefined;
  readonly organisation: OrganisationFolder | undefined;
  /** The built parse-worker.js, which checks what is published in a thread of its own. */
  readonly parserEntry: string;
}

/** They lie in out/service, seen from each bundle in out/. */
const RUNNER_ENTRY = fileURLToPath(new URL('../service/runner-worker.js', import.meta.url));
const PARSER_ENTRY = fileURLToPath(new URL('../service/parse-worker.js', import.meta.url));

/** With its whole chain. */
const LARGEST_CERTIFICATE = 1_000_000;

export const DEFAULT_LISTEN = '127.0.0.1:4460';

/** What they mean for the service's own runner. No file is read, so that none that cannot be read keeps access alive. */
export function readOwnRunnerOptions(
  written: WrittenServiceOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Result<OwnRunnerOptions, Told> {
  const pools = parsePools(written.pools ?? 'default');
  if (!pools.ok) return pools;
  return ok({
    dataDir: resolve(written.data ?? join(latchkeyHome(environment), 'service')),
    organisationDir: written.org === undefined ? null : resolve(written.org),
    pools: pools.value,
    acceptClock: written.acceptClock ?? false,
    runnerEntry: RUNNER_ENTRY,
  });
}

/** What the options mean, files read; or the first mistake, as a sentence. */
export async function readServiceOptions(
  written: WrittenServiceOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<ServiceProcessOptions, Told>> {
  const listen = parseListenPlace(written.listen ?? DEFAULT_LISTEN);
  if (!listen.ok) return listen;
  const former = parseFormerAddress(written.formerListen, listen.value);
  if (!former.ok) return former;
  const tls = await readTls(written.tlsCert, written.tlsKey);
  if (!tls.ok) return tls;
  const exposure = chooseExposure(listen.value, {
    tls: tls.value,
    behindProxy: written.behindProxy ?? false,
  });
  if (!exposure.ok) return exposure;
  const publicHosts = parseHosts(written.publicHost ?? '');
  if (!publicHosts.ok) return publicHosts;
  const advertise = parseAdvertised(written.advertise ?? []);
  if (!advertise.ok) return advertise;
  const owner = personId.optional().safeParse(written.owner);
  if (!owner.success) return err(told('ownerIs', { is: isNobody(owner.error) }));
  const own = readOwnRunnerOptions(written, environment);
  if (!own.ok) return own;
  const database = await readDatabaseOptions(written.database, written.databasePasswordFile);
  if (!database.ok) return database;
  const organisation = written.org === undefined ? undefined : await readOrganisationFolder(written.org);
  if (organisation && !organisation.ok) return err(organisation.error);
  const name = written.name?.trim() ?? null;
  if (name !== null && (name === '' || name.length > 100)) return err(told('organisationNameLength'));
  return ok({
    ...own.value,
    database: database.value,
    listen: listen.value,
    former: former.value,
    exposure: exposure.value,
    publicHosts: publicHosts.value,
    advertise: advertise.value,
    name,
    owner: written.owner,
    organisation: organisation?.value,
    parserEntry: PARSER_ENTRY,
  });
}

async function readTls(
  certPath: string | undefined,
  keyPath: string | undefined,
): Promise<Result<{ cert: string; key: string } | null, Told>> {
  if (certPath === undefined && keyPath === undefined) return ok(null);
  if (certPath === undefined || keyPath === undefined) return err(told('tlsNeedsBoth'));
  try {
    const [cert, key] = await Promise.all([certPath, keyPath].map(readTlsFile));
    return ok({ cert: String(cert), key: String(key) });
  } catch (error) {
    return err(told('tlsUnreadable', { why: toldOfFault(error) }));
  }
}

async function readTlsFile(path: string): Promise<Buffer> {
  try {
    return await readRegularFile(path, { mostBytes: LARGEST_CERTIFICATE });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ToldError(
      code === 'ENOENT' ? told('fileMissing', { path }) : told('fileNotOpened', { path, code }),
    );
  }
}

function parsePools(text: string): Result<readonly string[], Told> {
  if (text === 'none') return ok([]);
  const pools = [...new Set(text.split(',').map((pool) => pool.trim()))];
  const wrong = pools.find((pool) => !poolSchema.safeParse(pool).success);
  if (wrong === undefined) return ok(pools);
  return err(told('poolForm', { pool: wrong }));
}

function parseAdvertised(texts: readonly string[]): Result<readonly string[], Told> {
  const addresses = new Set<string>();
  for (const text of texts) {
    const address = parseServiceUrl(text);
    if (!address.ok) return err(told('advertiseForm', { text, why: address.error }));
    addresses.add(address.value);
  }
  if (addresses.size > LIMITS.addresses)
    return err(told('tooManyAdvertised', { most: LIMITS.addresses, count: addresses.size }));
  return ok([...addresses]);
}

function parseHosts(text: string): Result<readonly string[], Told> {
  const hosts = text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => host.length > 253 || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(host));
  if (wrong === undefined) return ok(hosts);
  return err(told('hostForm', { host: wrong }));
}

function isNobody({ issues: [issue] }: z.ZodError): Told {
  return issue ? predicateOf(issue) : told('isEmpty');
}
