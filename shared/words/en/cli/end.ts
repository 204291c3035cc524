export const end = {
  what: 'give access back, or end that of somebody else, before its time is over',
  reason: 'why',
  gone: 'say as an owner that access which is stuck is gone; --reason says how you know',
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
