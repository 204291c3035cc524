export const rotateLogKey = {
  what: 'give the log another key, as an owner: for example when the old one may be known to somebody. All are told',
  yes: 'without asking',
  nobodyToAsk: 'Nobody can be asked here: add --yes.',
  made: ({ keyId }: { readonly keyId: string }) =>
    `The service made the key ${keyId}. Look in its data folder, on its own machine, whether log-key.${keyId} is there: whoever has the old key could have made another one in its place. Where several services use one database, copy that file to the data folders of the others first: without it they sign nothing.`,
  ask: 'To sign the log by it from now on, write yes: ',
  givenUp: 'Given up: the log keeps its key.',
  done: 'The log has another key. Devices take it over by themselves once they have read that in the history, and believe nothing any more that only the old one signed; latchkey runner and latchkey watch that run already keep it for their next start, and believe the old one until then: restart them. Make a backup now: one of before has not this key. Make invites anew that were not used yet.',
  notHere: ({ why }: { readonly why: string }) =>
    `It could not be taken over here, which is tried again with the next command: ${why}`,
};
