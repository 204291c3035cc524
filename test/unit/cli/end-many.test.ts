import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { checkMeant } from '../../../shared/cli/check-meant.ts';
import { reportEnded } from '../../../shared/cli/end-all.ts';
import { endMany } from '../../../shared/cli/end-many.ts';
import { listMeant, type Meant } from '../../../shared/cli/list-meant.ts';
import type { MemberSession } from '../../../shared/cli/member-session.ts';
import type { Terminal } from '../../../shared/cli/terminal.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { sentRefusal } from '../../../shared/contract/refusal-error.ts';
import { refuse } from '../../../shared/domain/refusal.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { activeGrant, approvedPhase, sampleRequest } from '../../fakes/sample-requests.ts';
import { until } from '../../fakes/until.ts';

// What an owner runs after an attack, against a service of which some of it fails.

const T = Date.UTC(2026, 0, 5, 9);
const running = (id: string): RequestState =>
  sampleRequest({ id, submittedAt: T, phase: approvedPhase(id, T, [activeGrant(T, T + 3_600_000)]) });
const idOf = (index: number) => `request${String(index).padStart(5, '0')}`;

const answered = (httpStatus: number, refusal: unknown = null) =>
  new TRPCClientError('it failed', {
    result: { error: { code: -32_603, message: 'it failed', data: { httpStatus, refusal } } } as never,
  });
const nobody = () => new TRPCClientError('connect ECONNREFUSED');

/** A service of so many accesses; `end` says what becomes of a call, and throws where it fails. */
function world(count: number, end: (grantId: string) => unknown = () => undefined) {
  const clock = new ManualClock();
  const stopping = new AbortController();
  const held = {
    requests: Array.from({ length: count }, (_, index) => running(idOf(index))) as unknown[],
    lists: (): unknown => undefined,
  };
  const calls: string[] = [];
  const said = { note: '', out: '' };
  const terminal = {
    clock,
    stop: stopping.signal,
    words: wordsIn('en'),
    note: (text: string) => void (said.note += text),
    out: (text: string) => void (said.out += text),
  } as unknown as Terminal;
  const list = async (input: { after?: string; limit: number }) => {
    await held.lists();
    const ids = held.requests.map((each) => (each as RequestState).facts.requestId);
    const from = input.after === undefined ? 0 : ids.indexOf(input.after) + 1;
    return held.requests.slice(from, from + input.limit);
  };
  const mutate = async ({ grantId }: { grantId: string }) => {
    calls.push(grantId);
    await end(grantId);
    held.requests = held.requests.filter(
      (each) => !grantId.startsWith((each as RequestState).facts.requestId),
    );
  };
  const catalog = {
    version: 1,
    items: [],
    names: { 'dev@example.com': 'Dev', 'ana@example.com': 'Ana' },
  };
  const subscribe = (_: unknown, { onStarted }: { onStarted: () => void }) => {
    onStarted();
    return { unsubscribe: () => undefined };
  };
  const api = {
    requests: { list: { query: list } },
    grants: { end: { mutate } },
    catalog: { list: { query: () => Promise.resolve(catalog) } },
    changes: { subscribe },
  } as unknown as MemberSession['api'];
  const client = { api, onSocket: () => () => undefined } as unknown as MemberSession['client'];
  const run = () =>
    endMany(
      { api, client },
      {},
      {
        terminal,
        reason: 'an attack',
        forMs: durationMs(60_000),
        onProgress: () => undefined,
      },
    );
  return { run, api, clock, calls, held, said, terminal, stop: () => stopping.abort() };
}

/** Lets time pass until it has ended. */
async function ended<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  void work.finally(() => (isOver = true)).catch(() => undefined);
  await until(async () => (await clock.advance(1_000), isOver));
  return work;
}

const told = (done: Awaited<ReturnType<typeof endMany>>, { terminal }: { terminal: Terminal }) => {
  try {
    reportEnded(terminal, done, true);
    return 0;
  } catch (failure) {
    return (failure as { status: number }).status;
  }
};

