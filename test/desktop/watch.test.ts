import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../build/setup/root.js';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { LEAD } from '../support/example-company.ts';
import { Team } from './support/team.ts';

const LATCHKEY = join(root, 'build', 'latchkey.js');

describe('`latchkey watch` in a terminal', () => {
  let desktop: VirtualDesktop;
  let team: Team;
  const started: ChildProcess[] = [];

  /** As in a terminal of this desktop, or of a machine without one. */
  function latchkey(words: readonly string[], env: Readonly<Record<string, string>> = desktop.env) {
    const home = join(desktop.folder, 'lead');
    const child = spawn(process.execPath, [LATCHKEY, ...words], {
      env: { ...env, LATCHKEY_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said.text += text));
    started.push(child);
    return { child, said };
  }

  beforeAll(async () => {
    [desktop, team] = await Promise.all([VirtualDesktop.start(), Team.start()]);
    const { child } = latchkey(['join', team.service.url, await team.owner.invite(LEAD)]);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
  afterAll(async () => {
    const running = started.filter(({ exitCode }) => exitCode === null);
    await Promise.all(running.map((child) => (child.kill('SIGTERM'), once(child, 'exit'))));
    await team?.stop();
    await desktop?.stop();
  });

  test('shows a desktop notification of fixed words: no text of people meets a shell or a list of processes', async () => {
    const { said } = latchkey(['watch']);
    await waitUntil('watching', () => said.text.includes('Waiting for requests'));
    const proof = join(desktop.folder, 'proof');
    const reason = `<b>bold</b> & "quoted" $(touch ${proof}) \`touch ${proof}\` \u202egnp.exe`;
    await team.dev.ask('shared/queue', { reason });
    const { texts } = await desktop.notices.waitFor('1 request waits for you.');
    expect(texts.join('\n')).not.toMatch(/bold|Dev Example|touch/);
    await waitUntil('the terminal says what', () => said.text.includes('Dev Example'));
    await desktop.screen.screenshot('test-results/screenshots/watch-notification.png');
    expect(existsSync(proof)).toBe(false);
  });

  test('says once where there can be none, and goes on in the terminal', async () => {
    const { said } = latchkey(['watch'], {
      PATH: desktop.env['PATH'] ?? '',
      HOME: desktop.env['HOME'] ?? '',
    });
    await waitUntil('watching', () => said.text.includes('Waiting for requests'));
    for (const reason of ['told in the terminal first', 'and told there again']) {
      await team.dev.ask('shared/queue', { reason });
      await waitUntil(reason, () => said.text.includes(reason));
    }
    await waitUntil('a word about it', () => said.text.includes('No desktop notifications here'));
    expect(said.text.match(/No desktop notifications/g)).toHaveLength(1);
    expect(said.text).not.toContain('Command failed');
  });
});
