import { inWords } from '../../support/in-words.ts';
import { expect, test } from 'vitest';
import type { CallOutcome } from '../../../main/sync/call-service.ts';
import { createOutbox } from '../../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../../main/store/outbox-command.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { refuse, type Refusal } from '../../../shared/domain/refusal.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { until } from '../../fakes/until.ts';
import { AT, request } from './request-example.ts';

const command = (key: string): OutboxCommand => ({
  key,
  requestId: 'request00001',
  title: 'Write to the payments database',
  createdAt: AT,
  state: 'sending',
  message: null,
  procedure: 'withdraw',
  input: { requestId: 'request00001' },
});

const away: CallOutcome<RequestState> = { kind: 'unreachable', message: 'away' };
const done: CallOutcome<RequestState> = { kind: 'answered', value: request() };
const refused: CallOutcome<RequestState> = {
  kind: 'refused',
  refusal: refuse('alreadyDecided', 'asWritten', { text: 'Too late.' }),
};

function desk(kept: readonly OutboxCommand[] = []) {
  const seen = { sent: [] as string[], saved: [] as string[][], states: 0 };
  const clock = new ManualClock();
  let commands = kept;
  let bar: Refusal | null = null;
  let isSlow = false;
  let disk: () => Promise<void> | void = () => undefined;
  let answer: (key: string) => CallOutcome<RequestState> | Promise<CallOutcome<RequestState>> = () => away;
  const outbox = createOutbox({
    list: () => commands,
    save: async (next) => {
      commands = next;
      seen.saved.push(next.map(({ key, state }) => `${key} ${state}`));
      await disk();
    },
    send: async ({ key }) => {
      seen.sent.push(key);
      return answer(key);
    },
    onState: () => (seen.states += 1),
    barred: () => bar,
    isSlow: () => isSlow,
    clock,
  });
  return {
    outbox,
    seen,
    clock,
    slow: () => (isSlow = true),
    list: () => commands.map(({ key, state, message }) => [key, state, message]),
    service: (next: typeof answer) => (answer = next),
    bar: (refusal: Refusal | null) => (bar = refusal),
    /** What happens while something is written; rejects when it cannot be. */
    disk: (next: typeof disk) => (disk = next),
  };
}

test('what is answered at once never touches the disk', async () => {
  const { outbox, seen, service } = desk();
  service(() => done);
  expect(await outbox.give(command('key00001'))).toMatchObject({ ok: true, value: { queued: false } });
  expect(seen).toEqual({ sent: ['key00001'], saved: [], states: 1 });
});

/** A service that answers when the test says so. */
function late() {
  let resolve: (outcome: CallOutcome<RequestState>) => void = () => undefined;
  const promise = new Promise<CallOutcome<RequestState>>((settle) => (resolve = settle));
  return { answer: () => promise, resolve };
}

test('what is not answered within a second is kept while it is under way, and is gone when it is done', async () => {
  const { outbox, seen, clock, list, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  const given = outbox.give(command('key00001'));
  await clock.advance(900);
  expect(seen.saved).toEqual([]);
  await clock.advance(100);
  expect(await given).toMatchObject({ ok: true, value: { queued: true } });
  expect(list()).toEqual([['key00001', 'sending', null]]);
  await outbox.dismiss('key00001');
  expect(list()).toHaveLength(1);
  resolve(done);
  await outbox.flush();
  expect(list()).toEqual([]);
  expect(seen).toMatchObject({ sent: ['key00001'], states: 1 });
});

test('what comes after it waits behind it, and what was cut off is sent again, in order', async () => {
  const { outbox, seen, clock, slow, list, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  slow();
  const first = outbox.give(command('key00001'));
  await clock.advance(0);
  expect(await first).toMatchObject({ ok: true, value: { queued: true } });
  expect(await outbox.give(command('key00002'))).toMatchObject({ ok: true, value: { queued: true } });
  expect(list().map(([key, state]) => `${key} ${state}`)).toEqual(['key00001 sending', 'key00002 waiting']);
  service(() => done);
  resolve(away);
  await outbox.flush();
  expect(seen.sent).toEqual(['key00001', 'key00001', 'key00002']);
  expect(list()).toEqual([]);
});

test('what is refused after it was kept stays with the sentence', async () => {
  const { outbox, clock, list, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  const given = outbox.give(command('key00001'));
  await clock.advance(1_000);
  await given;
  resolve(refused);
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'refused', inWords('Too late.')]]);
});

test('what is under way when the app ends is kept', async () => {
  const { outbox, service, list } = desk();
  service(late().answer);
  void outbox.give(command('key00001'));
  await outbox.stop();
  expect(list()).toEqual([['key00001', 'sending', null]]);
});

test('what is refused at once is told to the person and not kept', async () => {
  const { outbox, seen, service } = desk();
  service(() => refused);
  expect(await outbox.give(command('key00001'))).toMatchObject({
    ok: false,
    error: { told: inWords('Too late.') },
  });
  expect(seen.saved).toEqual([]);
});

