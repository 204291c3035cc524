import { describeEntry, type EntryReader } from '../domain/describe-entry.ts';
import { blockedBy } from '../domain/blocked-by.ts';
import { asWritten, told, type Told } from '../words/told.ts';
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
    case 'ruleBlocks':
      return words.tell(whatBlocks(news) ?? said);
    case 'notMeant':
      return words.tell(told('newsNotMeant', { news: said }));
    case 'notAskedFor':
      return words.tell(told('newsNotAskedFor', { news: said }));
  }
}

/** For owners, who can mend the rule: the entry says it to who asked. */
function whatBlocks(news: LogNews): Told | null {
  const blocked = blockedBy(news.entry);
  return blocked && told('newsRuleBlocks', { ...blocked });
}
