import { told } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { expect, test } from 'vitest';
import { wantedNotices } from '../../../main/notifications/wanted-notices.ts';
import { whatBecame } from '../../../renderer/features/inbox/what-became.ts';
import { progressSteps } from '../../../renderer/features/request/progress-steps.ts';
import type { RefusalCode } from '../../../shared/domain/refusal.ts';
import { instant } from '../../../shared/lib/time.ts';
import { at, request, snapshot } from '../main/request-example.ts';

const dev = { id: 'dev@example.com', name: 'Dev Example', isOwner: false };
const nameOf = (id: string): string => id;
const refusedBy = (code: RefusalCode) =>
  request(
    {},
    { type: 'requestOverruled', organisationVersion: 2, refusal: { code, told: told('reasonErased') } },
  );

test.each([
  [
    'reasonMissing',
    'Its reason was erased, so it cannot go on',
    'Its reason was erased while it waited',
    'The reason of your request was erased',
  ],
  ['policyChanged', 'Policy refused it', 'Policy changed while it waited', 'Policy changed while it waited'],
] as const)('what ended by %s is told as that everywhere', (code, inInbox, inProgress, inNotice) => {
  const state = refusedBy(code);
  expect(whatBecame(state, nameOf)).toBe(inInbox);
  expect(progressSteps(state, { nameOf, now: at(10) }).at(-1)?.text).toBe(inProgress);
  const [notice] = wantedNotices(snapshot({ me: dev, recent: [state] }), {
    since: instant(0),
    now: at(10),
    words: wordsIn('en'),
  });
  expect(notice?.title).toBe(inNotice);
});
