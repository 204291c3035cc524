import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

export const pools = {
  what: 'the runners that set access up and end it',
  check: 'ask the runners whether all is there that they need to end access',
  pool: 'only this pool',
  within: 'how long they have to answer',
  ofRunner: ({ runner, message }: { readonly runner: string; readonly message: string }) =>
    `runner ${runner}: ${message}`,
  justNow: 'checked just now',
  ago: ({ ageMs }: { readonly ageMs: number }) => `checked ${f.duration(ageMs)} ago`,
  ok: '✓ ok',
  missing: '✗ missing',
  waiting: '? no answer',
  unanswered: '? no runner',
  notEndable: ({ count, of }: { readonly count: number; readonly of: number }) =>
    `${count} of ${of} could not be ended. Mend what is said above, then ask again.`,
  noRunner: ({ pools, first }: { readonly pools: string; readonly first: string }) =>
    `No runner answers for ${pools}. Start one: latchkey runner --pool ${first}`,
  notAll: ({ withinMs }: { readonly withinMs: number }) =>
    `Not every runner answered within ${f.duration(withinMs)}. Ask again.`,
};
