export const locked = {
  title: 'Latchkey is locked',
  text: 'The passphrase opens the keys of this device.',
  passphrase: 'Passphrase',
  enter: 'Enter the passphrase.',
  unlock: 'Unlock',
  unlocking: 'Unlocking…',
  goesOn:
    'Access that this computer gave still ends on time, and the history can be read. Requests and answers wait for the passphrase.',
  forgot: 'Forgot the passphrase?',
  forgotten: {
    text: 'Nobody can recover it. This device goes on when it joins anew, with an invite and with new keys. The history that is kept here stays; nothing is lost before the invite was taken.',
    credentials: 'Credentials that you hold cannot be shown any more. The access itself ends on time.',
    notSent: ({ count }: { count: number }) =>
      `${count === 1 ? 'One thing that waits' : `${count} things that wait`} to be sent will not be.`,
    soloText:
      'Nobody can recover it. This organisation is on this computer alone, so that nobody can invite you to it either. Its history can still be read.',
    soloAnew:
      'To begin anew once its access has ended, quit Latchkey and move its data folder away (Settings, This device).',
    soloOther: 'With an invite to another organisation this device joins that one instead:',
    team: ({ command, option }: { command: string; option: string }) =>
      `Another device of yours makes the invite (${command}). Where there is none an owner does, with ${option}. Remove this device from your list afterwards, if it is still there.`,
  },
};
