import { formatsOf } from '../formats.ts';

const f = formatsOf('en');

const SEVERAL = {
  request: 'requests',
  entitlement: 'entitlements',
  entry: 'entries',
} as const;

const STANDS = 'How it stands now only a newer Latchkey can show: update this one to see it.';

/** What is said of requests, of who answers them and of how their access ends, wherever they are shown. */
export const requests = {
  highRisk: 'High risk',
  reasonErased: 'The reason was erased.',
  commentErased: 'The comment was erased.',
  /** Why such a request cannot be approved. */
  cannotBeWeighed: 'The reason for this was erased, so nobody can weigh it. It has to be asked again.',
  /** Of several all of whom may answer, so many. */
  someOf: ({ need, names }: { readonly need: number; readonly names: readonly string[] }) =>
    `${need} of ${f.all(names)}`,
  /** How access ends at its target, for who is about to approve it. */
  endUnknown: 'A provider of your own: its runner knows how this access ends at the target.',
  endByLatchkey: 'Only Latchkey ends it: the target knows no deadline.',
  endAtDeadline: 'The target ends it at the deadline, too.',
  endLate: ({ mostMs, why }: { readonly mostMs: number; readonly why: string }) =>
    `The target ends it by itself, too, at most ${f.duration(mostMs)} after the deadline: ${why}.`,
  sessionsSurvive: 'Sessions that are open then go on.',
  waitsForRunner: ({ pool, ms }: { readonly pool: string; readonly ms: number }) =>
    `waits for a runner of the pool ${pool} for ${f.duration(ms)}`,
  setUpSince: ({ ms }: { readonly ms: number }) =>
    `being set up for ${f.duration(ms)}, by a runner that has not reported yet`,
  /** What only a newer Latchkey knows: how many, and what to do. */
  madeByNewer: ({ count, what }: { readonly count: number; readonly what: keyof typeof SEVERAL }) =>
    count === 1
      ? `1 ${what} was made by a newer Latchkey. Update Latchkey to see it.`
      : `${count} ${SEVERAL[what]} were made by a newer Latchkey. Update Latchkey to see them.`,
  /** Of what somebody wrote: `41 characters too long: at most 2,000`. */
  tooLong: ({ over, most }: { readonly over: number; readonly most: number }) =>
    `${f.plural(over, { one: '1 character', other: '# characters' })} too long: at most ${f.count(most)}`,
  standsByNewer: STANDS,
  /** The same, of what was carried out. */
  doneByNewer: `It is done. ${STANDS}`,
};
