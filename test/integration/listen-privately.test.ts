import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketAddress } from '../../shared/lib/service-place.ts';
import { PrivateSocket } from '../../shared/service/system/private-socket.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { eventually } from '../support/eventually.ts';

// A socket is its user's alone, and nothing that is another's is in its place, or deleted for it.

/** Nobody. Only root can give something to another user, or be one for a while. */
const OTHER = 65_534;
const isRoot = process.getuid?.() === 0;

let folder: string;
let path: string;
let open: PrivateSocket[];
let clock: ManualClock;
/** What operators read. */
let logged: string[];
const log = {
  debug() {},
  info: (_fields: object, message: string) => logged.push(message),
  warn: (_fields: object, message: string) => logged.push(message),
  error: ({ err }: { readonly err?: Error }, message: string) => logged.push(`${message} ${err?.message}`),
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-socket-'));
  path = join(folder, 'run', 'latchkey.sock');
  open = [];
  clock = new ManualClock();
  logged = [];
});
afterEach(async () => {
  for (const socket of open) {
    socket.close();
    socket.release();
  }
  await rm(folder, { recursive: true, force: true });
});

async function listen(at = path, server = createServer((socket) => socket.end())): Promise<Server> {
  await socketAt(at, server).listen();
  return server;
}

function socketAt(at = path, server = createServer((socket) => socket.end())): PrivateSocket {
  const socket = new PrivateSocket({ server, address: socketAddress('unix', at), clock, log });
  open.push(socket);
  return socket;
}

/** One that listens, and looks after its file. */
async function kept(at = path): Promise<PrivateSocket> {
  const socket = socketAt(at);
  await socket.listen();
  void socket.run();
  return socket;
}

const LOOKED_MS = 5_000;
const closed = (socket: PrivateSocket): Promise<void> => new Promise((resolve) => socket.close(resolve));

const why = (at = path): Promise<string> =>
  listen(at).then(
    () => 'it listened',
    (fault: Error) => fault.message,
  );

const modeOf = (at: string): number => lstatSync(at).mode & 0o777;

/** What comes of connecting in another process, as another user where that is asked for. */
function connects(at: string, as?: number): string {
  const script = `require('net').connect(${JSON.stringify(at)}).once('connect', () => { console.log('connected'); process.exit(); }).once('error', (e) => console.log(e.code))`;
  const node = [process.execPath, '-e', script];
  const [program = '', ...args] =
    as === undefined ? node : ['setpriv', `--reuid=${as}`, `--regid=${as}`, '--clear-groups', '--', ...node];
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout.trim() || stderr;
}

