import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { identityToText } from '../../shared/client/identity.ts';
import { fsckPostgres } from '../../shared/service/fsck/fsck.ts';
import { until } from '../fakes/until.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { runLatchkey } from '../support/run-latchkey.ts';
import { ServiceProcess } from '../support/service-process.ts';
import {
  databaseOf,
  openPlace,
  postgresPlace,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

let server: RunningPostgres;
let folder: string;
let place: StorePlace;
let service: ServiceProcess;
let owner: Member;
let dev: Member;
/** Where each test restores to: empty. */
let target: StorePlace;

beforeAll(async () => {
  server = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  place = await postgresPlace(server);
  service = await ServiceProcess.start({ organisation: exampleCompany(), database: place.where });
  owner = await Member.join(service.url, service.ownerInvite);
  dev = await Member.join(service.url, await owner.invite(DEV));
  await dev.ask('shared/queue', { reason: 'Before any backup' });
  await writeFile(join(folder, 'password'), server.adminPassword, { mode: 0o600 });
});
afterAll(async () => {
  await owner?.close();
  await dev?.close();
  await service?.remove();
  await place?.remove();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  target = await postgresPlace(server);
  return () => target.remove();
});

const latchkey = (words: readonly string[], home = 'admin') =>
  runLatchkey(words, { home: join(folder, home) });
const on = ({ where }: StorePlace): string[] => {
  const url = new URL(where);
  url.password = '';
  return ['--database', url.href, '--database-password-file', join(folder, 'password')];
};
const backUp = async (to: string): Promise<{ readonly entries: number }> => {
  const ran = await latchkey(['backup', join(folder, to), '--data', service.data, ...on(place), '--json']);
  expect(ran, ran.note).toMatchObject({ status: 0 });
  return JSON.parse(ran.out) as { entries: number };
};
const restore = (from: string, to: string, database = target) =>
  latchkey(['restore', join(folder, from), '--data', join(folder, to), ...on(database)]);
async function query(database: StorePlace, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: database.where });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** A service on what was restored, and what its history says to a device that is in the backup. */
async function verifiedAt(data: string, database?: StorePlace) {
  const other = await ServiceProcess.make({
    organisation: exampleCompany(),
    ...(database && { database: database.where }),
    data: join(folder, data),
  });
  await other.start();
  try {
    const home = `owner-of-${data}`;
    await mkdir(join(folder, home), { mode: 0o700 });
    const identity = { ...owner.identity, url: other.url };
    await writeFile(join(folder, home, 'identity.json'), identityToText(identity), { mode: 0o600 });
    const verified = await latchkey(['history', 'verify', '--json'], home);
    expect(verified, verified.note).toMatchObject({ status: 0 });
    return JSON.parse(verified.out) as { verified: boolean; entries: number };
  } finally {
    await other.remove();
  }
}

describe('latchkey backup --database', () => {
  it('copies a PostgreSQL that takes requests meanwhile, as it was at one moment, and another service starts from it', async () => {
    const asking = { isOver: false, count: 0 };
    const ask = async (): Promise<void> => {
      while (!asking.isOver) {
        await dev.invite(DEV);
        asking.count += 1;
      }
    };
    const askers = [ask(), ask()];
    await until(() => asking.count > 5);
    const made = await backUp('while-running');
    const madeBefore = asking.count;
    await until(() => asking.count > madeBefore + 5);
    asking.isOver = true;
    await Promise.all(askers);

    expect(await readdir(join(folder, 'while-running'))).toEqual(
      expect.arrayContaining(['backup.json', 'log-key', 'runner', 'service.db']),
    );
    const ran = await restore('while-running', 'elsewhere');
    expect(ran, ran.note).toMatchObject({ status: 0, note: expect.stringContaining('The log verifies.') });
    expect(existsSync(join(folder, 'elsewhere', 'service.db'))).toBe(false);
    const checked = await fsckPostgres(databaseOf(target), { rebuild: false });
    expect(checked).toMatchObject({ ok: true, value: { entries: made.entries, findings: { list: [] } } });
    expect((await verifiedAt('elsewhere', target)).entries).toBeGreaterThanOrEqual(made.entries);
  });

  it('is of either kind: what was on PostgreSQL goes on in a folder of its own, and from there on PostgreSQL again', async () => {
    const made = await backUp('to-move');
    const data = join(folder, 'alone');
    expect(await latchkey(['restore', join(folder, 'to-move'), '--data', data])).toMatchObject({ status: 0 });
    expect((await verifiedAt('alone')).entries).toBeGreaterThanOrEqual(made.entries);
    const again = join(folder, 'of-alone');
    expect(await latchkey(['backup', again, '--data', data])).toMatchObject({ status: 0 });
    expect(await restore('of-alone', 'shared')).toMatchObject({ status: 0 });
    expect((await verifiedAt('shared', target)).entries).toBeGreaterThanOrEqual(made.entries);
  });

  it('says what is not there: another folder, a database of nothing', async () => {
    const of = (data: string, database: StorePlace) =>
      latchkey(['backup', join(folder, 'never'), '--data', data, ...on(database)]);
    expect(await of(join(folder, 'no-folder'), place)).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('there is no log-key') },
    });
    expect(await of(service.data, target)).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('no organisation in the database yet') },
    });
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});

describe('latchkey restore --database', () => {
  beforeAll(() => backUp('good'));
  const entries = async (): Promise<unknown> => {
    const [table] = await query(target, `SELECT to_regclass('entry') AS "entry"`);
    if ((table as { entry: string | null }).entry === null) return 0;
    return ((await query(target, 'SELECT count(*)::int AS n FROM "entry"'))[0] as { n: number }).n;
  };

  it('writes into no database that has data, and into none that a service uses', async () => {
    const used = await restore('good', 'used', place);
    expect(used).toMatchObject({ status: 3, note: expect.stringContaining('a service uses the database') });
    const { store } = await openPlace(target.where);
    await store.close();
    await query(target, `INSERT INTO "command" VALUES ('mine', '{}', 1)`);
    const full = await restore('good', 'full');
    expect(full).toMatchObject({
      status: 3,
      note: expect.stringContaining('has data already (in the table command)'),
    });
    expect(await query(target, 'SELECT "id" FROM "command"')).toEqual([{ id: 'mine' }]);
    expect(await readdir(folder)).not.toEqual(expect.arrayContaining(['used']));
    expect(await readdir(folder)).not.toEqual(expect.arrayContaining(['full']));
  });

  it('leaves nothing behind where it cannot come to its end, and works once it can', async () => {
    const { store } = await openPlace(target.where);
    await store.close();
    await query(
      target,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
       CREATE TRIGGER no_room BEFORE INSERT ON "device" FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const failed = await restore('good', 'cut');
    expect(failed).toMatchObject({ status: 1, note: expect.stringContaining('no room') });
    expect([await entries(), existsSync(join(folder, 'cut'))]).toEqual([0, false]);
    await query(target, 'DROP TRIGGER no_room ON "device"');
    expect(await restore('good', 'cut')).toMatchObject({ status: 0 });
  });

  it('refuses a backup that is not as it was made, before it writes anything', async () => {
    await backUp('bad');
    await writeFile(join(folder, 'bad', 'log-key'), 'x'.repeat(44), { mode: 0o600 });
    const ran = await restore('bad', 'of-bad');
    expect(ran).toMatchObject({ status: 3, note: expect.stringContaining('checksum differs') });
    expect([await entries(), existsSync(join(folder, 'of-bad'))]).toEqual([0, false]);
  });
});
