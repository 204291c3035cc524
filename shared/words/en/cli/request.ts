import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

export const request = {
  what: 'ask for access for a while',
  entitlement: 'ids, as in latchkey catalog',
  for: 'how long, for example 45m or 2h',
  reason: 'why: approvers read it',
  ticket: 'where the work is described',
  wait: ({ otherwise }: { readonly otherwise: string }) =>
    `wait until access works and print the credential, once (${otherwise})`,
  waitTime: ({ problem, otherwise }: { readonly problem: string; readonly otherwise: string }) =>
    `${problem} --wait takes the word after it: write what you ask for before it, or the time with it (--wait=${otherwise}).`,
  stands: ({ id, state }: { readonly id: string; readonly state: string }) =>
    `Request ${id}: ${state}. Follow it with: latchkey requests`,
  waiting: ({ id, state }: { readonly id: string; readonly state: string }) => `Request ${id}: ${state}…`,
  noRunner: ({ id, pools }: { readonly id: string; readonly pools: string }) =>
    `Request ${id} still waits for a runner of the pool ${pools}: none has taken it up. Whoever runs the service can start one (latchkey runner --pool NAME) or correct “pool” in catalog.yaml.`,
  notReady: ({ afterMs }: { readonly afterMs: number }) => `Access is not ready after ${f.duration(afterMs)}`,
  notDecided: ({ afterMs }: { readonly afterMs: number }) =>
    `Nothing was decided within ${f.duration(afterMs)}`,
  interrupted: 'Interrupted',
  takeBack: ({
    why,
    now,
    command,
  }: {
    readonly why: string;
    readonly now: string;
    readonly command: string;
  }) => `${why} (${now}). The request stands; take it back with: ${command}`,
  partly: ({ sentences }: { readonly sentences: string }) => `Not all of it works. ${sentences}`,
  denied: ({ who }: { readonly who: string }) => `${who} denied it`,
  deniedSo: ({ who, comment }: { readonly who: string; readonly comment: string }) =>
    `${who} denied it: ${comment}`,
  withdrawn: 'The request was withdrawn.',
  lapsed: 'Nobody answered in time: the request lapsed. Ask again.',
};