/** A socket whose process was killed. */
async function leaveSocket(at = path): Promise<void> {
  await mkdir(join(at, '..'), { recursive: true, mode: 0o700 });
  const script = `require('net').createServer().listen(${JSON.stringify(at)}, () => console.log('listens'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the socket of a service', () => {
  it('is its user’s alone from its first moment on, whatever the umask, which stays as it was', async () => {
    const server = createServer();
    let first = -1;
    // Before anything else can be done with it: it is bound, and was not touched since.
    server.once('listening', () => (first = modeOf(path)));
    const before = process.umask(0);
    try {
      await listen(path, server);
      expect(process.umask()).toBe(0);
    } finally {
      process.umask(before);
    }
    expect(first & 0o077).toBe(0);
    expect([modeOf(path), modeOf(join(folder, 'run'))]).toEqual([0o600, 0o700]);
    expect(connects(path)).toBe('connected');
  });

  // Skipped where nobody can be another user: only root can.
  it.runIf(isRoot)('is opened by no other user, also where they may look into its folder', async () => {
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'run'), { mode: 0o755 });
    await chmod(join(folder, 'run'), 0o755);
    await listen();
    expect(connects(path, OTHER)).toBe('EACCES');
  });

  it('is gone when its server is closed', async () => {
    const server = await listen();
    await new Promise((resolve) => server.close(resolve));
    expect(existsSync(path)).toBe(false);
  });

  it('may have a path with spaces and letters of any language', async () => {
    const at = join(folder, 'Jürgen Müller 日本', 'a:b?#%.sock');
    await listen(at);
    expect(connects(at)).toBe('connected');
  });

  it('that is left of one that was killed is taken over', async () => {
    await leaveSocket();
    expect(connects(path)).toBe('ECONNREFUSED');
    await listen();
    expect(connects(path)).toBe('connected');
  });

  it('is one service’s, when two find the same left socket at once', async () => {
    await leaveSocket();
    const outcomes = await Promise.all([why(), why(), why()]);
    expect(outcomes.filter((each) => each === 'it listened')).toHaveLength(1);
    for (const other of outcomes.filter((each) => each !== 'it listened'))
      expect(other).toContain('another program listens on unix:');
    expect(connects(path)).toBe('connected');
  });

  it('is refused where another program listens, which goes on', async () => {
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    const other = createServer((socket) => socket.end()).listen(path);
    await once(other, 'listening');
    expect(await why()).toBe(
      `another program listens on unix:${path}. End it, if it is another service, or choose another path with --listen unix:/PATH.`,
    );
    expect(connects(path)).toBe('connected');
    other.close();
  });

  it('is refused where something else is, which is not deleted', async () => {
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    await writeFile(path, 'a letter');
    expect(await why()).toContain(`what is at ${path} is no socket, and is not deleted`);
    expect(await readFile(path, 'utf8')).toBe('a letter');
    await rm(path);
    await symlink(join(folder, 'elsewhere'), path);
    expect(await why()).toContain('is no socket');
    await rm(path);
    await mkdir(path);
    expect(await why()).toContain('is no socket');
  });

  it.runIf(isRoot)('is refused where a socket of another user is, which is not deleted', async () => {
    await leaveSocket();
    await chown(path, OTHER, OTHER);
    expect(await why()).toContain(`the socket at ${path} is of another user (${OTHER})`);
    expect(existsSync(path)).toBe(true);
  });

  it.each([0o770, 0o707, 0o1777])(
    'is refused in a folder in which others can write (%o), which stays so',
    async (mode) => {
      await mkdir(join(folder, 'run'));
      await chmod(join(folder, 'run'), mode);
      expect(await why()).toContain(`others can write in the folder of its socket, ${join(folder, 'run')}`);
      expect(lstatSync(join(folder, 'run')).mode & 0o7777).toBe(mode);
      expect(existsSync(path)).toBe(false);
    },
  );

  it.runIf(isRoot)('is refused in a folder of another user, and behind a link of another user', async () => {
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    await chown(join(folder, 'run'), OTHER, OTHER);
    expect(await why()).toContain(`is of another user (${OTHER})`);
    const own = join(folder, 'own');
    await mkdir(own, { mode: 0o700 });
    await symlink(own, join(folder, 'link'));
    expect(await why(join(folder, 'link', 'a.sock'))).toBe('it listened');
    await symlink(own, join(folder, 'their-link'));
    spawnSync('chown', ['-h', String(OTHER), join(folder, 'their-link')]);
    expect(await why(join(folder, 'their-link', 'b.sock'))).toContain('is of another user');
  });

  it('says where no folder can be made', async () => {
    await writeFile(join(folder, 'run'), '');
    expect(await why()).toContain(`no folder for its socket can be made at ${join(folder, 'run')}`);
  });

  it.each(['nothing', 'a letter', 'somebody listens'])(
    'that was refused leaves no file of a lock behind: %s',
    async (what) => {
      await mkdir(join(folder, 'run'), { mode: 0o700 });
      if (what === 'a letter') await writeFile(path, what);
      const other = createServer((socket) => socket.end());
      if (what === 'somebody listens') await once(other.listen(path), 'listening');
      if (what === 'nothing') await leaveSocket();
      const said = await why();
      expect(said === 'it listened').toBe(what === 'nothing');
      expect(existsSync(`${path}.lock`)).toBe(what === 'nothing');
      other.close();
    },
  );

  it('leaves the lock of who has it, when it is refused by that', async () => {
    await listen();
    expect(await why()).toContain('another program listens');
    expect(existsSync(`${path}.lock`)).toBe(true);
  });
});

describe('a socket whose file is removed', () => {
  it.each(['its file', 'its folder'])('(%s) listens there again, and says so', async (what) => {
    await kept();
    await rm(what === 'its file' ? path : join(folder, 'run'), { recursive: true });
    expect(connects(path)).toBe('ENOENT');
    await clock.advance(LOOKED_MS);
    await eventually(() => expect(logged).toHaveLength(2));
    expect(connects(path)).toBe('connected');
    expect([modeOf(path), modeOf(join(folder, 'run'))]).toEqual([0o600, 0o700]);
    expect(logged).toEqual([
      expect.stringContaining('is not there any more'),
      'This service listens at its socket again.',
    ]);
    expect(await why()).toContain('another program listens');
  });

  it('says nothing while it is there', async () => {
    await kept();
    await clock.advance(3 * LOOKED_MS);
    expect(logged).toEqual([]);
  });

  it('says who has taken the path, once, and listens when it is free', async () => {
    await kept();
    await rm(path);
    const other = createServer((socket) => socket.end()).listen(path);
    await once(other, 'listening');
    for (let time = 0; time < 3; time += 1) {
      await clock.advance(LOOKED_MS);
      await eventually(() => expect(clock.sleeping).toBe(1));
    }
    expect(logged).toEqual([
      expect.stringContaining('is not there any more'),
      expect.stringContaining('another program listens on unix:'),
    ]);
    other.close();
    await clock.advance(LOOKED_MS);
    await eventually(() => expect(logged.at(-1)).toBe('This service listens at its socket again.'));
    expect(connects(path)).toBe('connected');
  });

  it('does not remove the socket of who has taken the path, on its end', async () => {
    const socket = await kept();
    await rm(join(folder, 'run'), { recursive: true });
    const successor = await kept();
    const found = lstatSync(path).ino;
    await closed(socket);
    socket.release();
    expect(lstatSync(path).ino).toBe(found);
    expect(connects(path)).toBe('connected');
    await closed(successor);
    expect(existsSync(path)).toBe(false);
  });

  it('does not remove a letter that lies there now, on its end', async () => {
    const socket = await kept();
    await rm(path);
    await writeFile(path, 'a letter');
    await closed(socket);
    expect(await readFile(path, 'utf8')).toBe('a letter');
  });

  it('is ended while it looks, and leaves nothing', async () => {
    const socket = await kept();
    await rm(path);
    const looks = clock.advance(LOOKED_MS);
    await closed(socket);
    await looks;
    socket.release();
    await eventually(() => expect(existsSync(path)).toBe(false));
    expect(await why()).toBe('it listened');
  });
});
