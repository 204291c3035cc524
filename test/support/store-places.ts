import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from '../../build/demo/postgres.ts';
import { openLibsqlStore } from '../../shared/service/database/libsql-store.ts';
import type { DatabaseOptions } from '../../shared/service/store/postgres-connection.ts';
import { openPostgresStore } from '../../shared/service/database/postgres-store.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

/** A database of one kind, empty at first, that is opened as often as a test likes. */
export interface StorePlace {
  /** What a process of its own is told of it: `folder` or `url`. */
  readonly where: string;
  open(): Promise<OpenedStore>;
  remove(): Promise<void>;
}

const silent = () => undefined;
export const quiet = { debug: silent, info: silent, warn: silent, error: silent };

/** Opens what `where` of a place says. */
export const openPlace = (where: string): Promise<OpenedStore> =>
  where.startsWith('postgres')
    ? openPostgresStore({ url: where }, { clock: systemClock, logger: quiet, name: null })
    : openLibsqlStore(where);

export async function libsqlPlace(): Promise<StorePlace> {
  const where = mkdtempSync(join(tmpdir(), 'latchkey-libsql-'));
  return {
    where,
    open: () => openPlace(where),
    remove: async () => rmSync(where, { recursive: true, force: true }),
  };
}

let databases = 0;

/** A database of its own on a server that runs. */
export async function postgresPlace(server: RunningPostgres, template = 'template1'): Promise<StorePlace> {
  const name = `latchkey_${process.pid}_${(databases += 1)}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const where = `${server.adminUrl}/${name}`;
  return {
    where,
    open: () => openPlace(where),
    remove: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

const templates = new WeakMap<RunningPostgres, Promise<string>>();

/** The same with its tables made already: a copy of one that was made once. */
export async function madePostgresPlace(server: RunningPostgres): Promise<StorePlace> {
  const template = templates.get(server) ?? makeTemplate(server);
  templates.set(server, template);
  return postgresPlace(server, await template);
}

async function makeTemplate(server: RunningPostgres): Promise<string> {
  const place = await postgresPlace(server);
  const { store } = await place.open();
  await store.close();
  return new URL(place.where).pathname.slice(1);
}

export async function onServer(server: RunningPostgres, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: `${server.adminUrl}/postgres` });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}

/** @param more `isTimeMovedByHand` where the clock of the test has nothing to do with that of the server */
export const databaseOf = (
  { where }: StorePlace,
  more: Pick<DatabaseOptions, 'isTimeMovedByHand' | 'fitWithinMs'> = {},
): DatabaseOptions => ({ url: where, ...more });
export { startPostgres, type RunningPostgres };
