import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityToText } from '../../shared/client/identity.ts';
import { root } from '../../build/setup/root.js';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { runLatchkey } from '../support/run-latchkey.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { until } from '../fakes/until.ts';

interface Described {
  readonly organisation: string;
  readonly entries: number;
  readonly lastEntryAt: string;
}

let folder: string;
let service: ServiceProcess;
let owner: Member;
let dev: Member;

const latchkey = (words: readonly string[], home = 'admin', { isDiskFull = false } = {}) =>
  runLatchkey(words, { home: join(folder, home), isDiskFull });
const backUp = async (to: string): Promise<Described> => {
  const ran = await latchkey(['backup', join(folder, to), '--data', service.data, '--json']);
  expect(ran, ran.note).toMatchObject({ status: 0 });
  return JSON.parse(ran.out) as Described;
};
const restore = (from: string, to: string) =>
  latchkey(['restore', join(folder, from), '--data', join(folder, to)]);
const modesIn = async (path: string): Promise<ReadonlySet<string>> => {
  const names = await readdir(path, { recursive: true });
  const all = await Promise.all(['', ...names].map((name) => stat(join(path, name))));
  return new Set(all.map(({ mode }) => (mode & 0o777).toString(8)));
};
/** Where people may have a name space of their own. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0;
const logSize = async (member: Member): Promise<number> =>
  Number((await member.api.log.checkpoint.query()).note.split('\n')[1]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  service = await ServiceProcess.start({ organisation: exampleCompany() });
  owner = await Member.join(service.url, service.ownerInvite);
  dev = await Member.join(service.url, await owner.invite(DEV));
  await dev.ask('shared/queue', { reason: 'Before any backup' });
});
afterAll(async () => {
  await owner?.close();
  await dev?.close();
  await service?.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('latchkey backup', () => {
  it('copies a service that takes requests meanwhile, as it was at one moment, and another one starts from it', async () => {
    const begunAt = await logSize(owner);
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
    expect(made).toMatchObject({ organisation: 'Example Inc.' });
    expect(made.entries).toBeGreaterThan(begunAt);
    expect(made.entries).toBeLessThan(await logSize(owner));

    const ran = await restore('while-running', 'elsewhere');
    expect(ran.note).toContain(`${made.entries} entries up to`);
    expect(ran.note).toContain('The log verifies.');
    const other = await ServiceProcess.make({ organisation: exampleCompany() });
    await rm(other.data, { recursive: true, force: true });
    await cp(join(folder, 'elsewhere'), other.data, { recursive: true });
    await other.start();
    try {
      // A device that is in the backup goes on with it, from the first entry.
      const identity = { ...owner.identity, url: other.url };
      await mkdir(join(folder, 'owner'), { mode: 0o700 });
      await writeFile(join(folder, 'owner', 'identity.json'), identityToText(identity), { mode: 0o600 });
      const verified = await latchkey(['history', 'verify', '--json'], 'owner');
      expect(verified, verified.note).toMatchObject({ status: 0 });
      expect(JSON.parse(verified.out)).toMatchObject({ verified: true, entries: made.entries });
    } finally {
      await other.remove();
    }
  });

  it('is for its owner alone, and has database, key and the journal of the own runner', async () => {
    await backUp('private');
    expect(await modesIn(join(folder, 'private'))).toEqual(new Set(['700', '600']));
    const names = await readdir(join(folder, 'private'), { recursive: true });
    for (const name of ['backup.json', 'service.db', 'log-key', 'runner/journal/journal.jsonl'])
      expect(names).toContain(name);
    expect(names.filter((name) => /lock$|-wal$|-shm$|turn$|\.new$/.test(name))).toEqual([]);
    await restore('private', 'private-restored');
    expect(await modesIn(join(folder, 'private-restored'))).toEqual(new Set(['700', '600']));
  });

  it('never writes into a folder that has something in it, nor into the data folder itself', async () => {
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full', 'mine'), 'mine');
    const ran = await latchkey(['backup', join(folder, 'full'), '--data', service.data]);
    expect(ran).toMatchObject({ status: 3, note: expect.stringContaining('is not empty') });
    expect(await readdir(join(folder, 'full'))).toEqual(['mine']);
    const inside = await latchkey(['backup', join(service.data, 'backup'), '--data', service.data]);
    expect(inside).toMatchObject({ status: 3, note: expect.stringContaining('in the data folder itself') });
    const nowhere = await latchkey(['backup', join(folder, 'x'), '--data', join(folder, 'no-service')]);
    expect(nowhere).toMatchObject({ status: 3, note: expect.stringContaining('there is no service.db') });
  });

  // Only root can give a folder away, and only root could write into it.
  it.runIf(process.getuid?.() === 0)('never writes into a folder of somebody else', async () => {
    const theirs = join(folder, 'theirs');
    await mkdir(theirs);
    await chown(theirs, 65_534, 65_534);
    const ran = await latchkey(['backup', theirs, '--data', service.data]);
    expect(ran).toMatchObject({ status: 3, note: expect.stringContaining('belongs to somebody else') });
    expect(await readdir(theirs)).toEqual([]);
    expect((await stat(theirs)).mode & 0o777).not.toBe(0o700);
  });

  it('says what it leaves out', async () => {
    await symlink('/nowhere', join(service.data, 'a-link'));
    const ran = await latchkey(['backup', join(folder, 'with-link'), '--data', service.data]);
    await rm(join(service.data, 'a-link'));
    expect(ran.note).toContain('Not in the backup, since it is no file: a-link');
    expect(ran.note).toMatch(/Backed up to .*: Example Inc\., \d+ entries up to \d{4}-/);
  });
});

describe('latchkey backup of a folder with more in it', () => {
  it('leaves out what it knows, and nothing else untold: what it says is backed up is restored', async () => {
    const more: Record<string, string> = {
      'acme/main.sh': 'a provider',
      'acme/lock': 'its lock',
      'acme/turn': 'its turn',
      'acme/app-journal': 'its journal',
      'acme/backup.json': 'its backup',
      'service.dbx/f': 'something else',
      'we\\ird/f': 'with a backslash',
    };
    for (const [path, content] of Object.entries(more)) {
      await mkdir(dirname(join(service.data, path)), { recursive: true });
      await writeFile(join(service.data, path), content);
    }
    // Of a backup that was put there by hand.
    await writeFile(join(service.data, 'backup.json'), '{}');
    await mkdir(join(service.data, 'lost+found'));
    // Neither UTF-8 nor short.
    const unread = Buffer.concat([Buffer.from(join(service.data, 'caf')), Buffer.from([0xe9])]);
    await writeFile(unread, 'x');
    const deep = join('deep', ...Array.from({ length: 6 }, () => 'd'.repeat(200)));
    await mkdir(join(service.data, deep), { recursive: true });
    await writeFile(join(service.data, deep, 'f'), 'x');
    const ran = await latchkey(['backup', join(folder, 'more'), '--data', service.data]);
    for (const path of [
      unread,
      ...['acme', 'service.dbx', 'we\\ird', 'backup.json', 'lost+found', 'deep'].map((name) =>
        join(service.data, name),
      ),
    ])
      await rm(path, { recursive: true });

    expect(ran.status, ran.note).toBe(0);
    const told = ran.note.split('\n').filter((line) => line.startsWith('Not in the backup'));
    expect(told).toEqual([
      expect.stringContaining('since its name cannot be kept: caf'),
      expect.stringContaining(`since its name cannot be kept: ${deep}/f`),
    ]);
    expect((await restore('more', 'more-restored')).status).toBe(0);
    for (const [path, content] of Object.entries(more))
      expect(await readFile(join(folder, 'more-restored', path), 'utf8')).toBe(content);
  });

  it('leaves nothing behind where the disk is full, and works there once it has room', async () => {
    const to = join(folder, 'no-room');
    const full = await latchkey(['backup', to, '--data', service.data], 'admin', { isDiskFull: true });
    expect(full).toMatchObject({ status: 1, note: expect.stringContaining('There is no backup') });
    expect(await readdir(to)).toEqual([]);
    await backUp('no-room');
  });
});

describe('latchkey restore', () => {
  beforeAll(() => backUp('good'));

  const broken = async (name: string, breakIt: (path: string) => Promise<unknown>) => {
    await cp(join(folder, 'good'), join(folder, name), { recursive: true });
    await breakIt(join(folder, name));
    const ran = await restore(name, `${name}-restored`);
    expect(await readdir(folder)).not.toContain(`${name}-restored`);
    expect((await readdir(folder)).filter((each) => each.includes('restoring'))).toEqual([]);
    expect(ran.status).toBe(3);
    return ran.note;
  };

  it.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    [
      'without a manifest, as one that was broken off',
      (path) => rm(join(path, 'backup.json')),
      /no whole backup/,
    ],
    [
      'with a manifest that was cut off',
      (path) => writeFile(join(path, 'backup.json'), '{"format"'),
      /does not read/,
    ],
    ['without one of its files', (path) => rm(join(path, 'log-key')), /not whole.*log-key/],
    ['with a byte that changed', (path) => flipLastByte(join(path, 'service.db')), /checksum differs/],
    [
      'with a pipe in place of one of its files, which nobody waits for',
      (path) => inPlaceOf(join(path, 'log-key'), (at) => execFileSync('mkfifo', [at])),
      /log-key is not as it was backed up: it is no file/,
    ],
    [
      'with a link in place of one of its files',
      (path) => inPlaceOf(join(path, 'log-key'), (at) => symlink('/etc/hostname', at)),
      /log-key is not as it was backed up: it is no file/,
    ],
    [
      'with a file that is longer, before any of it is copied',
      (path) => truncate(join(path, 'service.db'), 50_000_000),
      /service.db is not as it was backed up.*another length/,
    ],
    ['whose manifest leads out of its folder', (path) => escape(path), /does not read/],
    [
      'whose manifest was signed over another history',
      (path) => lengthen(path),
      /not the one that was signed/,
    ],
    [
      'with another policy than was published, and checksums to match',
      (path) =>
        alterDatabase(
          path,
          `UPDATE blob SET text = replace(text, 'auto', 'AUTO') WHERE text LIKE '%rules:%'`,
        ),
      /cannot be restored.*is another text than the policy.yaml of version 1/,
    ],
    [
      'without what was published, and checksums to match',
      (path) => alterDatabase(path, `DELETE FROM blob WHERE text LIKE '%rules:%'`),
      /cannot be restored.*is missing: it was the policy.yaml of version 1/,
    ],
    [
      'that has lost what people said, and checksums to match',
      (path) => alterDatabase(path, `UPDATE entry SET said = NULL WHERE said IS NOT NULL`),
      /cannot be restored.*has lost what was said in it/,
    ],
    [
      'in which people say something else, and checksums to match',
      (path) =>
        alterDatabase(
          path,
          `UPDATE entry SET said = replace(said, '"text":"', '"text":"not ') WHERE said IS NOT NULL`,
        ),
      /cannot be restored.*is not the one that was said/,
    ],
  ])('refuses a backup %s, and leaves nothing behind', async (name, breakIt, sentence) => {
    expect(await broken(name.replaceAll(/\W+/g, '-'), breakIt)).toMatch(sentence);
  });

  it('fills an empty folder that is there already: a volume with what its file system has, a link, what a killed restore left', async () => {
    await mkdir(join(folder, 'volume', 'lost+found'), { recursive: true });
    await mkdir(join(folder, 'volume', '.restoring-abc123'));
    await writeFile(join(folder, 'volume', '.restoring-abc123', 'log-key'), 'half');
    await symlink(join(folder, 'volume'), join(folder, 'link'));
    const ran = await restore('good', 'link');
    expect(ran, ran.note).toMatchObject({ status: 0, note: expect.stringContaining('The log verifies.') });
    const names = await readdir(join(folder, 'volume'));
    expect(names).toEqual(expect.arrayContaining(['log-key', 'lost+found', 'runner', 'service.db']));
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.runIf(canMount)('fills a file system that is mounted there', async () => {
    const to = join(folder, 'mounted');
    await mkdir(to);
    const command = [
      process.execPath,
      join(root, 'build/latchkey.js'),
      'restore',
      join(folder, 'good'),
      '--data',
      to,
    ];
    const script = 'mount -t tmpfs none "$1" && shift && "$@" && ls "$6"';
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', script, 'sh', to, ...command],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], LATCHKEY_HOME: join(folder, 'admin') },
      },
    );
    expect(status, stderr).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['log-key', 'service.db']));
  });

  it('refuses a folder that a service holds, and one that has data already', async () => {
    const held = await latchkey(['restore', join(folder, 'good'), '--data', service.data]);
    expect(held).toMatchObject({ status: 3, note: expect.stringContaining('another service uses') });
    await mkdir(join(folder, 'old'));
    await writeFile(join(folder, 'old', 'service.db'), 'precious');
    const old = await restore('good', 'old');
    expect(old).toMatchObject({ status: 3, note: expect.stringContaining('has data already') });
    expect(await readFile(join(folder, 'old', 'service.db'), 'utf8')).toBe('precious');
  });

  it('of an older moment is noticed by whoever saw more: their history raises an alarm', async () => {
    await mkdir(join(folder, 'saw-more'), { mode: 0o700 });
    const keep = (url: string): Promise<void> =>
      writeFile(join(folder, 'saw-more', 'identity.json'), identityToText({ ...owner.identity, url }), {
        mode: 0o600,
      });
    await keep(service.url);
    await dev.invite(DEV);
    expect(await latchkey(['history', 'verify'], 'saw-more')).toMatchObject({ status: 0 });
    const other = await ServiceProcess.make({ organisation: exampleCompany() });
    await latchkey(['restore', join(folder, 'good'), '--data', other.data]);
    await other.start();
    await keep(other.url);
    const alarmed = await latchkey(['history', 'verify'], 'saw-more');
    await other.remove();
    expect(alarmed).toMatchObject({ status: 1, note: expect.stringContaining('ALARM') });
  });
});

async function inPlaceOf(path: string, put: (path: string) => unknown): Promise<void> {
  await rm(path);
  await put(path);
}

async function flipLastByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(path, bytes);
}

async function changeManifest(path: string, change: (manifest: Record<string, unknown>) => object) {
  const file = join(path, 'backup.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...manifest, ...change(manifest) }));
}
/** As somebody would who has the backup, and not the key of the log. */
async function alterDatabase(path: string, statement: string): Promise<void> {
  const file = join(path, 'service.db');
  const db = new Database(file);
  expect(db.prepare(statement).run().changes).toBeGreaterThan(0);
  db.close();
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await changeManifest(path, ({ files }) => ({
    files: (files as { path: string }[]).map((each) =>
      each.path === 'service.db' ? { ...each, sha256, bytes: bytes.length } : each,
    ),
  }));
}
const escape = (path: string) =>
  changeManifest(path, ({ files }) => ({
    files: (files as object[]).map((file) => ({ ...file, path: '../../escaped' })),
  }));
const lengthen = (path: string) => changeManifest(path, ({ entries }) => ({ entries: Number(entries) + 1 }));
