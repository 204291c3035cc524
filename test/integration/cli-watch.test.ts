import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Keyboard } from '../../shared/cli/terminal.ts';
import type { RequestState } from '../../shared/domain/request.ts';
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
function handKeyboard(): Keyboard & { press(key: string): void; write(line: string): void } {
  const keys: string[] = [];
  const lines: string[] = [];
  const next = async (from: string[], signal: AbortSignal): Promise<string | null> => {
    await until(() => from.length > 0 || signal.aborted);
    return from.shift() ?? null;
  };
  return {
    key: (signal) => next(keys, signal),
    line: (_prompt, signal) => next(lines, signal),
    close: () => undefined,
    press: (key) => void keys.push(key),
    write: (line) => void lines.push(line),
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

it('watch tells what waits and what comes, and answers with a and d', async () => {
  const keyboard = handKeyboard();
  let said = '';
  const watching = world.run('lead', ['watch', '--no-notify'], {
    keyboard,
    out: (text) => void (said += text),
    note: (text) => void (said += text),
  });
  const first = await ask('the first \u001b[2J of them');
  await until(() => said.includes('the first ␛[2J of them'));
  keyboard.press('a');
  await until(() => said.includes(`Approved ${first.slice(0, 8)}`));
  expect(await phaseOf(first)).toBe('approved');

  const second = await ask('the second of them');
  await until(() => said.includes('the second of them'));
  keyboard.press('d');
  keyboard.write('not today');
  await until(() => said.includes(`Denied ${second.slice(0, 8)}`));
  expect(await phaseOf(second)).toBe('denied');

  const third = await ask('the third of them');
  await until(() => said.includes('the third of them'));
  await world.run('dev', ['withdraw', third]);
  await until(() => said.includes(`${third.slice(0, 8)} does not wait for you any more`));
  keyboard.press('a');
  keyboard.press('q');
  expect((await watching).status).toBe(0);
  expect(await phaseOf(third)).toBe('withdrawn');
});

it('watch answers the oldest, and nothing when another one has just taken its place', async () => {
  const older = await ask('the older of two');
  const newer = await ask('the newer of two');
  const [keyboard, clock] = [handKeyboard(), new ManualClock()];
  let said = '';
  const watching = world.run('lead', ['watch', '--no-notify'], {
    keyboard,
    clock,
    out: (text) => void (said += text),
    note: (text) => void (said += text),
  });
  await until(() => said.includes(`a approves, d denies ${older.slice(0, 8)} of`));
  await world.run('dev', ['withdraw', older]);
  await until(() => said.includes(`a approves, d denies ${newer.slice(0, 8)} of`));
  keyboard.press('a');
  await until(() => said.includes('Not sent: another request came to the front.'));
  expect(await phaseOf(newer)).toBe('submitted');
  await clock.advance(1_000);
  keyboard.press('a');
  await until(() => said.includes(`Approved ${newer.slice(0, 8)}`));
  keyboard.press('q');
  expect((await watching).status).toBe(0);
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
