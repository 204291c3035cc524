import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { testAuthority, testCertificate } from '../fakes/test-certificate.ts';
import { until } from '../fakes/until.ts';

// The command as people start it: processes, signals, streams.

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly written: { out: string; note: string };
  readonly ended: Promise<number | null>;
}

let folder: string;
const running: Running[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-process-'));
  await Promise.all(
    Object.entries(exampleOrganisation).map(([name, text]) => writeFile(join(folder, `${name}.yaml`), text)),
  );
});
afterEach(async () => {
  const left = running.splice(0);
  for (const { child } of left) child.kill('SIGKILL');
  // A runner that lost its service goes on, and keeps its service's stderr open: until its folder is gone.
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  await Promise.all(left.map(({ ended }) => ended));
});

function start(person: string, words: string[], environment: Record<string, string> = {}): Running {
  const env = { PATH: process.env['PATH'], LATCHKEY_HOME: join(folder, person), ...environment };
  const child = spawn(process.execPath, [LATCHKEY, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { out: '', note: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.note += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const process_ = { child, written, ended };
  running.push(process_);
  return process_;
}

async function run(person: string, words: string[], environment: Record<string, string> = {}) {
  const { ended, written } = start(person, words, environment);
  return { status: await ended, ...written };
}

/** Starts the service and reads its first line. */
async function serve(words: string[] = [], listen = '127.0.0.1:0', environment: Record<string, string> = {}) {
  const place = ['--data', join(folder, 'data'), '--listen', listen, '--org', folder];
  const options = [...place, '--name', 'Example', ...words];
  const service = start('service', ['service', ...options], environment);
  await until(() => service.written.out.includes('\n') || service.child.exitCode !== null);
  const line = JSON.parse(service.written.out.split('\n')[0] || '{}');
  return { ...service, url: line.listening as string, invite: line.ownerInvite as string | undefined };
}

describe('the service as a process', () => {
  it('says where it listens and invites the first owner once; ends in time on SIGTERM with a desktop connected', async () => {
    const service = await serve();
    expect((await run('owner', ['join', service.url, service.invite ?? ''])).status).toBe(0);
    const watching = start('owner', ['watch', '--no-notify']);
    await until(async () =>
      (await (await fetch(`${service.url}/metrics`)).text()).includes('latchkey_subscribers 1'),
    );
    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    await until(() => watching.written.note.includes('cannot be reached'));

    const again = await serve([], new URL(service.url).host);
    expect(again.invite).toBeUndefined();
    expect(again.written.out.trim().split('\n')).toHaveLength(1);
    await until(async () =>
      (await (await fetch(`${again.url}/metrics`)).text()).includes('latchkey_subscribers 1'),
    );
    watching.child.kill('SIGTERM');
    expect(await watching.ended).toBe(0);
  });

  it('logs lines of JSON without secrets, however much it logs', async () => {
    const service = await serve([], '127.0.0.1:0', { LATCHKEY_LOG: 'trace' });
    await run('owner', ['join', service.url, service.invite ?? '']);
    await run('stranger', ['join', service.url, 'a-wrong-invite']);
    const words = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'look', '--wait', '--json'];
    const { credentials } = JSON.parse((await run('owner', words)).out);
    const { signing } = JSON.parse(await readFile(join(folder, 'owner', 'identity.json'), 'utf8'));
    service.child.kill('SIGTERM');
    await service.ended;
    const lines = service.written.note.trim().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg');
    const secret = credentials[0].credential.fields[0].value;
    for (const each of [service.invite, 'a-wrong-invite', signing.seed, secret]) {
      expect(each).toMatch(/\S{10}/);
      expect(service.written.note).not.toContain(each);
    }
  });

  it('refuses data that another service uses, and addresses that would send everything in the clear', async () => {
    await serve();
    const second = await serve();
    expect(await second.ended).toBe(1);
    expect(second.written).toMatchObject({ out: '', note: expect.stringMatching(/another service/i) });
    const open = await run('service', ['service', '--listen', '0.0.0.0:0', '--data', join(folder, 'other')]);
    expect(open).toMatchObject({ status: 2, out: '', note: expect.stringContaining('--tls-cert') });
  });

  it('leaves the whole log in service.db when it ends, and begins no second history beside its key', async () => {
    const service = await serve();
    await run('owner', ['join', service.url, service.invite ?? '']);
    service.child.kill('SIGTERM');
    await service.ended;
    const data = join(folder, 'data');
    const copy = join(folder, 'copy');
    await mkdir(copy);
    for (const name of ['service.db', 'log-key']) await cp(join(data, name), join(copy, name));
    await rm(data, { recursive: true });
    await cp(copy, data, { recursive: true });
    const again = await serve([], new URL(service.url).host);
    expect((await run('owner', ['history', 'verify'])).status).toBe(0);
    again.child.kill('SIGTERM');
    await again.ended;

    await rm(join(data, 'service.db'));
    const lost = await serve();
    expect(await lost.ended).toBe(1);
    expect(lost.written).toMatchObject({
      out: '',
      note: expect.stringContaining('the log was lost: restore'),
    });
    // Nor is anything made that would be in the way of a restore, or of a service on --database.
    expect(await readdir(data)).not.toContain('service.db');
  });

  it('serves with TLS to who trusts its certificate, and to nobody else', async () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(cert, testCertificate.cert);
    await writeFile(key, testCertificate.key);
    const service = await serve(['--tls-cert', cert, '--tls-key', key]);
    expect(service.url).toMatch(/^https:/);
    const join_ = ['join', service.url, service.invite ?? ''];
    expect(await run('owner', join_)).toMatchObject({
      status: 5,
      note: expect.stringContaining('signs itself, so that this computer does not trust it'),
    });
    await cp(cert, join(folder, 'owner', 'authorities.pem'));
    expect((await run('owner', join_)).status).toBe(0);
    const words = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'look', '--wait', '--json'];
    const ran = await run('owner', words);
    expect(ran.status).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({ credentials: [{ credential: { fields: [{}] } }] });
  });
});

