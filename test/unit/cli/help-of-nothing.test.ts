import { describe, expect, it } from 'vitest';
import { runCli } from '../../../shared/cli/run-cli.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';

async function latchkey(words: string): Promise<{ status: number; out: string; note: string }> {
  const written = { out: '', note: '' };
  const status = await runCli(words.split(' '), {
    environment: {},
    clock: systemClock,
    out: (text) => void (written.out += text),
    note: (text) => void (written.note += text),
    tell: () => undefined,
    written: () => Promise.resolve(null),
    columns: null,
    stop: new AbortController().signal,
    keyboard: null,
    piped: null,
  });
  return { status, ...written };
}

describe('help', () => {
  it.each([
    ['--help catlog', 'catalog'],
    ['catlog --help', 'catalog'],
    ['-h catlog', 'catalog'],
    ['help catlog', 'catalog'],
    ['catlog -h --json', 'catalog'],
    ['pools chekc --help', 'check'],
    ['--help pools chekc', 'check'],
  ])(
    'of a command that is not there is wrong usage, and the nearest is named: %s',
    async (words, nearest) => {
      const ran = await latchkey(words);
      expect(ran.status).toBe(2);
      expect(ran.note).toContain('unknown command');
      expect(ran.note).toContain(`Did you mean ${nearest}`);
    },
  );

  it('of a command that is not there is wrong usage, also after an option', async () => {
    expect(await latchkey('--json catlog --help')).toMatchObject({
      status: 2,
      out: expect.stringContaining('"error"') as string,
    });
  });

  it.each([
    ['--help', 'Usage: latchkey [options]'],
    ['help', 'Usage: latchkey [options]'],
    ['requests --help', 'Usage: latchkey requests'],
    ['help requests', 'Usage: latchkey requests'],
    ['pools check --help', 'Usage: latchkey pools check'],
    ['pools --help', 'Usage: latchkey pools'],
    ['history --help --since 24h', 'Usage: latchkey history'],
    ['history verify --help', 'Usage: latchkey history verify'],
    ['end 0123abcd --help', 'Usage: latchkey end'],
  ])('is shown of what is there: %s', async (words, usage) => {
    const { status, out } = await latchkey(words);
    expect(status).toBe(0);
    expect(out).toContain(usage);
  });
});
