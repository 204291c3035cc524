import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

interface StillThere {
  readonly id: string;
  readonly title: string;
  readonly who: string;
  /** The word for it. */
  readonly state: string;
}

interface NotCalled {
  readonly id: string;
  /** What may have been meant; empty when nothing is near. */
  readonly near: string;
}

const meant = (near: string): string => (near === '' ? '' : ` Did you mean “${near}”?`);

export const end = {
  what: 'give access back, or end that of somebody else, before its time is over',
  reason: 'why',
  gone: 'say as an owner that access which is stuck is gone; --reason says how you know',
  all: 'end everything of everybody, as an owner, and say until all of it is verified gone',
  person: 'the same for all access of one person; anybody for their own',
  provider: 'the same for all access from one provider of catalog.yaml',
  timeout: 'how long --all, --person and --provider wait for it to be gone: 30s, 10m',
  yes: 'with --all, --person, --provider: do not ask first',
  oneOrMany:
    'Say one of: the id of a request or grant, --all, --person ID, --provider NAME (the last two go together).',
  saysYes: 'Nobody is here to ask. Add --yes to end all of it.',
  ask: ({ count, people }: { readonly count: number; readonly people: number }) =>
    `This ends ${count === 1 ? 'one access' : `${f.count(count)} accesses`} of ${people === 1 ? 'one person' : `${f.count(people)} people`}, now. To do so, write yes: `,
  asBefore: 'Nothing was ended.',
  ownersOnly: ({ me }: { readonly me: string }) =>
    `Only owners end access of others in one go. All of yours: latchkey end --person ${me}`,
  progress: ({ gone, all }: { readonly gone: number; readonly all: number }) =>
    `${f.count(gone)} of ${f.count(all)} verified gone`,
  nobodyCalled: ({ id, near }: NotCalled) =>
    `Nobody is called “${id}”, and no access of theirs runs.${meant(near)}`,
  nothingCalled: ({ id, near }: NotCalled) =>
    `No access comes from a provider “${id}”, in the catalog or of what runs.${meant(near)}`,
  nothingMeant: 'There is no such access.',
  notEnded: ({ id, why }: { readonly id: string; readonly why: string }) => `${id} was not ended. ${why}`,
  stillThere: ({ id, title, who, state }: StillThere) => `not gone yet: ${id}  ${title}, ${who} (${state})`,
  goesOn:
    'Not all of it is gone yet. It goes on without this command; latchkey grants --all shows what is left.',
  notAllTried:
    'It was cut short: what is left may not have been told to end. Run the same command again to end the rest.',
  onlyPartly: 'Some of it was not ended; see above.',
  countsAsGone: ({ id }: { readonly id: string }) =>
    `The access of request ${id} counts as gone. The history names you and your reason.`,
  hasEnded: ({ id }: { readonly id: string }) =>
    `The access of request ${id} has ended: no runner had taken it up.`,
  beingTaken: ({ id }: { readonly id: string }) =>
    `The access of request ${id} is being taken away. Follow it with: latchkey requests`,
  stillWaits: ({ id }: { readonly id: string }) =>
    `This request still waits for an answer: there is no access to end. Take it back with: latchkey withdraw ${id}`,
  requestHasNone: 'This request has no access that could be ended.',
  grantHasNone: 'This grant has no access that could be ended.',
  extend: 'not possible yet: ask again instead',
  extendId: 'of a grant',
  extendFor: 'by how much',
};
