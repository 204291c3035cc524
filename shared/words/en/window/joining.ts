export const joining = {
  title: 'Join with an invite',
  before:
    'An owner makes the invite; the service prints the first owner’s as it starts. What this device knew of the organisation before stays until the new one has taken it in.',
  wayBack: ({ command }: { command: string }) =>
    `Where no owner has a device that works, the recovery key signs one in: run ${command} in a terminal while the service runs, type its twelve words there, and start Latchkey again.`,
  join: 'Join',
  joining: 'Joining…',
  address: 'Address of the service',
  addressHint: 'Or paste the whole line of your invite here: latchkey://…',
  code: 'Invite code',
  codeHint: 'Works once, and for 24 hours after it was made.',
  device: 'Name of this device',
  filledIn: 'The address and the code are filled in.',
  keys: {
    legend: 'Keys of this device',
    why: 'This computer has no keyring that encrypts them, so a passphrase can: you say it at each start.',
    protected: 'With a passphrase',
    protectedText:
      'A stolen disk or backup is worth nothing without it. Nobody can recover it: who forgets it joins anew.',
    file: 'In a file',
    fileText: 'Nothing is asked. Whoever reads your disk or a backup of it has the keys.',
    passphrase: 'Passphrase',
    passphraseHint: 'At least 12 characters: several words are hard to guess and easy to remember.',
    again: 'Once more',
    notTheSame: 'This is not the same.',
  },
  problems: {
    organisationName: 'Give the organisation a name.',
    yourName: 'Say your name, as colleagues know you.',
    yourId: 'Write an e-mail address such as robin@example.com, or a short name without spaces.',
    url: 'Write the whole address from your invite, beginning with https:// or unix:/.',
    code: 'Paste the whole code from your invite.',
    deviceName: 'Name this device, so that you can tell yours apart.',
    notWhole: 'This line is not whole. Copy it again from your invite, from latchkey:// to its end.',
  },
};