describe('a service on all addresses', () => {
  const listen = async (cert: string, key: string) => {
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    await writeFile(files.cert, cert);
    await writeFile(files.key, key);
    const tls = ['--tls-cert', files.cert, '--tls-key', files.key, '--pools', 'none'];
    const { url, written } = await serve(tls, '0.0.0.0:0');
    return { line: JSON.parse(written.out), port: new URL(url).port, written };
  };

  it('says at which addresses others can join', async () => {
    const { line, port } = await listen(testAuthority.elsewhere, testAuthority.key);
    const names = ['latchkey.example.com', '192.0.2.7'];
    expect(line).toMatchObject({ join: names.map((name) => `https://${name}:${port}`) });
  });

  it('says that none can with a certificate of loopback alone, and what to do', async () => {
    const { line, written } = await listen(testCertificate.cert, testCertificate.key);
    expect(line).toMatchObject({ join: [] });
    await until(() => written.note.includes('No other machine can join'));
    expect(written.note).toContain('is for localhost, 127.0.0.1 alone. Give one for a name');
  });
});

describe('a wait', () => {
  it('goes on through a killed service, and ends when the request was approved afterwards', async () => {
    const service = await serve();
    await run('owner', ['join', service.url, service.invite ?? '']);
    const { code } = JSON.parse((await run('owner', ['invite', 'dev@example.com'])).out);
    await run('dev', ['join', service.url, code]);
    const asking = start('dev', [
      ...['request', 'prod/sandbox:token', '--for', '5m', '--reason', 'deploy the fix', '--wait', '2m'],
    ]);
    await until(() => asking.written.note.includes('waits for'));
    service.child.kill('SIGKILL');
    await service.ended;
    expect((await run('owner', ['inbox'])).status).toBe(5);
    await serve([], new URL(service.url).host);
    const [request] = JSON.parse((await run('owner', ['inbox', '--json'])).out);
    expect((await run('owner', ['approve', request.facts.requestId])).status).toBe(0);
    expect(await asking.ended).toBe(0);
    expect(asking.written.out).toMatch(/Token: \S+/);
  });
});

