export const recover = {
  what: 'as an owner who has no device any more: sign this one in with the recovery key. All are told',
  url: 'of the service',
  as: 'which owner you are, as in people.yaml',
  back: ({ organisation, who }: { readonly organisation: string; readonly who: string }) =>
    `Back in ${organisation} as ${who}. Everybody is told. The recovery key is used: make another with latchkey recovery-key, and remove devices that are lost with latchkey devices remove.`,
  newKey: 'make another recovery key, as an owner: the one before signs nobody in any more. All are told',
  key: ({ words }: { readonly words: string }) =>
    `Recovery key: ${words}\nWrite it down and keep it away from computers: it is shown only now. It signs in one device of an owner, once.`,
  notTheWords:
    'These are not the words of a recovery key: there are twelve, and the last one tells that all are right. Look at each, then type them again.',
  none: 'Pass the twelve words of the recovery key on standard input, or run this in a terminal to be asked.',
  ask: 'Recovery key (twelve words): ',
  givenUp: 'Given up: nothing was sent, and the key was not used.',
};
