import { plainSaid } from '../../shared/lib/said.ts';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveIdentity } from '../../shared/client/identity-file.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { until } from '../fakes/until.ts';
import { startTomorrowEdge } from '../support/tomorrow-edge.ts';
import { approved, request, review } from '../unit/main/request-example.ts';

// The command as people start it, with a service that says what only later versions know.

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));
const REFUSAL = { code: 'moonPhase', message: 'Wait for the full moon.' };

let edge: Awaited<ReturnType<typeof startTomorrowEdge>>;
let home: string;
beforeAll(async () => {
  edge = await startTomorrowEdge();
  home = await mkdtemp(join(tmpdir(), 'latchkey-cli-newer-'));
  await saveIdentity(home, { ...FAKE_IDENTITY, url: edge.url });
  edge.answer('requests.list', () => ({ data: [frozen('frozen000001'), waiting, frozen('frozen000002')] }));
});
afterAll(async () => {
  await edge.stop();
  await rm(home, { recursive: true, force: true });
});

const waiting = request({ requestId: 'request00001' });
const frozen = (requestId: string) => ({
  ...request({ requestId }, review('approve'), approved),
  phase: { kind: 'frozen', until: 5 },
});

function start(words: readonly string[]) {
  const env = { PATH: process.env['PATH'], LATCHKEY_HOME: home };
  const child = spawn(process.execPath, [LATCHKEY, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { out: '', note: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.note += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, written, ended };
}
async function run(...words: readonly string[]) {
  const { ended, written } = start(words);
  return { status: await ended, ...written };
}

const TWO = '2 requests were made by a newer Latchkey. Update Latchkey to see them.\n';

test('lists have what is known, and say how many more there are', async () => {
  const [requests, inbox, json, grants] = await Promise.all([
    run('requests'),
    run('inbox'),
    run('requests', '--json'),
    run('grants'),
  ]);
  for (const shown of [requests, inbox]) {
    expect(shown).toMatchObject({ status: 0, note: TWO });
    expect(shown.out).toContain('Write to the payments database');
  }
  expect(json).toMatchObject({ status: 0, note: TWO });
  const listed = JSON.parse(json.out) as RequestState[];
  expect(listed.map(({ facts }) => facts.requestId)).toEqual(['request00001']);
  expect(grants).toMatchObject({ status: 0, note: expect.stringContaining(TWO) });
});

test('the catalogue has what is known, and says how much more there is', async () => {
  const item = {
    ...{ id: 'a:b', title: 'A', description: '', providerId: 'p', tags: {}, access: 'auto' },
    ...{ sentence: 'At once.', maxDurationMs: null, minReasonLength: 0, ticketPattern: null },
  };
  const items = [item, { ...item, access: 'lottery' }];
  edge.answer('catalog.list', () => ({ data: { version: 1, items, names: {} } }));
  const shown = await run('catalog');
  expect(shown).toMatchObject({
    status: 0,
    note: expect.stringContaining('1 entitlement was made by a newer'),
  });
  expect(shown.out).toContain('a:b');
  edge.answer('catalog.list', () => ({ data: { pages: [] } }));
  expect(await run('catalog')).toMatchObject({ status: 1, note: expect.stringContaining('newer Latchkey') });
});

test('a check of pools that is not known in part is no success', async () => {
  const entitlement = { entitlementId: 'a:b', title: 'A', pool: 'p', state: 'ok', problems: [] };
  const entitlements = [entitlement, { ...entitlement, state: 'doubtful' }];
  const data = { pools: [{ pool: 'p', runners: 1 }], entitlements };
  edge.answer('pools.check', () => ({ data }));
  const shown = await run('pools', 'check');
  expect(shown).toMatchObject({ status: 1, note: expect.stringContaining('newer Latchkey') });
  expect(shown.out).toMatch(/^✓ ok +a:b\n$/);
});

test('what was carried out is said to be done, and how it stands is not guessed', async () => {
  edge.answer('requests.withdraw', () => ({ data: frozen('request00001') }));
  const [shown, json] = await Promise.all([
    run('withdraw', 'request00001'),
    run('withdraw', 'request00001', '--json'),
  ]);
  expect(shown).toMatchObject({ status: 0, out: '', note: expect.stringMatching(/^It is done\..*newer/) });
  expect(JSON.parse(json.out)).toEqual(plainSaid(frozen('request00001')));
});

test('a request whose fate is not known is no success', async () => {
  edge.answer('requests.submit', () => ({ data: frozen('request00009') }));
  const words = ['request', 'a:b', '--for', '5m', '--reason', 'look', '--wait'];
  expect(await run(...words)).toMatchObject({ status: 1, out: '', note: expect.stringContaining('newer') });
});

test('a refusal that is not known is one, in the words of the service', async () => {
  edge.answer('requests.withdraw', () => ({ refusal: REFUSAL }));
  const shown = await run('withdraw', 'request00001', '--json');
  expect(shown).toMatchObject({ status: 3, note: `${REFUSAL.message}\n` });
  const { message } = REFUSAL;
  expect(JSON.parse(shown.out)).toEqual({
    error: { code: 'unknown', why: 'asWritten', params: { text: message }, message },
  });
});

test('a request that cannot be shown is named as such, and no other one is taken for it', async () => {
  expect(await run('withdraw', 'frozen0')).toMatchObject({
    status: 1,
    note: expect.stringContaining('was made by a newer Latchkey'),
  });
});

test('watch tells of what it knows and counts the rest, and goes on after a change that it does not know', async () => {
  const { child, written, ended } = start(['watch', '--no-notify']);
  await until(() => written.out.includes('request00001') && written.note.includes(TWO));
  edge.answer('requests.list', () => ({
    data: [frozen('frozen000001'), request({ requestId: 'request00002' })],
  }));
  edge.fake.send({ kind: 'device', id: 'd' } as never);
  await until(() => written.out.includes('request00002'));
  expect(written.note).toContain('1 request was made by a newer Latchkey. Update Latchkey to see it.');
  expect(written.note).not.toContain('cannot be reached');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
