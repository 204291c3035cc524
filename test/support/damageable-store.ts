import { saidInEnglish } from './in-words.ts';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { expect } from 'vitest';
import type { Checked } from '../../shared/service/fsck/check-database.ts';
import { fsckFolder, fsckPostgres } from '../../shared/service/fsck/fsck.ts';
import type { DatabaseOptions } from '../../shared/service/store/postgres-connection.ts';
import { until } from '../fakes/until.ts';
import type { ServiceFixture } from '../integration/service-fixture.ts';

/** A copy of the database of a service that is stopped, to be damaged and looked at. */
export interface Damageable {
  /** Copies it anew, and changes rows in it with one statement after the other. */
  damage(statements: string | readonly string[]): Promise<void>;
  /** Of the copy; of the service's own where there is none yet. */
  check(rebuild?: boolean): Promise<Checked>;
  /** Why it cannot be checked, once that is what `isSaid` says. */
  refusal(isSaid?: (sentence: string | null) => boolean): Promise<string>;
  rows(select: string): Promise<readonly unknown[]>;
  /** What `latchkey fsck` is told of it. */
  words(passwordFile: string): readonly string[];
  remove(): Promise<void>;
}

type Fsck = (rebuild: boolean) => ReturnType<typeof fsckFolder>;

const checks = (fsck: Fsck): Pick<Damageable, 'check' | 'refusal'> => ({
  async check(rebuild = false) {
    const checked = await fsck(rebuild);
    if (!checked.ok) throw new Error(saidInEnglish(checked.error));
    return checked.value;
  },
  async refusal(isSaid = (sentence) => sentence !== null) {
    let said: string | null = null;
    await until(async () => {
      const checked = await fsck(false);
      said = checked.ok ? null : saidInEnglish(checked.error);
      return isSaid(said);
    });
    return said ?? '';
  },
});

/** So that most of them wait in the table. */
const FEW = 2;

const listOf = (statements: string | readonly string[]): readonly string[] =>
  typeof statements === 'string' ? [statements] : statements;

export const damageable = ({ dataDir, options }: ServiceFixture): Damageable =>
  options.database ? inPostgres(options.database) : inFolder(dataDir);

function inFolder(dataDir: string): Damageable {
  const copy = mkdtempSync(join(tmpdir(), 'latchkey-damaged-'));
  let folder = dataDir;
  const inDatabase = <T>(work: (db: Database.Database) => T): T => {
    const db = new Database(join(folder, 'service.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  return {
    ...checks((rebuild) => fsckFolder(folder, { rebuild, requestsInMemory: FEW })),
    damage: async (statements) => {
      copyFileSync(join(dataDir, 'service.db'), join(copy, 'service.db'));
      folder = copy;
      inDatabase((db) => {
        for (const each of listOf(statements))
          expect(db.prepare(each).run().changes, each).toBeGreaterThan(0);
      });
    },
    rows: (select) => Promise.resolve(inDatabase((db) => db.prepare(select).all())),
    words: () => ['--data', folder],
    remove: async () => rmSync(copy, { recursive: true, force: true }),
  };
}

let copies = 0;

function inPostgres({ url: source }: DatabaseOptions): Damageable {
  const admin = new URL('/postgres', source).href;
  const name = `latchkey_damaged_${process.pid}_${(copies += 1)}`;
  let url = source;
  const on = async <T>(where: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: where });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const drop = (client: pg.Client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return {
    ...checks((rebuild) => fsckPostgres({ url }, { rebuild, requestsInMemory: FEW })),
    async damage(statements) {
      await on(admin, async (client) => {
        await drop(client);
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${new URL(source).pathname.slice(1)}`);
      });
      url = new URL(`/${name}`, source).href;
      await on(url, async (client) => {
        for (const each of listOf(statements))
          expect((await client.query(each)).rowCount, each).toBeGreaterThan(0);
      });
    },
    rows: (select) => on(url, async (client) => (await client.query(select)).rows),
    words(passwordFile) {
      const alone = new URL(url);
      writeFileSync(passwordFile, decodeURIComponent(alone.password), { mode: 0o600 });
      alone.password = '';
      return ['--database', alone.href, '--database-password-file', passwordFile];
    },
    remove: async () => void (await on(admin, drop)),
  };
}
