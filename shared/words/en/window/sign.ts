import { formatsOf } from '../../formats.ts';
const f = formatsOf('en');

export const sign = {
  entries: ({ count }: { count: number }) => f.plural(count, { one: '# entry', other: '# entries' }),
  fetching: ({ done, of }: { done: number; of: string }) => `Fetching ${f.count(done)} of ${of}`,
  checking: ({ done, of }: { done: number; of: string }) => `Checking who signed ${f.count(done)} of ${of}`,
  indexing: ({ done, of }: { done: number; of: string }) => `Sorting in ${f.count(done)} of ${of}`,
  progressDetail:
    'Entries are fetched page by page, each checked against what the log signed and for who signed it, and then sorted into what is shown.',
  altered: 'History altered',
  newNotFetched: 'New entries not fetched',
  notFetched: 'History not fetched',
  notReadable: 'History not readable',
  notAsSigned: 'Not as signed',
  notAsSignedDetail:
    'The entries kept on this device are not those that the log signed. They are fetched again when the service can be reached.',
  notYet: 'Not verified yet',
  notYetDetail: 'The history is verified when the service is first reached.',
  lastChecked: ({ at }: { at: string }) => `Last checked ${at}.`,
  partly: ({ done, of }: { done: number; of: number }) => `Verified to ${f.count(done)} of ${f.count(of)}`,
  partlyDetail: ({ done, of, last }: { done: string; of: string; last: string }) =>
    `${done} of ${of} verified. ${last}`,
  verified: ({ count }: { count: number }) => `Verified to entry ${f.count(count)}`,
  verifiedDetail: ({ all, last }: { all: string; last: string }) => `All ${all} verified. ${last}`,
};