describe('a fault of one', () => {
  it('holds up no other, is tried again, and is told at the end', async () => {
    const bad = `${idOf(5)}0`;
    const here = world(200, (id) => id === bad && Promise.reject(answered(500)));
    const done = await ended(here.clock, here.run());
    expect(new Set(here.calls).size).toBe(200);
    expect(here.calls.filter((id) => id === bad).length).toBeGreaterThan(2);
    expect(done.failed.map(({ grantId }) => grantId)).toEqual([bad]);
    expect(told(done, here)).toBe(6);
    expect(JSON.parse(here.said.out)).toMatchObject({ failed: [{ grantId: bad, code: 'fault' }] });
    expect(here.said.note).toContain('was not ended. it failed');
  });

  it.each([
    ['500', () => answered(500)],
    ['502', () => answered(502)],
    ['nobody answers', nobody],
    [
      'too many tries',
      () => answered(429, sentRefusal(refuse('tooManyTries', 'asWritten', { text: 'wait' }))),
    ],
  ])('that passes is made good: %s', async (_, fault) => {
    const bad = `${idOf(5)}0`;
    let failures = 2;
    const here = world(40, (id) => id === bad && failures-- > 0 && Promise.reject(fault()));
    const done = await ended(here.clock, here.run());
    expect(done).toMatchObject({ outcome: 'gone', left: [], failed: [] });
    expect(told(done, here)).toBe(0);
  });

  it('that is a refusal for good is waited for no longer than for the rest', async () => {
    const bad = `${idOf(5)}0`;
    const refusal = sentRefusal(refuse('notAllowed', 'asWritten', { text: 'not yours' }));
    const here = world(40, (id) => id === bad && Promise.reject(answered(403, refusal)));
    const done = await here.run();
    expect(done).toMatchObject({ outcome: 'partly', failed: [{ grantId: bad }] });
    expect(told(done, here)).toBe(6);
    expect(here.said.note).toContain('not yours');
  });

  it('is that of all where nobody answers at all', async () => {
    const here = world(3, () => Promise.reject(nobody()));
    const done = await ended(here.clock, here.run());
    expect(told(done, here)).toBe(5);
  });
});

it('looks again by itself after a look that failed while the socket lives', async () => {
  const here = world(2);
  let lists = 0;
  here.held.lists = () => ((lists += 1) === 2 || lists === 3) && Promise.reject(nobody());
  expect(await ended(here.clock, here.run())).toMatchObject({ outcome: 'gone', left: [] });
  expect(here.clock.now() - T).toBeLessThan(10_000);
});

describe('the first round', () => {
  const hanging = () => {
    let isHeld = false;
    const open: (() => void)[] = [];
    const here = world(40, () => ((isHeld = true), new Promise<void>((resolve) => open.push(resolve))));
    return { ...here, isHeld: () => isHeld, release: () => open.forEach((each) => each()) };
  };

  it.each([
    ['stopped', (here: ReturnType<typeof hanging>) => here.stop()],
    ['timedOut', (here: ReturnType<typeof hanging>) => here.clock.advance(61_000)],
  ])('is %s between batches, and nothing new is sent', async (outcome, cut) => {
    const here = hanging();
    const work = here.run();
    await until(here.isHeld);
    await cut(here);
    const done = await work;
    expect(done).toMatchObject({ outcome, isCut: true });
    here.release();
    await here.clock.advance(60_000);
    expect(here.calls).toHaveLength(16);
    expect(told(done, here)).toBe(6);
  });
});

it('what only a newer Latchkey knows is never gone', async () => {
  const here = world(1);
  here.held.requests.push({ facts: { v: 99, requestId: 'request99999' } });
  const done = await here.run();
  expect(done).toMatchObject({ outcome: 'partly', left: [], unknown: 1 });
  expect(told(done, here)).toBe(6);
  expect(JSON.parse(here.said.out)).toMatchObject({ unknown: 1, outcome: 'partly' });
});

describe('names', () => {
  const check = async (meant: Meant, requests: unknown[] = [running(idOf(0))]) => {
    const { api, held } = world(0);
    held.requests = requests;
    return checkMeant(api, meant, await listMeant(api, meant));
  };

  it.each([
    [{ person: 'dve@example.com' }, 'Did you mean “dev@example.com”?'],
    [{ provider: 'payment-db' }, 'Did you mean “payments-db”?'],
    [{ person: 'somebody-else@elsewhere.example' }, 'Nobody is called'],
  ])('that are nobody’s are wrong usage: %j', async (meant, message) => {
    await expect(check(meant)).rejects.toMatchObject({
      status: 2,
      message: expect.stringContaining(message),
    });
  });

  it('of who left count while something of theirs runs', async () => {
    const of = running(idOf(0));
    const left = { ...of, facts: { ...of.facts, requester: 'gone@example.com' } };
    await check({ person: 'gone@example.com' }, [left]);
    await expect(check({ person: 'gone@example.com' })).rejects.toMatchObject({ status: 2 });
  });
});