test('without a service it is saved before the person is told that it waits', async () => {
  const { outbox, seen, list } = desk();
  expect(await outbox.give(command('key00001'))).toMatchObject({ ok: true, value: { queued: true } });
  expect(seen.saved[0]).toEqual(['key00001 waiting']);
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
});

test('what waits is sent in order, under the keys it was given with', async () => {
  const { outbox, seen, list, service } = desk();
  for (const key of ['key00001', 'key00002', 'key00003']) await outbox.give(command(key));
  await outbox.flush();
  seen.sent.length = 0;
  service(() => done);
  await outbox.flush();
  expect(seen.sent).toEqual(['key00001', 'key00002', 'key00003']);
  expect(list()).toEqual([]);
});

test('what is refused later stays with the sentence, and what comes after it is still sent', async () => {
  const { outbox, list, service } = desk();
  await outbox.give(command('key00001'));
  await outbox.give(command('key00002'));
  await outbox.flush();
  service((key) => (key === 'key00001' ? refused : done));
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'refused', inWords('Too late.')]]);
  await outbox.dismiss('key00001');
  expect(list()).toEqual([]);
});

test('a new command never overtakes one that waits', async () => {
  const { outbox, seen, service } = desk();
  await outbox.give(command('key00001'));
  await outbox.flush();
  seen.sent.length = 0;
  service(() => done);
  await outbox.give(command('key00002'));
  await outbox.flush();
  expect(seen.sent).toEqual(['key00001', 'key00002']);
});

test('what waits can be taken back, and is never sent after that', async () => {
  const { outbox, list, seen, service } = desk();
  await outbox.give(command('key00001'));
  await outbox.flush();
  await outbox.dismiss('key00001');
  expect(list()).toEqual([]);
  seen.sent.length = 0;
  service(() => done);
  await outbox.flush();
  expect(seen.sent).toEqual([]);
});

test('what comes too often waits, and is sent later', async () => {
  const { outbox, list, service } = desk();
  const tooOften = refuse('tooManyTries', 'asWritten', { text: 'Wait a minute.' });
  service(() => ({ kind: 'refused', refusal: tooOften }));
  expect(await outbox.give(command('key00001'))).toMatchObject({ ok: true, value: { queued: true } });
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
  service(() => done);
  await outbox.flush();
  expect(list()).toEqual([]);
});

test('while sending is barred nothing is sent and nothing begins to wait', async () => {
  const { outbox, seen, list, bar, service } = desk();
  await outbox.give(command('key00001'));
  await outbox.flush();
  seen.sent.length = 0;
  bar(refuse('notAllowed', 'asWritten', { text: 'The history does not verify.' }));
  service(() => done);
  await outbox.flush();
  expect(await outbox.give(command('key00002'))).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
  expect(seen.sent).toEqual([]);
  expect(list()).toEqual([['key00001', 'waiting', null]]);
});

test('who says that this device is not signed in loses no command: anybody on that port can', async () => {
  const { outbox, list, service } = desk();
  service(() => ({ kind: 'refused', refusal: refuse('notSignedIn', 'asWritten', { text: 'Join first.' }) }));
  expect(await outbox.give(command('key00001'))).toMatchObject({ ok: true, value: { queued: true } });
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
});

test('who is too old for the service loses no command: it is sent after the update', async () => {
  const { outbox, list, service } = desk();
  service(() => ({
    kind: 'refused',
    refusal: refuse('clientTooOld', 'asWritten', { text: 'Update Latchkey here.' }),
  }));
  expect(await outbox.give(command('key00001'))).toMatchObject({ ok: true, value: { queued: true } });
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
});
const ALARM = refuse('notAllowed', 'asWritten', { text: 'The history does not verify.' });
const noRoom = (): never => {
  throw new Error('ENOSPC');
};

test('an alarm while a line is written does not cost it: it is not sent, and waits', async () => {
  const { outbox, seen, list, bar, disk, service } = desk([command('key00001')]);
  service(() => ({ kind: 'refused', refusal: ALARM }));
  disk(() => void bar(ALARM));
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
  bar(null);
  disk(() => undefined);
  service(() => done);
  await outbox.flush();
  expect(list()).toEqual([]);
  expect(seen.sent).toEqual(['key00001']);
});

test('an alarm while it is under way does not cost it either', async () => {
  const { outbox, list, bar, service } = desk([command('key00001')]);
  service(() => {
    bar(ALARM);
    return { kind: 'refused', refusal: ALARM };
  });
  await outbox.flush();
  expect(list()).toEqual([['key00001', 'waiting', null]]);
});

test('an alarm while a person waits for the answer is what they are told, and nothing is kept', async () => {
  const { outbox, seen, clock, bar, service } = desk();
  service(late().answer);
  const given = outbox.give(command('key00001'));
  bar(ALARM);
  await clock.advance(1_000);
  expect(await given).toEqual({ ok: false, error: ALARM });
  expect(seen.saved).toEqual([]);
});

