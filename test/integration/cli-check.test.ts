import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../shared/cli/run-cli.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

// `latchkey publish DIR --check` where nobody has joined anything: a job of CI that looks at a change of the files.

let folder: string;
let dir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-check-'));
  dir = join(folder, 'company');
  expect((await latchkey('init', dir)).status).toBe(0);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function latchkey(...words: string[]) {
  const written = { out: '', note: '' };
  const note = (text: string): void => void (written.note += text);
  const status = await runCli(words, {
    environment: { LATCHKEY_HOME: join(folder, 'home') },
    clock: systemClock,
    out: (text) => void (written.out += text),
    ...{ note, tell: note },
    written: () => Promise.resolve(null),
    columns: null,
    stop: new AbortController().signal,
    keyboard: null,
    piped: null,
  });
  return { status, ...written };
}

const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(dir, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(join(dir, file), text.replace(from, to));
};

describe('files of an organisation, where nothing was joined', () => {
  it('are checked as they are', async () => {
    expect(await latchkey('publish', dir, '--check')).toMatchObject({
      status: 0,
      note: expect.stringMatching(/^No mistakes\. This device has joined no service/),
    });
    expect(JSON.parse((await latchkey('publish', dir, '--check', '--json')).out)).toEqual({
      published: false,
      mistakes: [],
    });
  });

  it('have their mistakes told at their lines, and fail the job', async () => {
    await edit(
      'policy.yaml',
      'requester: [anyone] }',
      'requester: [anyone], when: request.local.hours < 18 }',
    );
    const { status, note } = await latchkey('publish', dir, '--check');
    expect(status).toBe(3);
    expect(note).toMatch(/policy\.yaml:\d+:\d+.*“request\.local” has no “hours”/);
    const { out } = await latchkey('publish', dir, '--check', '--json');
    expect(JSON.parse(out)).toMatchObject({
      published: false,
      mistakes: [{ file: 'policy.yaml', severity: 'error' }],
    });
  });

  it('are published by nobody', async () => {
    expect(await latchkey('publish', dir)).toMatchObject({
      status: 2,
      note: expect.stringContaining('has not joined'),
    });
  });
});
