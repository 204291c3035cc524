import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from '../../../shared/cli/run-cli.ts';
import type { World } from '../../../shared/cli/terminal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function init(dir: string): Promise<{ status: number; note: string }> {
  let note = '';
  const world = {
    environment: { LATCHKEY_HOME: folder },
    out: () => undefined,
    note: (text: string) => void (note += text),
    written: () => Promise.resolve(null),
  } as Partial<World> as World;
  return { status: await runCli(['init', dir], world), note };
}

it('latchkey init says of a file, and of what lies under one, that it is no folder', async () => {
  const file = join(folder, 'afile');
  await writeFile(file, '');
  for (const dir of [file, join(file, 'b')])
    expect(await init(dir)).toMatchObject({
      status: 3,
      note: expect.stringContaining('is a file, or lies under'),
    });
});

it.runIf(process.platform === 'linux')('and ends where the system lets nobody make a folder', async () => {
  expect(await init('/proc/x')).toMatchObject({ status: 3, note: expect.stringContaining('cannot be made') });
});

it('says that a service is started with the files next', async () => {
  const dir = join(folder, 'company');
  expect(await init(dir)).toMatchObject({
    status: 0,
    note: expect.stringContaining(`latchkey service --org ${dir} --name NAME`),
  });
});
