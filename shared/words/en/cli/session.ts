/** What any command of a member may say beside its own. */
export const session = {
  moved: ({ before, address }: { readonly before: string; readonly address: string }) =>
    `The service does not answer at ${before}. Going on at ${address}.`,
  takenOver:
    'The log of the organisation got another key, which this device has taken over: latchkey history says who did that. What runs already (latchkey runner, latchkey watch) believes the old one until it is started again: restart it.',
  signedOut:
    'This device was signed out for good, by its own service: it was removed, or its person was. With a new invite it joins again: latchkey join --replace',
  notTakenOver: ({ why }: { readonly why: string }) =>
    `The service signs by another key than this device knows, which was not taken over. ${why}`,
};
