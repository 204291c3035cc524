import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
let requestId: string;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
  const asked = await world.json<{ request: RequestState }>('dev', [
    ...['request', 'prod/sandbox:token', '--for', '10m', '--reason', 'deploy the fix for the shop'],
  ]);
  ({ requestId } = asked.request.facts);
});
afterAll(() => world.stop());

const textsOf = ({ comments = [] }: RequestState) => comments.map(({ by, text }) => `${by}: ${text}`);

it('a reviewer and the requester say something about a request that waits, and it waits on', async () => {
  const ran = await world.run('lead', ['comment', requestId.slice(0, 8), 'Which shop?']);
  expect(ran).toEqual({
    status: 0,
    out: '',
    note: `Your comment is on request ${requestId.slice(0, 8)}.\n`,
  });
  const after = await world.json<RequestState>('dev', ['comment', requestId, 'The one in Graz']);
  expect(textsOf(after)).toEqual(['lead@example.com: Which shop?', 'dev@example.com: The one in Graz']);
  expect(after.phase).toEqual({ kind: 'submitted', step: 0 });
  expect((await world.json<RequestState[]>('lead', ['inbox'])).map(textsOf)).toEqual([textsOf(after)]);
});

it('a minus reads it from standard input', async () => {
  const piped = { read: async () => 'two lines\nof it\n' };
  expect(await world.run('lead', ['comment', requestId, '-'], { piped })).toMatchObject({ status: 0 });
  const [state] = await world.json<RequestState[]>('lead', ['inbox']);
  expect(state && textsOf(state).at(-1)).toBe('lead@example.com: two lines\nof it');
  expect(await world.run('lead', ['comment', requestId, '-'])).toMatchObject({
    status: 2,
    note: expect.stringContaining('pass it on standard input'),
  });
});

it.each([
  ['nothing', '', 3, /The comment is empty/],
  ['what cannot be seen', '\u200b', 3, /The comment is empty/],
  ['more than can be sent', 'x'.repeat(2_001), 2, /The comment is 1 character too long: at most 2,000/],
])('%s is not sent', async (_what, text, status, note) => {
  const ran = await world.run('lead', ['comment', requestId, text]);
  expect(ran).toMatchObject({ status, out: '', note: expect.stringMatching(note) });
});

it('what was said is in the history, for people, spreadsheets and programs, and never obeyed', async () => {
  await world.run('lead', ['comment', requestId, '=cmd() \u001b[31mred']);
  const shown = await world.run('dev', ['history']);
  expect(shown.out).toMatch(/commented: Which shop\?/);
  expect(shown.out).toContain('commented: =cmd() ␛[31mred');
  expect((await world.run('dev', ['history', '--csv'])).out).toMatch(/requestCommented,.*Which shop\?/);
  const rows = await world.json<{ type: string; actor: string; what: string }[]>('dev', ['history']);
  expect(rows.filter(({ type }) => type === 'requestCommented').map(({ actor }) => actor)).toEqual([
    ...['lead@example.com', 'dev@example.com', 'lead@example.com', 'lead@example.com'],
  ]);
});
