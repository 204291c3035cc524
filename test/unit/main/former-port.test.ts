import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formerPort, portIn } from '../../../main/solo/former-port.ts';

const SOCKET = 'unix:/run/latchkey.sock';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-former-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));
const path = (): string => join(home, 'former-port.json');

describe('the port at which the service of this computer was', () => {
  it('is kept from the start that finds it, for its user alone, until it is forgotten', async () => {
    const former = formerPort(home);
    expect(await former.settle(SOCKET)).toBeNull();
    expect(await former.settle('http://127.0.0.1:40123')).toBe(40_123);
    expect((await stat(path())).mode & 0o077).toBe(0);
    expect(await formerPort(home).settle(SOCKET)).toBe(40_123);
    await former.forget();
    await former.forget();
    expect(await former.settle(SOCKET)).toBeNull();
  });

  it('is not known where its file is of a newer Latchkey, and told as a fault where it is damaged', async () => {
    await writeFile(path(), '{"v": 99, "port": 40123}');
    expect(await formerPort(home).settle(SOCKET)).toBeNull();
    expect(await readFile(path(), 'utf8')).toContain('99');
    await writeFile(path(), '{"v": 1,');
    await expect(formerPort(home).settle(SOCKET)).rejects.toThrow();
  });

  it.each(['', SOCKET, 'https://latchkey.example.com', 'http://127.0.0.1', 'http://[::1]:4460'])(
    'is none in %j, where no service of a desktop was',
    (url) => expect(portIn(url)).toBeNull(),
  );
});
