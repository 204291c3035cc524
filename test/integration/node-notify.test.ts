import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { forkNotify } from '../../shared/cli/fork-notify.ts';
import { nodeNotify } from '../../shared/system/node-notify.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import type { Language } from '../../shared/words/language.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

const WORDS =
  'Latchkey\n2 requests wait for you. Latchkey says what, in its window or terminal.\n--expire-time\n10000\n';
const ENTRY = join(root, 'out/cli/notify-worker.js');

let world: Awaited<ReturnType<typeof startCliWorld>>;
let folder: string;

/** A computer whose `notify-send` writes down what it was given: its arguments, and its whole environment. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-notify-'));
  const program = join(folder, 'notify-send');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" >"${folder}/args"\nenv >"${folder}/env"\n`);
  chmodSync(program, 0o755);
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({
  PATH: `${folder}:${process.env['PATH']}`,
  DISPLAY: ':7',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
  LATCHKEY_SECRET_DB: 'hunter2-hunter2',
  AWS_SECRET_ACCESS_KEY: 'hunter3-hunter3',
});
const notify = (path = environment().PATH, entry = ENTRY, language: Language = 'en') =>
  nodeNotify(
    (args) => forkNotify(args, { ...environment(), PATH: path }, entry),
    { kind: 'requests', count: 2, language },
    systemClock,
  );
const written = (name: string): string => readFileSync(join(folder, name), 'utf8');

it('who shows a notice has what it needs of the environment, and no secret of a runner', async () => {
  await notify();
  expect(written('env')).toContain('DISPLAY=:7');
  expect(written('env')).toContain('DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere');
  expect(written('env')).not.toMatch(/SECRET|hunter/);
  expect(written('args')).toBe(WORDS);
  await notify(environment().PATH, ENTRY, 'de');
  expect(written('args')).toContain('2 Anfragen warten auf Ihre Antwort');
});

it('`latchkey watch` tells a notification how many wait, in fixed words: no text of people is in its arguments', async () => {
  rmSync(join(folder, 'env'), { force: true });
  const reason = `$(touch ${folder}/proof) \`touch ${folder}/proof\` quoted"`;
  const asked = ['request', 'prod/sandbox:token', '--for', '5m', '--reason', reason];
  await world.json('dev', asked);
  await world.json('dev', asked);
  const watching = spawn(process.execPath, [join(root, 'build/latchkey.js'), 'watch'], {
    env: { ...environment(), LATCHKEY_HOME: world.home('lead') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const shown = { text: '' };
  watching.stdout.setEncoding('utf8').on('data', (text: string) => (shown.text += text));
  await until(() => existsSync(join(folder, 'env')));
  expect(written('args')).toBe(WORDS);
  expect(written('env')).not.toMatch(/SECRET|hunter/);
  await until(() => shown.text.includes('quoted"'));
  expect(existsSync(join(folder, 'proof'))).toBe(false);
  watching.kill('SIGTERM');
  await once(watching, 'exit');
});

it('says what is missing where no notice can be shown', async () => {
  await expect(notify('/nowhere')).rejects.toThrow(/notify-send/);
  await expect(notify(undefined, join(folder, 'no-such.js'))).rejects.toThrow('ended');
});
