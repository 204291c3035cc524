import { expect, test } from 'vitest';
import { checkWhileFetching } from '../../../main/sync/check-signed-entries.ts';
import type { CheckedPart } from '../../../main/store/check-signed.ts';
import { logIdentity } from '../../../shared/client/log-identity.ts';
import { FakeLog } from '../../fakes/fake-log.ts';

const wrong = {
  kind: 'entry',
  sentence: 'It is not so.',
  told: { code: 'entryNotBelieved', params: {} },
  seq: 4,
  text: '{}',
  inclusion: [],
} as const;

test('what was fetched is checked page by page, up to the first entry that is not to be believed', async () => {
  const identity = { log: new FakeLog().pinned };
  const asked: number[] = [];
  const checkSome = checkWhileFetching(logIdentity(identity), {
    checkSigned: async ({ size }): Promise<CheckedPart> => {
      asked.push(size);
      return size < 6 ? { checked: size, wrong: null } : { checked: 4, wrong };
    },
  });
  for (const size of [3, 6, 9, 12]) await checkSome(size);
  expect(asked).toEqual([3, 6]);
});
