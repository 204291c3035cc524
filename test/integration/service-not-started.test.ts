import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { testCertificate } from '../fakes/test-certificate.ts';

// What people get wrong before anything runs: each is a sentence with what to do, and no message of the system alone.

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));
/** A user namespace of its own, in which file systems can be mounted. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-not-started-'));
  await mkdir(join(folder, 'org'));
  for (const [name, text] of Object.entries(exampleOrganisation))
    await writeFile(join(folder, 'org', `${name}.yaml`), text);
  await writeFile(join(folder, 'a-file'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(words: readonly string[], before: readonly string[] = []) {
  const [program = '', ...rest] = [...before, process.execPath, LATCHKEY, ...words];
  const env = { PATH: process.env['PATH'], LATCHKEY_HOME: join(folder, 'home') };
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { out: '', note: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.note += text));
  return new Promise<{ status: number | null; out: string; note: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, ...written })),
  );
}

/** Without a runner, which would go on. */
const service = (words: readonly string[], before: readonly string[] = []) =>
  run(['service', '--pools', 'none', '--name', 'Example', ...words], before);
const ANY = ['--listen', '127.0.0.1:0'];
const NOT = 'The service could not start: ';

describe('a service that cannot start', () => {
  it('wants to be told at its first start how the organisation is called, and begins nothing before', async () => {
    const data = join(folder, 'data');
    const words = ['service', '--pools', 'none', ...ANY, '--data', data];
    const note = `${NOT}this is its first start, and nothing says how the organisation is called. Say it with --name "Example Inc.": everybody who joins reads it, and it stays.\n`;
    for (let time = 0; time < 2; time += 1) expect(await run(words)).toEqual({ status: 2, out: '', note });
    expect(existsSync(data)).toBe(false);
  });

  it('names the address that is taken, and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const ran = await service(['--listen', `127.0.0.1:${port}`]);
    other.close();
    expect(ran).toEqual({
      status: 1,
      out: '',
      note: `${NOT}another program listens on 127.0.0.1:${port}. End it, if it is another service, or choose another port with --listen HOST:PORT.\n`,
    });
  });

  it('says so last, and of its runner, which has nothing to end, not that anything begins or goes on', async () => {
    const data = join(folder, 'data');
    await mkdir(join(data, 'runner'), { recursive: true });
    const place = ['--data', data, '--listen', '192.0.2.7:4460', '--behind-proxy'];
    const ran = await run(['service', '--name', 'Example', ...place]);
    const lines = ran.note.trim().split('\n');
    expect(lines.at(-1)).toBe(
      `${NOT}192.0.2.7:4460 is no address of this computer. Say one that it has with --listen HOST:PORT.`,
    );
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.note).not.toMatch(/begin|is gone/);
  });

  it('names the address that this computer does not have', async () => {
    const ran = await service(['--listen', '192.0.2.7:4460', '--behind-proxy']);
    expect(ran).toMatchObject({
      status: 1,
      note: `${NOT}192.0.2.7:4460 is no address of this computer. Say one that it has with --listen HOST:PORT.\n`,
    });
  });

  it('says that the key is not that of the certificate, and what is no PEM file', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const files = {
      cert: testCertificate.cert,
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      text: 'no certificate',
    };
    const path = (name: keyof typeof files) => join(folder, name);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const tls = (cert: string, key: string) => service([...ANY, '--tls-cert', cert, '--tls-key', key]);
    expect(await tls(path('cert'), path('key'))).toMatchObject({
      status: 1,
      note: expect.stringMatching(/^The service could not start: the key \(--tls-key\) is not that of .+\n$/),
    });
    expect(await tls(path('text'), path('key'))).toMatchObject({
      status: 1,
      note: expect.stringMatching(/cannot be used: .*no start line\. Give a PEM file of each\.\n$/),
    });
  });

  it('leaves a folder alone that is there for something else, and names another', async () => {
    const data = join(folder, 'org');
    const before = await readdir(data);
    expect(await service([...ANY, '--data', data])).toEqual({
      status: 1,
      out: '',
      note: `${NOT}${data} is not empty, and no data folder of a service: there is catalog.yaml in it. Keys and the database would get among that: name another folder with --data DIR, one that is not there yet.\n`,
    });
    expect(await readdir(data)).toEqual(before);
  });

  it('says of a database that is none, as fsck and backup do, that it is damaged, and leaves it as it is', async () => {
    const data = join(folder, 'data');
    const file = join(data, 'service.db');
    await mkdir(data);
    const bytes = Buffer.from('not a database. '.repeat(1_000));
    await writeFile(file, bytes);
    const damaged = `${file} is damaged, or no database of Latchkey. Keep it, move its folder away, and restore a backup: latchkey restore DIR.\n`;
    expect(await service([...ANY, '--data', data])).toMatchObject({ status: 1, note: `${NOT}${damaged}` });
    const fsck = await run(['fsck', '--data', data]);
    expect(fsck).toMatchObject({ status: 3, note: `${data}: ${damaged}` });
    expect(await run(['backup', join(folder, 'to'), '--data', data])).toMatchObject({
      status: 3,
      note: damaged,
    });
    expect(await readFile(file)).toEqual(bytes);
  });

  it('names the data folder that cannot be made, and why', async () => {
    const data = join(folder, 'a-file', 'data');
    expect(await service([...ANY, '--data', data])).toEqual({
      status: 1,
      out: '',
      note: `${NOT}the data folder ${data} cannot be used: a file is in its way (${data}). Let this user write there, or name another folder with --data DIR.\n`,
    });
  });

  it.runIf(canMount).each(['data', '.'])('says that its data folder is read-only: %s', async (below) => {
    const script = 'mount -t tmpfs -o ro none "$1" && shift && exec "$@"';
    const place = join(folder, 'read-only');
    await mkdir(place);
    const ran = await service(
      [...ANY, '--data', join(place, below)],
      ['unshare', '-rm', 'sh', '-c', script, 'sh', place],
    );
    expect(ran).toMatchObject({
      status: 1,
      note: expect.stringMatching(/the data folder \S+ cannot be used: .*its file system is read-only \(/),
    });
  });
});

describe('a file where a folder is meant', () => {
  const NO_FOLDER = 'is no folder. Name the folder with people.yaml, catalog.yaml and policy.yaml in it.';

  it('is said by publish, and by a service that is to publish it', async () => {
    const file = join(folder, 'org', 'policy.yaml');
    const told = { status: 2, out: '', note: `${file} ${NO_FOLDER}\n` };
    expect(await run(['publish', file])).toEqual(told);
    expect(await service([...ANY, '--org', file])).toEqual(told);
  });

  it('is said by backup', async () => {
    const data = join(folder, 'data');
    await mkdir(data);
    await writeFile(join(data, 'service.db'), '');
    const file = join(folder, 'a-file');
    expect(await run(['backup', file, '--data', data])).toMatchObject({
      status: 1,
      note: `${file} is a file, or below one. A backup goes to a folder of its own: name one that is not there yet.\n`,
    });
  });
});
