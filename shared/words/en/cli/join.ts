/** `join` and what leads to it: the invite, and room for its result. */
export const join = {
  what: 'make this device yours, with an invite',
  invite: 'the address of the service; or the whole line of the invite, in quotes',
  code: 'of the invite; better left out: what is missing is asked for, or read from standard input',
  device: 'what this device is called',
  aTerminal: 'a terminal',
  passphraseFile: 'protect the keys with the passphrase in it (for you alone, mode 0600)',
  noPassphrase: 'keep the keys in a file of mode 0600; so it is where there is no terminal to ask',
  replace: 'although this device has joined a service already',
  joined: ({ organisation, who }: { readonly organisation: string; readonly who: string }) =>
    `Joined ${organisation} as ${who}.`,
  founded: ({ organisation, who }: { readonly organisation: string; readonly who: string }) =>
    `Founded ${organisation} as its owner, ${who}.`,
  knownBy: ({ words }: { readonly words: string }) => `It is known by: ${words}`,
  compare: 'The others see the same words: compare them where it matters.',
  recoveryKey: ({ words }: { readonly words: string }) =>
    `Recovery key: ${words}\nWrite it down and keep it away from computers: it is shown only now. It signs in one device of an owner, once: latchkey recover. Owners make another with latchkey recovery-key.`,
  codeTwice: 'There is a code in the line of the invite already: leave out the other one.',
  empty: 'There is no invite: it is empty. Copy it from the message that you were sent.',
  seenByOthers:
    'An invite in the command line can be read by other users of this computer. Better leave it out: latchkey asks for it, or reads it from standard input.',
  none: 'There is no invite: pass it on standard input, or run this in a terminal to be asked.',
  ask: 'Invite: ',
  givenUp: 'Given up: nothing was sent, and the invite was not used.',
  notWhole:
    'The line of this invite is not whole. Copy all of it, from latchkey:// to its end; in a command, put it in quotes.',
  otherService: ({ meant, given }: { readonly meant: string; readonly given: string }) =>
    `This invite is for ${meant}, and not for ${given}. Leave the address out to join there.`,
  notOne: 'This is no invite: it is one word, as the owner’s Latchkey printed it. Copy it again.',
  codeAlone:
    'This is a code alone. Paste the whole line, which begins with latchkey://, or say the address too: latchkey join URL',
  chooseOne: 'Choose --passphrase-file or --no-passphrase, not both.',
  joinedAlready: ({ url }: { readonly url: string }) =>
    `This device has joined ${url} already. Add --replace to leave it, or set LATCHKEY_HOME to another folder.`,
  untold: 'Its recovery key was not told yet: join with the same invite once more, and it is.',
  howToGive: 'With --passphrase-file FILE, or in a terminal.',
  passphraseBegun: 'Passphrase with which joining was begun here: ',
  noRoom: ({ home, why }: { readonly home: string; readonly why: string }) =>
    `The keys of this device could not be kept in ${home} (${why}). The invite was not used: make room or set LATCHKEY_HOME to another folder, then join again.`,
};
