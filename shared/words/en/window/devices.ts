export const devices = {
  this: 'This device',
  name: 'Name',
  latchkey: 'Latchkey',
  data: 'Data',
  secrets: 'Secrets',
  runner: 'Runner',
  kept: {
    encrypted: 'Encrypted with the system’s keyring',
    passphrase: 'Encrypted with your passphrase',
    file: 'In a file',
  },
  noRunner: 'none on this device',
  noPool: 'serves no pool',
  active: ({ count }: { count: number }) => `${count} active`,
  stuck: ({ count }: { count: number }) => `${count} stuck`,
  pool: ({ pool }: { pool: string }) => `Set up access for the pool ${pool}`,
  poolHint:
    'Your organisation wants this computer to run its provider scripts, with the secrets that you gave them.',
  noKeyring:
    'This system has no keyring that Latchkey can use, so the device’s keys are in a file that only your user can read. Whoever reads your disk or a backup of it has them.',
  protect: 'Protect with a passphrase…',
  changePassphrase: 'Change passphrase…',
  removePassphrase: 'Remove passphrase…',
  openData: 'Open data folder',
  passphrase: {
    set: {
      title: 'Protect the keys with a passphrase',
      button: 'Protect',
      done: 'Protected by your passphrase from now on.',
    },
    change: { title: 'Change the passphrase', button: 'Change', done: 'The passphrase is changed.' },
    remove: {
      title: 'Remove the passphrase',
      button: 'Remove',
      done: 'The keys are kept without a passphrase now.',
    },
    removeText:
      'The keys go where this computer keeps them by itself: into its keyring where there is one, else into a file that only your user can read. Whoever reads your disk or a backup of it has what is in that file.',
    setText:
      'You say it at each start of Latchkey. Nobody can recover it: who forgets it joins anew with an invite. Copies of the keys from before, as in a backup, still open as they did.',
    ofNow: 'Current passphrase',
    enterOfNow: 'Enter the current passphrase.',
    new: 'New passphrase',
    hint: 'At least 12 characters: several words are hard to guess and easy to remember.',
    again: 'Once more',
    notTheSame: 'This is not the same.',
  },
  yours: 'Your devices',
  asOf: ({ at }: { at: string }) =>
    `The service cannot be reached: this is how it was at ${at}. Devices are renamed, removed and invited when it answers again.`,
  newer: ({ count }: { count: number }) =>
    `${count === 1 ? 'One more is' : `${count} more are`} shown by a newer Latchkey: update it.`,
  further: {
    invite: 'Invite a further device',
    until: ({ at }: { at: string }) => `Invite for a further device of yours, good once and until ${at}:`,
    how: 'Paste this line into the first window of Latchkey on the other device, or into latchkey join. Whoever has it joins as you.',
    second: 'With a second device you are not locked out when this one is lost.',
    onlyHere:
      'This organisation is on this computer alone: only another Latchkey on this computer can join as a further device. It does not help when the computer is lost; a backup does.',
  },
  onceReached: 'Your devices are shown once the service can be reached.',
  asking: 'Asking the service…',
  isRunner: 'Runner',
  joined: ({ at }: { at: string }) => `Joined ${at}`,
  setUp: ({ count }: { count: number }) =>
    `${count === 1 ? 'set up one access' : `set up ${count} accesses`}, not gone yet`,
  removedOne: 'a device that was removed',
  invitedFrom: ({ who }: { who: string }) => `invited from ${who}`,
  invitedBy: ({ who }: { who: string }) => `invited by ${who}`,
  rename: 'Rename',
  renameOf: ({ name }: { name: string }) => `Rename ${name}`,
  remove: 'Remove…',
  removeOf: ({ name }: { name: string }) => `Remove ${name}`,
  save: 'Save',
  renamed: 'Renamed.',
  writeName: 'Write a name.',
  removal: {
    thisTitle: 'Remove this device?',
    title: 'Remove this device of yours?',
    thisText: ({ device }: { device: string }) =>
      `${device} is the one that you use now. It is signed out at once and for ever: credentials go from it, and what was not sent yet is not sent. To use Latchkey here again you need a new invite. Open invites that you made stop working.`,
    thisOnlyText: ({ device }: { device: string }) =>
      `${device} is the one that you use now. It is signed out at once and for ever: credentials go from it, and what was not sent yet is not sent. To use Latchkey here again you need a new invite, which only an owner can make then. Open invites that you made stop working.`,
    otherText: ({ device }: { device: string }) =>
      `${device} is signed out at once and for ever, wherever it is: it gets no credentials any more, and nothing that it signs counts. What it signed before stays. To use it again, it joins with a new invite. Open invites that you made stop working.`,
    grants: ({ count }: { count: number }) =>
      `Its runner set up ${count === 1 ? 'access that is' : `${count} accesses that are`} not gone yet. Another runner of the pool takes that away in time: see that one runs.`,
    invitedText: ({ which, count }: { which: string; count: number }) =>
      `Invited from it, and signed in as before: ${which}. Where it was stolen, whoever has it may have made ${count === 1 ? 'that' : 'those'}.`,
    thisInvited:
      'The device that you use now was invited from it, too. It stays: if you do not trust it either, remove it by itself.',
    invitedToo: ({ count }: { count: number }) =>
      count === 1 ? 'Remove that one, too' : 'Remove those, too',
    lastOfOwners:
      'No owner has another device. Without this one nobody can publish, invite or sign in as an owner, until somebody comes back with the recovery key. Have its twelve words at hand.',
    why: 'Why',
    optional: 'optional',
    isSent: 'It is being sent: closing this does not take it back.',
    remove: 'Remove',
    allTheSame: 'Remove all the same',
  },
};
