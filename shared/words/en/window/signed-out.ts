export const signedOut = {
  title: 'Signed out',
  theOrganisation: 'The organisation',
  signedOut: ({ organisation }: { organisation: string }) => `${organisation} signed this device out.`,
  noticed: ({ at }: { at: string }) =>
    `Noticed ${at}. You were taken out of its people, or this device was. Its keys and credentials were wiped here; the history can still be read.`,
  byOneself: 'You removed this device.',
  removed: ({ at }: { at: string }) =>
    `Removed ${at}. Its keys and credentials were wiped here; the history can still be read. To use Latchkey here again, join with an invite: another device of yours makes one, or else an owner.`,
  ended: 'Ended access',
  heldNone: 'This device held no access.',
  endedText:
    'Ended, as far as this device knows. It is told nothing any more, also not when each is verified gone.',
  wouldHaveEnded: ({ at }: { at: string }) => `would have ended ${at}`,
  wasNotReady: 'was not ready yet',
  notSent: 'Not sent',
  notSentText: 'This waited to be sent, and will not be. Do it again once you have joined.',
  what: ({ kind, title }: { kind: string; title: string }) => `${kind}: ${title}`,
  join: 'Join with an invite',
  leave: 'Leave this organisation',
  leaveTitle: 'Leave this organisation?',
  leaveText:
    'This device forgets the organisation: its keys, and the history that is kept here. The organisation itself keeps its history. To come back you need a new invite.',
  stay: 'Stay',
  leaveNow: 'Leave',
};
