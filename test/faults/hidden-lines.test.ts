import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { programOf } from '../support/run-typescript.ts';

it.runIf(existsSync('/usr/bin/script'))(
  'what is typed at a terminal while the passphrase before it is looked at is shown to nobody, and answers what is asked next',
  async () => {
    const host = await programOf('test/faults/support/hidden-lines-host.ts');
    const command = `exec "${process.execPath}" "${host}"`;
    const child = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { PATH: process.env['PATH'], SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    try {
      await until(() => shown.includes('first? '));
      child.stdin.write('mistyped words\n');
      await until(() => /busy \d+\r?\n/.test(shown));
      child.stdin.write('the right ones\nand more, unasked\n');
      process.kill(Number(/busy (\d+)/.exec(shown)?.[1]), 'SIGUSR2');
      await once(child, 'exit');
      expect(shown).toContain('lengths 14 14');
      expect(shown).not.toMatch(/mistyped|right|unasked/);
    } finally {
      child.kill('SIGKILL');
    }
  },
);
