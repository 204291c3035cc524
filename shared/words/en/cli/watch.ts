import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

export const watch = {
  what: 'requests that wait for you, as they come; answer them with a and d',
  noNotify: 'without desktop notifications',
  notFromPipe:
    'Answers are keys that a person presses on what is shown: they are not read from a pipe or a file. Run this in a terminal, or with </dev/null to be told only. In scripts: latchkey approve ID, or latchkey deny ID --comment TEXT.',
  waiting: 'Waiting for requests.',
  waitingWithKeys: 'Waiting for requests. a approves, d denies, q ends.',
  tryingAgain: ({ why }: { readonly why: string }) => `${why} Trying again…`,
  whyNot: ({ id }: { readonly id: string }) => `Why not? (empty: leave ${id} open) `,
  moreHappened: 'More happened meanwhile: latchkey history has all of it.',
  tooSoon: ({ which }: { readonly which: string }) =>
    `Not sent: the request has only just come to the front. ${which}`,
  leftOpen: 'Left open.',
  approved: ({ id }: { readonly id: string }) => `Approved ${id}.`,
  denied: ({ id }: { readonly id: string }) => `Denied ${id}.`,
  gone: ({ id }: { readonly id: string }) => `${id} does not wait for you any more.`,
  others: ({ count }: { readonly count: number }) =>
    `${count} more ${count === 1 ? 'waits' : 'wait'} for you after this one.`,
  noNotices:
    'No desktop notifications here. On Linux they need a desktop and notify-send, of the package libnotify-bin. Requests are told in this terminal.',
  noNoticesSince: ({ why }: { readonly why: string }) =>
    `No desktop notifications here (${why}). On Linux they need a desktop and notify-send, of the package libnotify-bin. Requests are told in this terminal.`,
  away: 'The service cannot be reached. Nothing was sent.',
  reminder: ({ id, what }: { readonly id: string; readonly what: string }) =>
    `Reminder: ${id} still waits for your answer: ${what}.`,
  whichOne: ({ id, what }: { readonly id: string; readonly what: string }) =>
    `a approves, d denies ${id}: ${what}.`,
  whatForWho: ({
    what,
    forMs,
    who,
  }: {
    readonly what: string;
    readonly forMs: number;
    readonly who: string;
  }) => `${what} for ${f.exactDuration(forMs)}, asked by ${who}`,
};
