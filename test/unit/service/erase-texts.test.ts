import { asWritten } from '../../../shared/words/told.ts';
import { expect, it } from 'vitest';
import { eraseTexts } from '../../../shared/service/usecases/erase-texts.ts';

type Parts = Parameters<typeof eraseTexts>[0];

it('the log is looked through before the command has its turn, in which only what came since is', async () => {
  const steps: string[] = [];
  const store = {
    head: () => Promise.resolve({ size: 40 }),
    withSameTexts: (_seqs: readonly number[], from?: number) => {
      steps.push(`looks from ${from ?? 'the first'}`);
      return Promise.resolve(from === undefined ? [3, 7] : [41]);
    },
  };
  const erased: number[] = [];
  const draft = {
    erased,
    carryOut: (_stream: unknown, { command }: { command: { seqs: readonly number[] } }) => {
      steps.push(`erases ${command.seqs.join(', ')}`);
      return { ok: false, error: { code: 'notAllowed', told: asWritten('no') } };
    },
  };
  const parts = {
    store,
    organisation: { isOwner: () => true },
    commits: {
      async run(job: { gather(store: unknown): Promise<unknown>; decide(draft: unknown): unknown }) {
        steps.push('has its turn');
        await job.gather(store);
        return job.decide(draft);
      },
    },
  } as unknown as Parts;
  const accepted = {
    caller: { memberId: 'owner@example.com', deviceId: 'device0001' },
    body: { seqs: [3] },
    id: 'k',
  } as Parameters<typeof eraseTexts>[1];
  await expect(eraseTexts(parts, accepted)).rejects.toThrow('no');
  expect(steps).toEqual(['looks from the first', 'has its turn', 'looks from 40', 'erases 3, 7, 41']);
});
