/** Why a grant gives no access. */
export const noAccess = {
  notSetUp: ({ why }: { readonly why: string }) => `It could not be set up, nothing was left behind: ${why}`,
  beingSetUp: 'It is still being set up.',
  beingTaken: 'The access is being taken away.',
  notSetUpBeingTaken: 'It could not be set up, and what may have been left behind is being taken away.',
  notSetUpLastTry: ({ why }: { readonly why: string }) =>
    `It could not be set up, and what may have been left behind is being taken away. The last attempt: ${why}`,
  ended: 'The access has ended already.',
  nothingLeft: 'It could not be set up. Nothing is left behind.',
  wordOf: ({ who }: { readonly who: string }) =>
    `It could not be set up. That nothing is left behind is the word of ${who}.`,
};
