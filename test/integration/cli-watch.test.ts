import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Keyboard } from '../../shared/cli/terminal.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
});
afterAll(() => world.stop());

/** A keyboard on which a test presses keys and writes lines. */
function handKeyboard(): Keyboard & {
  press(key: string): void;
  write(line: string): void;
  isTyping(): boolean;
} {
  const keys: string[] = [];
  const lines: string[] = [];
  let isTyping = false;
  const next = async (from: string[], signal: AbortSignal): Promise<string | null> => {
    await until(() => from.length > 0 || signal.aborted);
    return from.shift() ?? null;
  };
  return {
    key: (signal) => next(keys, signal),
    line: (_prompt, signal) => {
      isTyping = true;
      return next(lines, signal).finally(() => (isTyping = false));
    },
    close: () => undefined,
    press: (key) => void keys.push(key),
    write: (line) => void lines.push(line),
    isTyping: () => isTyping,
  };
}

const ask = async (reason: string): Promise<string> => {
  const words = ['request', 'prod/sandbox:token', '--for', '5m', '--reason', reason];
  return (await world.json<{ request: RequestState }>('dev', words)).request.facts.requestId;
};
const phaseOf = async (id: string): Promise<string> => {
  const all = await world.json<RequestState[]>('dev', ['requests']);
  return all.find(({ facts }) => facts.requestId === id)?.phase.kind ?? 'nowhere';
};

/** `latchkey watch` in a terminal, with a clock in the test's hand: keys count for what has been shown for a second. */
function watchAsLead() {
  const [keyboard, clock] = [handKeyboard(), new ManualClock(systemClock.now())];
  const shown = { text: '' };
  const write = (text: string): void => void (shown.text += text);
  const ended = world.run('lead', ['watch', '--no-notify'], { keyboard, clock, out: write, note: write });
  return {
    keyboard,
    clock,
    ended,
    said: () => shown.text,
    says: (text: string) => until(() => shown.text.includes(text)),
    lastLine: () => shown.text.trimEnd().split('\n').at(-1) ?? '',
  };
}
const short = (id: string): string => id.slice(0, 8);

it('watch shows what waits, and answers it with a and d', async () => {
  const { keyboard, clock, says, ended } = watchAsLead();
  const first = await ask('the first \u001b[2J of them');
  await says('the first ␛[2J of them');
  await says(`a approves, d denies ${short(first)}`);
  await clock.advance(2_000);
  keyboard.press('a');
  await says(`Approved ${short(first)}`);
  expect(await phaseOf(first)).toBe('approved');

  const second = await ask('the second of them');
  await says(`a approves, d denies ${short(second)}`);
  await clock.advance(2_000);
  keyboard.press('d');
  keyboard.write('not today');
  await says(`Denied ${short(second)}`);
  expect(await phaseOf(second)).toBe('denied');

  const third = await ask('the third of them');
  await says('the third of them');
  await world.run('dev', ['withdraw', third]);
  await says(`${short(third)} does not wait for you any more`);
  keyboard.press('a');
  keyboard.press('q');
  expect((await ended).status).toBe(0);
  expect(await phaseOf(third)).toBe('withdrawn');
});

it('a key in watch answers the request that was shown last, whatever comes meanwhile', async () => {
  const { keyboard, clock, said, says, lastLine, ended } = watchAsLead();
  const older = await ask('the older of two');
  await says(`a approves, d denies ${short(older)}`);
  const newer = await ask('the newer of two');
  await says('1 more waits for you after this one.');
  expect(said()).not.toContain('the newer of two');
  expect(lastLine()).toContain(`a approves, d denies ${short(older)}`);
  await clock.advance(2_000);
  keyboard.press('a');
  await says(`Approved ${short(older)}`);
  await says(`a approves, d denies ${short(newer)}`);
  expect(said()).toContain('the newer of two');
  expect(await phaseOf(newer)).toBe('submitted');
  await clock.advance(2_000);
  keyboard.press('a');
  await says(`Approved ${short(newer)}`);
  keyboard.press('q');
  expect((await ended).status).toBe(0);
});

it('a key in watch answers nothing that has only just come to the front', async () => {
  const { keyboard, clock, says, ended } = watchAsLead();
  const only = await ask('the only one');
  await says(`a approves, d denies ${short(only)}`);
  keyboard.press('a');
  await says('Not sent: the request has only just come to the front.');
  expect(await phaseOf(only)).toBe('submitted');
  await clock.advance(2_000);
  keyboard.press('a');
  await says(`Approved ${short(only)}`);
  keyboard.press('q');
  expect((await ended).status).toBe(0);
});

it('a denial that is being typed in watch is of the request that it was begun for, and nothing is written into it', async () => {
  const { keyboard, clock, said, says, ended } = watchAsLead();
  const older = await ask('denied while another comes');
  await says(`a approves, d denies ${short(older)}`);
  await clock.advance(2_000);
  keyboard.press('d');
  await until(() => keyboard.isTyping());
  const newer = await ask('comes meanwhile');
  await world.run('dev', ['withdraw', older]);
  const before = said();
  keyboard.write('approve nothing');
  await says('already');
  expect(said().slice(before.length)).toContain(`${short(older)} does not wait for you any more`);
  expect(before).not.toContain('comes meanwhile');
  expect(await phaseOf(newer)).toBe('submitted');
  await says(`a approves, d denies ${short(newer)}`);
  await world.run('dev', ['withdraw', newer]);
  keyboard.press('q');
  expect((await ended).status).toBe(0);
});

it('watch refuses a pipe as input, in words', async () => {
  const piped = { read: () => Promise.resolve('a') };
  const ran = await world.run('lead', ['watch', '--no-notify'], { piped });
  expect(ran.note).toContain('In scripts: latchkey approve ID, or latchkey deny ID --comment TEXT.');
  expect(ran).toMatchObject({ status: 2, note: expect.stringContaining('not read from a pipe') });
});

it('watch without a keyboard ends when it is stopped', async () => {
  const stop = new AbortController();
  let said = '';
  const watching = world.run('lead', ['watch', '--no-notify'], {
    stop: stop.signal,
    note: (text) => void (said += text),
  });
  await until(() => said.includes('Waiting for requests'));
  stop.abort();
  expect((await watching).status).toBe(0);
});

// Last, since nobody is left then.
it.each([
  ['with a keyboard', 'lead'],
  ['without', 'dev'],
])('watch ends with its sentence when its device is removed: %s', async (how, person) => {
  let said = '';
  const write = (text: string): void => void (said += text);
  const keyboard = how === 'without' ? null : handKeyboard();
  const ended = world.run(person, ['watch', '--no-notify'], { keyboard, out: write, note: write });
  await until(() => said.includes('Waiting'));
  const { deviceId } = await world.json<{ deviceId: string }>(person, ['whoami']);
  const remove = ['devices', 'remove', deviceId, '--person', `${person}@example.com`, '--yes'];
  expect(await world.run('owner', remove)).toMatchObject({ status: 0 });
  expect((await ended).status).toBe(3);
  expect(said).toMatch(SIGNED_OUT);
  expect(said).not.toContain('Trying again');
});

const SIGNED_OUT = /This device was signed out/;