test('what is taken back while its line is written is not sent', async () => {
  const { outbox, seen, list, disk } = desk([command('key00001')]);
  let isFirst = true;
  disk(async () => {
    if (!isFirst) return;
    isFirst = false;
    await outbox.dismiss('key00001');
  });
  await outbox.flush();
  expect(list()).toEqual([]);
  expect(seen.sent).toEqual([]);
});

test('what waits behind something that is under way is sent by itself when that is answered', async () => {
  const { outbox, seen, clock, slow, list, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  slow();
  const first = outbox.give(command('key00001'));
  await clock.advance(0);
  await first;
  await outbox.give(command('key00002'));
  expect(list()).toHaveLength(2);
  service(() => done);
  resolve(done);
  await until(() => list().length === 0);
  expect(seen.sent).toEqual(['key00001', 'key00002']);
});

test('what was cut off is tried again by itself', async () => {
  const { outbox, seen, clock, list, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  const given = outbox.give(command('key00001'));
  await clock.advance(1_000);
  await given;
  service(() => done);
  resolve(away);
  await until(() => list().length === 0);
  expect(seen.sent).toEqual(['key00001', 'key00001']);
});

test('what could not be written is not sent later: its person was told that it failed', async () => {
  const { outbox, seen, list, disk, service } = desk();
  disk(noRoom);
  await expect(outbox.give(command('key00001'))).rejects.toThrow('ENOSPC');
  expect(list()).toEqual([]);
  disk(() => undefined);
  service(() => done);
  await outbox.flush();
  expect(seen.sent).toEqual(['key00001']);
});

test('what is still being written is not sent before it is known whether that worked', async () => {
  const { outbox, seen, disk, list, service } = desk();
  let fail: (fault: Error) => void = () => undefined;
  disk(() => new Promise((_done, reject) => (fail = reject)));
  const given = outbox.give(command('key00001'));
  await until(() => list().length === 1);
  service(() => done);
  disk(() => undefined);
  await outbox.flush();
  fail(new Error('ENOSPC'));
  await expect(given).rejects.toThrow('ENOSPC');
  expect(list()).toEqual([]);
  expect(seen.sent).toEqual(['key00001']);
});

test.each([
  ['done', done, { ok: true, value: { queued: false } }],
  ['refused', refused, { ok: false, error: { told: inWords('Too late.') } }],
])('without room, what is under way is answered as it ends: %s', async (_how, outcome, told) => {
  const { outbox, seen, clock, list, disk, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  disk(noRoom);
  const given = outbox.give(command('key00001'));
  await clock.advance(1_000);
  await clock.advance(10_000);
  resolve(outcome);
  expect(await given).toMatchObject(told);
  await outbox.flush();
  expect(list()).toEqual([]);
  expect(seen.sent).toEqual(['key00001']);
});

test('without room and without an answer it fails, and is not sent again', async () => {
  const { outbox, seen, clock, list, disk, service } = desk();
  const { answer, resolve } = late();
  service(answer);
  disk(noRoom);
  const given = outbox.give(command('key00001')).catch(String);
  await clock.advance(1_000);
  await clock.advance(30_000);
  expect(await given).toContain('ENOSPC');
  disk(() => undefined);
  resolve(away);
  await outbox.flush();
  expect(list()).toEqual([]);
  expect(seen.sent).toEqual(['key00001']);
});

const many = (count: number, state: OutboxCommand['state']): OutboxCommand[] =>
  Array.from({ length: count }, (_, at) => ({ ...command(`${state}-${at}`), state }));

test('with 1,000 that wait, another is refused in words, and all of them stay', async () => {
  const { outbox, seen, list } = desk(many(999, 'waiting'));
  const both = await Promise.all([outbox.give(command('key00001')), outbox.give(command('key00002'))]);
  expect(both).toMatchObject([
    { ok: true },
    { ok: false, error: { told: inWords(/^Nothing was done: 1,000 things wait/) } },
  ]);
  expect(list()).toHaveLength(1_000);
  expect(list().at(-1)?.[0]).toBe('key00001');
  await outbox.dismiss('waiting-0');
  expect(await outbox.give(command('key00003'))).toMatchObject({ ok: true });
  expect(seen.sent).not.toContain('key00002');
});

test('of more than 300 that were refused the oldest go, and nothing that waits', async () => {
  const { outbox, list } = desk([...many(2, 'waiting'), ...many(305, 'refused')]);
  await outbox.give(command('key00001'));
  const keys = list().map(([key]) => key);
  expect(keys).toHaveLength(303);
  expect(keys.slice(0, 3)).toEqual(['waiting-0', 'waiting-1', 'refused-5']);
  expect(keys.at(-1)).toBe('key00001');
});
