import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveIdentity } from '../../shared/client/identity-file.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { FAKE_IDENTITY, FAKE_LOG } from '../fakes/fake-api.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { DEV, hashed, LEAD, OWNER, PeopleLog } from '../fakes/people-log.ts';
import { onFullDisk } from '../support/on-full-disk.ts';
import { facts } from '../unit/main/request-example.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { LOG } from './history-log.ts';

// `latchkey history` as processes of one LATCHKEY_HOME, before a service that has the log's key.

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));

let home: string;
let log: FakeLog;
let stop: () => Promise<unknown>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-history-'));
  log = new FakeLog(FAKE_LOG);
  const { edge, url } = await startFakeEdge(undefined, 0, (api) => ({ ...api, log: log.api }));
  let stopping: Promise<unknown> | null = null;
  stop = () => (stopping ??= edge.stop());
  await saveIdentity(home, { ...FAKE_IDENTITY, url });
});
afterEach(async () => {
  await stop();
  await rm(home, { recursive: true, force: true });
});

const entries = (count: number): string[] =>
  Array.from({ length: count }, (_, seq) => {
    const entry = { type: 'inviteCreated', person: 'dev@example.com', expiresAt: 1_700_000_000_000 };
    const of = { stream: 'devices', version: seq + 1, at: 1_600_000_000_000, actor: 'lead@example.com' };
    return canonicalText({ v: 1, seq, ...of, entry });
  });

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly note: string;
}

/** Runs `latchkey …` as a process of its own. */
function run(words: readonly string[], { isDiskFull = false } = {}): Promise<Ran> {
  const command = [process.execPath, LATCHKEY, ...words];
  const [program = '', ...rest] = isDiskFull ? onFullDisk(command) : command;
  const child = spawn(program, rest, {
    env: { PATH: process.env['PATH'], LATCHKEY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', note: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.note += text));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...written })));
}

describe('the history of one LATCHKEY_HOME', () => {
  it('is whole in each of several commands that are run at once', async () => {
    log.append(...entries(200));
    const ran = await Promise.all([1, 2, 3, 4].map(() => run(['history', '--json'])));
    expect(ran.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(ran.map(({ out }) => (JSON.parse(out) as unknown[]).length)).toEqual([200, 200, 200, 200]);
    await stop();
    const offline = await run(['history', '--json']);
    expect((JSON.parse(offline.out) as unknown[]).length).toBe(200);
  });

  it('raises its alarm on a full disk, shows the evidence, and keeps it as soon as there is room', async () => {
    log.append(...entries(3));
    expect((await run(['history'])).status).toBe(0);
    log.rewrite(...entries(2));
    const evidencePath = join(home, 'log-alarm.json');

    const full = await run(['history'], { isDiskFull: true });
    expect(full.status).toBe(1);
    expect(full.out.split('\n').length).toBeGreaterThan(3);
    expect(full.note).toContain(
      'ALARM: the history cannot be trusted. The log had 3 entries and now says that it has 2. The evidence could not be kept in',
    );
    const evidence: unknown = JSON.parse(full.note.slice(full.note.indexOf('{'), full.note.indexOf('ALARM')));
    expect(evidence).toMatchObject({ kind: 'shrunk', evidence: { trustedSize: 3, offeredSize: 2 } });
    expect(existsSync(evidencePath)).toBe(false);

    const again = await run(['history']);
    expect(again.note).toContain(`The evidence is in ${evidencePath}.`);
    expect(JSON.parse(await readFile(evidencePath, 'utf8'))).toEqual(evidence);
  });

  it('does not verify where the service keeps back what somebody said', async () => {
    log.append(...LOG.map(({ text }) => text ?? ''));
    log.said = Object.fromEntries(LOG.map(({ seq, said }) => [seq, said]));
    expect((await run(['history', 'verify'])).status).toBe(0);
    await rm(join(home, 'log-entries.jsonl'));
    log.said = { ...log.said, 0: [] };
    const ran = await run(['history', 'verify', '--json']);
    expect(ran.status).toBe(1);
    expect(`${ran.out}${ran.note}`).toMatch(
      /What people said in one entry \(0\) is missing, and no entry says/,
    );
  });

  it('says how each entry is known, and which one is not what somebody signed, with evidence and status 1', async () => {
    const people = new PeopleLog(log.pinned.origin);
    for (const person of [OWNER, LEAD, DEV]) people.join(person);
    const asked = hashed(facts());
    people.ask(asked);
    people.review(asked, people.approval(LEAD, asked));
    people.follows(asked.requestId, { type: 'requestApproved', by: 'reviews' });
    const publish = (): void => {
      log.append(...people.leaves.slice(log.texts.length).map(({ text }) => text));
      log.said = Object.fromEntries(people.leaves.map((leaf, seq) => [seq, [...leaf.said]]));
    };
    publish();
    const well = await run(['history', 'verify']);
    expect(well).toMatchObject({ status: 0 });
    expect(well.out.split('\n')).toEqual([
      'The log verifies up to now: 6 entries, of which you may read 6.',
      '  2 by whoever did it: each signature fits',
      '  1 computed from earlier entries',
      '  3 the word of the service or of a runner',
      '',
    ]);

    people.write(`request/${asked.requestId}`, { type: 'requestWithdrawn', by: DEV }, { actor: DEV });
    publish();
    const forged = await run(['history', 'verify', '--json']);
    expect(forged.status).toBe(1);
    expect(`${forged.out}${forged.note}`).toContain(
      'ALARM: the history cannot be trusted. Entry 6, which says “dev@example.com withdrew the request”, is signed by nobody.',
    );
    const evidence: unknown = JSON.parse(await readFile(join(home, 'log-alarm.json'), 'utf8'));
    expect(evidence).toMatchObject({ kind: 'entry', evidence: { trustedSize: 6, entry: { seq: 6 } } });
    // What was verified before can be read, and is told apart.
    const shown = await run(['history', '--json']);
    expect(shown.status).toBe(1);
    expect((JSON.parse(shown.out) as unknown[]).length).toBe(6);
  });

  it('is shown on a full disk where nothing is new', async () => {
    log.append(...entries(3));
    expect((await run(['history'])).status).toBe(0);
    const full = await run(['history', '--json'], { isDiskFull: true });
    expect(full.status).toBe(0);
    expect((JSON.parse(full.out) as unknown[]).length).toBe(3);
    expect(full.note).toContain(`The names of people could not be kept in ${home} (EFBIG`);
  });

  it('is shown although the names of people cannot be kept', async () => {
    log.append(...entries(3));
    await mkdir(join(home, 'names.json'));
    const ran = await run(['history', '--json']);
    expect(ran.status).toBe(0);
    expect((JSON.parse(ran.out) as unknown[]).length).toBe(3);
  });
});
