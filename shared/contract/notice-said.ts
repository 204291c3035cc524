import { describeEntry, type EntryReader } from '../domain/describe-entry.ts';
import { asWritten, told } from '../words/told.ts';
import type { LogNews, Notice } from './snapshot.ts';

/** What a banner says to this reader. */
export const noticeSaid = ({ text }: Pick<Notice, 'text'>, reader: EntryReader): string =>
  typeof text === 'object' && 'entry' in text ? newsSaid(text, reader) : reader.words.spoken(text);

/** What an entry of the log tells, with what to do where it may not be meant. */
export function newsSaid(news: LogNews, reader: EntryReader): string {
  const { words } = reader;
  const said = asWritten(describeEntry(news, reader));
  switch (news.how) {
    case 'plain':
      return words.tell(said);
    case 'notMeant':
      return words.tell(told('newsNotMeant', { news: said }));
    case 'notAskedFor':
      return words.tell(told('newsNotAskedFor', { news: said }));
  }
}
