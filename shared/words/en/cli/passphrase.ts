export const passphrase = {
  what: 'protect the keys of this device with a passphrase, change it, or take it away',
  file: 'where the one of now is, for you alone; otherwise it is asked for',
  newFile: 'where the new one is, for you alone; otherwise it is asked for',
  remove: 'keep the keys in a file of mode 0600 that nothing is asked for',
  chooseOne: 'Choose --remove or --new-passphrase-file, not both.',
  noTerminal:
    'There is no terminal to ask for the new passphrase: name a file that has it (mode 0600) with --new-passphrase-file FILE.',
  set: 'The keys of this device are protected by the passphrase now. Nobody can recover it: who forgets it joins anew with an invite. Copies of the file from before, as in a backup, still open without it.',
  changed:
    'The passphrase is changed. Copies of the file from before, as in a backup, still open with the old one.',
  removed:
    'The keys of this device are in a file that only your user can read (mode 0600). Nothing is asked for any more.',
  option:
    'where the passphrase of this device’s keys is, for you alone (mode 0600); otherwise it is asked for',
  ask: 'Passphrase of this device’s keys: ',
  locked:
    'The keys of this device are protected by a passphrase, and there is no terminal to ask for it. Name a file that has it, which only you can read (mode 0600): --passphrase-file FILE.',
  givenUp: 'Given up: nothing was done.',
  askNew: 'New passphrase (it is not shown): ',
  onceMore: 'Once more: ',
  notTheSame: 'These were not the same.',
  howKept: `The keys of this device can be kept in two ways:
  with a passphrase: every command asks for it. A stolen disk or backup is worth nothing without it. Nobody can recover it: who forgets it joins anew with an invite.
  in a key file: nothing is asked. Only your user can read it (mode 0600), and so can whoever reads your disk or a backup of it.`,
  whether: 'Protect them with a passphrase? Write yes or no: ',
};
