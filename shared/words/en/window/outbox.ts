export const outbox = {
  kinds: {
    submit: 'Your request',
    approve: 'Your approval',
    deny: 'Your denial',
    withdraw: 'Withdrawing',
    comment: 'Your comment',
    end: 'Ending access',
  },
  sending: 'is being sent',
  waiting: 'waits to be sent',
  askedBy: ({ who, duration }: { who: string; duration: string }) => `asked by ${who} for ${duration}`,
  askedWhy: ({ who, duration, why }: { who: string; duration: string; why: string }) =>
    `asked by ${who} for ${duration}: ${why}`,
  cancelOf: ({ what }: { what: string }) => `Cancel: ${what}`,
  cannotTakeBack: 'It is being sent: it can be taken back only while it waits.',
  takenBack: 'Taken back. If it had reached the service before, History will say so.',
};
