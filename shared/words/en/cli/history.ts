export const history = {
  what: 'what happened, as far as you may read it; works without the service, too',
  since: 'only the last while, for example 24h',
  csv: 'for a spreadsheet',
  verify: 'check that the log is whole and continues what was verified before',
  csvOrJson: 'Choose --csv or --json, not both.',
  before: 'This is what this device has verified before.',
  away: 'The service cannot be reached. This is what this device has verified before.',
  nothingHere:
    'The service cannot be reached, and nothing of the history is kept on this device, so that there is nothing to show or to verify. Try again once the service can be reached.',
  alarm: 'The history does not verify any more. This is what this device has verified before.',
  clock: '“--since” and “overdue” go by this computer’s: set it right.',
  nothing: 'Nothing happened in that time that you may read.',
  headWhen: 'when',
  headRequest: 'request',
  headNow: 'now',
  verifies: ({ size, readable }: { readonly size: number; readonly readable: number }) =>
    `The log verifies up to now: ${size} entries, of which you may read ${readable}.`,
  verifiesHere: ({ size, readable }: { readonly size: number; readonly readable: number }) =>
    `The log verifies as far as this device has it: ${size} entries, of which you may read ${readable}.`,
  signed: ({ count }: { readonly count: number }) => `${count} by whoever did it: each signature fits`,
  computed: ({ count }: { readonly count: number }) => `${count} computed from earlier entries`,
  imported: ({ count }: { readonly count: number }) => `${count} the word of the service or of a runner`,
  earlier: ({ count }: { readonly count: number }) => `${count} from before people signed what they do`,
  newer: ({ count }: { readonly count: number }) => `${count} made by a newer Latchkey: not checked`,
  unchecked: ({ count }: { readonly count: number }) =>
    `${count} not checked: something before it may not be read here, or was written by a newer Latchkey`,
  notKept: ({ home, why }: { readonly home: string; readonly why: string }) =>
    `Nothing newer was fetched, since it cannot be kept in ${home} (${why}). Make room there, or let this user write there.`,
  namesNotKept: ({ home, why }: { readonly home: string; readonly why: string }) =>
    `The names of people could not be kept in ${home} (${why}).`,
};
