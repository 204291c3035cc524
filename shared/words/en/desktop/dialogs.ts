export const dialogs = {
  exportTitle: 'Export the history',
  couldNotStart: 'Latchkey could not start',
  couldNotStartText: ({ why, logs, isHolding }: { why: string; logs: string; isHolding: boolean }) =>
    `${why}\n\nThe log in ${logs} says more.${isHolding ? ' Access that this computer gave still ends on time; Latchkey closes after that.' : ''}`,
  cannotRead: 'Latchkey cannot read its files',
  cannotReadText: ({ why }: { why: string }) =>
    `${why}.\n\nIt tries again by itself, and opens as soon as it can. Access that this computer gave still ends on time.`,
  endOnlyWhileRunning: ({ count }: { count: number }) =>
    count === 1 ? 'One grant ends only while Latchkey runs' : `${count} grants end only while Latchkey runs`,
  quitText:
    'This computer takes access away at its deadline. If Latchkey does not run then, the access lasts until it is started again.',
  keepRunning: 'Keep running',
  quitAnyway: 'Quit anyway',
};
