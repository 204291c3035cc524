export const requests = {
  what: 'what you asked for',
  all: 'also what others asked for, as far as you may see it',
  open: 'only what is not finished',
  none: 'There are no requests. Ask with: latchkey request ENTITLEMENT --for 30m --reason TEXT',
  inbox: 'what waits for your answer',
  nothingWaits: 'Nothing waits for you.',
  notSeen: ({ id }: { readonly id: string }) =>
    `You can see no request and no grant whose id begins with ${id}. Look for it with: latchkey requests`,
  several: ({ count, id, which }: { readonly count: number; readonly id: string; readonly which: string }) =>
    `${count} ids begin with ${id}. Write more of the one that you mean: ${which}.`,
  severalAndMore: ({
    count,
    id,
    which,
  }: {
    readonly count: number;
    readonly id: string;
    readonly which: string;
  }) => `${count} ids begin with ${id}. Write more of the one that you mean: ${which} and more.`,
  askedBy: ({ what, who }: { readonly what: string; readonly who: string }) => `${what}, asked by ${who}`,
};
