import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
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
  const folder = join(world.folder, 'organisation');
  await mkdir(folder);
  const { people, catalog, policy } = exampleOrganisation;
  await writeFile(join(folder, 'people.yaml'), people);
  await writeFile(join(folder, 'catalog.yaml'), catalog);
  await writeFile(
    join(folder, 'policy.yaml'),
    policy.replace('maxDuration: 2h', 'maxDuration: 2h\n    risk: high'),
  );
  await world.json('owner', ['publish', folder]);
});
afterAll(() => world.stop());

const ask = async (): Promise<RequestState> => {
  const words = ['request', 'prod/sandbox:token', '--for', '5m', '--reason', 'the night shift'];
  return (await world.json<{ request: RequestState }>('dev', words)).request;
};
const phaseOf = async ({ facts }: RequestState): Promise<string> => {
  const all = await world.json<RequestState[]>('dev', ['requests']);
  return all.find((each) => each.facts.requestId === facts.requestId)?.phase.kind ?? 'nowhere';
};

/** Somebody who presses these keys and answers each question with the next of these lines. */
function answering(lines: readonly string[], keys: readonly string[] = []) {
  const asked: string[] = [];
  const [nextLines, nextKeys] = [[...lines], [...keys]];
  const keyboard: Keyboard = {
    key: () => Promise.resolve(nextKeys.shift() ?? 'q'),
    line: (prompt) => {
      asked.push(prompt);
      return Promise.resolve(nextLines.shift() ?? null);
    },
    close: () => undefined,
  };
  return { keyboard, asked };
}

it('approve does not approve what is high risk without a second word: --high-risk, or yes at the terminal', async () => {
  const request = await ask();
  expect(request.facts.risk).toBe('high');
  const { requestId } = request.facts;
  const plain = await world.run('lead', ['approve', requestId]);
  expect(plain).toMatchObject({ status: 2 });
  expect(plain.note).toContain(
    'This is high risk, and nothing was sent: Dev Example gets Token for the production sandbox for 5m. To approve it, add --high-risk.',
  );
  const unsure = answering(['y']);
  expect(await world.run('lead', ['approve', requestId], { keyboard: unsure.keyboard })).toMatchObject({
    status: 2,
  });
  expect(await phaseOf(request)).toBe('submitted');

  const sure = answering(['yes']);
  expect(await world.run('lead', ['approve', requestId], { keyboard: sure.keyboard })).toMatchObject({
    status: 0,
  });
  expect(sure.asked).toEqual([
    'HIGH RISK: Dev Example gets Token for the production sandbox for 5m. To approve, write yes: ',
  ]);
  expect(await phaseOf(request)).toBe('approved');

  const other = await ask();
  const flagged = await world.run('lead', ['approve', other.facts.requestId, '--high-risk']);
  expect(flagged).toMatchObject({ status: 0 });
});

it('the inbox and all that shows a request says that it is high risk', async () => {
  const request = await ask();
  expect((await world.run('lead', ['inbox'])).out).toContain('HIGH RISK: Token for the production sandbox');
  await world.run('dev', ['withdraw', request.facts.requestId]);
});

/** `latchkey watch` of the lead, with a clock in the test's hand, and these answers to what is asked. */
function watchAsLead(lines: readonly string[]) {
  const { keyboard, asked } = answering(lines);
  const clock = new ManualClock(systemClock.now());
  const pressed: string[] = [];
  const shown = { text: '' };
  const write = (text: string): void => void (shown.text += text);
  const byHand: Keyboard = {
    ...keyboard,
    key: async (signal) => {
      await until(() => pressed.length > 0 || signal.aborted);
      return pressed.shift() ?? null;
    },
  };
  const ended = world.run('lead', ['watch', '--no-notify'], {
    ...{ keyboard: byHand, clock, out: write, note: write },
  });
  return {
    ...{ asked, ended },
    press: (key: string) => void pressed.push(key),
    says: (text: string) => until(() => shown.text.includes(text)),
    /** Looks for a while, and presses: again where the list was shown anew meanwhile, and the key said to be too early. */
    async answer(key: string, text: string) {
      for (let isTaken = false; !isTaken;) {
        const from = shown.text.length;
        const says = (words: string): boolean => shown.text.slice(from).includes(words);
        await clock.advance(2_000);
        pressed.push(key);
        await until(() => says(text) || says('has only just come to the front'));
        isTaken = says(text);
      }
    },
  };
}

it('a single key in watch never approves what is high risk', async () => {
  const request = await ask();
  const unsure = watchAsLead(['']);
  await unsure.says('HIGH RISK: who approves it is asked once more');
  await unsure.says('a approves, d denies');
  await unsure.answer('a', 'Left open.');
  unsure.press('q');
  await unsure.ended;
  expect(unsure.asked).toHaveLength(1);
  expect(await phaseOf(request)).toBe('submitted');

  const sure = watchAsLead(['yes']);
  await sure.says('HIGH RISK: who approves it is asked once more');
  await sure.says('a approves, d denies');
  await sure.answer('a', 'Approved ');
  sure.press('q');
  await sure.ended;
  expect(await phaseOf(request)).toBe('approved');
});
