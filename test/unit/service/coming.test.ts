import { expect, test } from 'vitest';
import { Coming } from '../../../shared/service/commit/coming.ts';

const settlable = () => {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => (settle = resolve));
  return { promise, settle: () => settle() };
};

test('no more is waited for than has room, those first that came first', async () => {
  const coming = new Coming();
  const [first, second] = [settlable(), settlable()];
  for (const each of [first, second]) void coming.expect(each.promise);
  await coming.settled(0);
  await coming.settled(-1);
  first.settle();
  await coming.settled(1);
  second.settle();
  await coming.settled(2);
});

test('whoever waited for it has gone on by then, and it is forgotten', async () => {
  const coming = new Coming();
  const it = settlable();
  const gone: string[] = [];
  const goOn = async () => {
    await coming.expect(it.promise);
    await Promise.resolve();
    gone.push('on');
  };
  const going = goOn();
  const waiting = coming.settled(1).then(() => gone.push('settled'));
  it.settle();
  await Promise.all([going, waiting]);
  expect(gone).toEqual(['on', 'settled']);
  // Nothing is left that this could wait for.
  await coming.settled(1);
});
