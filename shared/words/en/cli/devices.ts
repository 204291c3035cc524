export const devices = {
  what: 'the devices that you are signed in with',
  person: 'of somebody else, as an owner',
  id: 'of the device, or its beginning',
  rename: 'give a device another name',
  name: 'what it is called from now on',
  remove: 'sign a device out for ever, at once: one that is lost, or that you do not use any more',
  reason: 'why: whose device it is reads it',
  withInvited: 'and those that were invited from it: whoever stole it may have made them',
  yes: 'without being asked, where no owner could sign in afterwards',
  json: 'print what happens as one JSON document',
  youHaveNone: 'You: no device is signed in.',
  hasNone: ({ person }: { readonly person: string }) => `${person}: no device is signed in.`,
  headName: 'name',
  headJoined: 'joined',
  headAbout: 'about',
  thisOne: 'this one',
  aRunner: 'a runner',
  invitedBy: ({ person }: { readonly person: string }) => `invited by ${person}`,
  invitedFrom: ({ name, id }: { readonly name: string; readonly id: string }) =>
    `invited from ${name} (${id})`,
  invitedFromGone: ({ id }: { readonly id: string }) => `invited from ${id}, which was removed`,
  byRecoveryKey: 'by recovery key',
  stillIn: ({ which }: { readonly which: string }) =>
    `Still signed in, and invited from it: ${which}. Remove what you do not know: latchkey devices remove ID. With --with-invited they go at once.`,
  holds: ({ count }: { readonly count: number }) => `access that it set up: ${count}`,
  lastOfOwners: 'the only one of all owners',
  noName: 'Say what the device is called from now on.',
  renamed: ({ before, name }: { readonly before: string; readonly name: string }) =>
    `${before} is called ${name} now.`,
  notDone:
    'No owner has another device: without this one nobody could publish, invite or sign in as an owner, until somebody comes back with the recovery key: latchkey recover. Nothing was done. If that is meant, add --yes.',
  ask: 'No owner has another device: without this one nobody could publish, invite or sign in as an owner, until somebody comes back with the recovery key: latchkey recover. To remove it all the same, write yes: ',
  asBefore: 'Nothing was done: the device is signed in as before.',
  several: ({ count, id, which }: { readonly count: number; readonly id: string; readonly which: string }) =>
    `${count} ids begin with ${id}. Write more of the one that you mean: ${which}.`,
  youHaveNoSuch: ({ id, look }: { readonly id: string; readonly look: string }) =>
    `You have no device whose id begins with ${id}. Look with: ${look}. An owner names somebody else’s with --person.`,
  hasNoSuch: ({
    person,
    id,
    look,
  }: {
    readonly person: string;
    readonly id: string;
    readonly look: string;
  }) => `${person} has no device whose id begins with ${id}. Look with: ${look}`,
};
