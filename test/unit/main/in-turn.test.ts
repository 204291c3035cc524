import { expect, test } from 'vitest';
import { inTurn } from '../../../main/store/in-turn.ts';

test('what is asked for is carried out one after the other, each to its end, whatever becomes of those before', async () => {
  const turn = inTurn();
  const said: string[] = [];
  let letGo = (): void => undefined;
  const long = turn(async () => {
    said.push('begins');
    await new Promise<void>((resolve) => (letGo = resolve));
    said.push('ends');
    throw new Error('after all');
  });
  const next = turn(() => said.push('next'));
  const last = turn(() => 'answer');
  await Promise.resolve();
  await Promise.resolve();
  expect(said).toEqual(['begins']);
  letGo();
  await expect(long).rejects.toThrow('after all');
  await next;
  expect(said).toEqual(['begins', 'ends', 'next']);
  expect(await last).toBe('answer');
});