describe('a command that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with the first %s while it waits for an answer', async (signal, status) => {
    const silentServer = createServer();
    await new Promise<void>((resolve) => silentServer.listen(0, '127.0.0.1', resolve));
    const { port } = silentServer.address() as AddressInfo;
    const connected = new Promise((resolve) => silentServer.once('connection', resolve));
    const joining = start('dev', ['join', `http://127.0.0.1:${port}`, 'some-invite']);
    await connected;
    joining.child.kill(signal);
    expect(await joining.ended).toBe(status);
    silentServer.close();
  });
});

describe('the history', () => {
  it('is read and verified with the service gone', async () => {
    const service = await serve();
    await run('owner', ['join', service.url, service.invite ?? '']);
    expect((await run('owner', ['history'])).status).toBe(0);
    service.child.kill('SIGTERM');
    await service.ended;
    const read = await run('owner', ['history']);
    expect(read).toMatchObject({ status: 0, out: expect.stringContaining('Owner Example') });
    const verified = await run('owner', ['history', 'verify', '--json']);
    expect(JSON.parse(verified.out)).toMatchObject({ verified: true, isFresh: false });
    const away = await run('owner', ['catalog', '--json']);
    expect(away.status).toBe(5);
    expect(JSON.parse(away.out)).toMatchObject({ error: { code: 'unreachable' } });
  });

  it('that was rewritten ends with an alarm, and the evidence is kept', async () => {
    const service = await serve();
    const end = async ({ child, ended }: Running): Promise<void> => {
      child.kill('SIGTERM');
      await ended;
    };
    const ask = (reason: string) =>
      run('owner', ['request', 'staging/sandbox:token', '--for', '5m', '--reason', reason, '--wait']);
    await run('owner', ['join', service.url, service.invite ?? '']);
    await end(service);
    await cp(join(folder, 'data'), join(folder, 'earlier'), { recursive: true });
    const { host } = new URL(service.url);
    const honest = await serve([], host);
    expect((await ask('What really happened')).status).toBe(0);
    expect((await run('owner', ['history', 'verify'])).status).toBe(0);
    await end(honest);

    await rm(join(folder, 'data'), { recursive: true });
    await cp(join(folder, 'earlier'), join(folder, 'data'), { recursive: true });
    await serve([], host);
    await ask('Something else');
    await ask('And more of it');
    const read = await run('owner', ['history']);
    expect(read).toMatchObject({ status: 1, note: expect.stringContaining('ALARM') });
    expect(read.out).toContain('What really happened');
    expect(read.out).not.toContain('Something else');
    const verified = await run('owner', ['history', 'verify']);
    expect(verified).toMatchObject({ status: 1, out: '', note: expect.stringContaining('ALARM') });
    const [, evidence] = /The evidence is in (\S+)\. /.exec(verified.note) ?? [];
    expect(JSON.parse(await readFile(evidence ?? '', 'utf8'))).toHaveProperty('sentence');
    const again = await run('owner', ['history', 'verify', '--json']);
    expect(again.status).toBe(1);
    expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'logAlarm' } });
  });
});

describe('`provider test`', () => {
  const PROVIDERS = fileURLToPath(new URL('../../shared/providers', import.meta.url));

  it('passes the example, line by line, and as one document', async () => {
    const told = await run('dev', ['provider', 'test', join(PROVIDERS, 'example')]);
    expect(told.status).toBe(0);
    for (const line of told.out.trim().split('\n')) expect(line).toMatch(/^✓ .+ \(\d+ ms\)$/);
    const { status, out } = await run('dev', ['provider', 'test', join(PROVIDERS, 'example'), '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ ok: true }));
  });

  it('says what is wrong with one that lies, and with a folder that is none', async () => {
    const liar = join(folder, 'liar');
    await cp(join(PROVIDERS, 'example'), liar, { recursive: true });
    const script = await readFile(join(liar, 'example.sh'), 'utf8');
    // It says that it revoked, and did not.
    await writeFile(join(liar, 'example.sh'), script.replace('  rm -f --', '  : --'));
    const told = await run('dev', ['provider', 'test', liar]);
    expect(told).toMatchObject({ status: 3, note: expect.stringMatching(/\d+ of \d+ checks failed\./) });
    expect(told.out).toContain('✗ ');
    const none = await run('dev', ['provider', 'test', join(folder, 'nowhere')]);
    expect(none).toMatchObject({ status: 2, out: '', note: expect.stringContaining('provider.yaml') });
  });
});
