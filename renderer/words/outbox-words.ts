import type { OutboxItem } from '../../shared/contract/snapshot.ts';

const WORDS: Readonly<Record<OutboxItem['kind'], string>> = {
  submit: 'Your request',
  approve: 'Your approval',
  deny: 'Your denial',
  withdraw: 'Withdrawing',
  end: 'Ending access',
};

/** What a person did that is not answered yet, as the beginning of a sentence. */
export function outboxWords(item: Pick<OutboxItem, 'kind'>): string {
  return WORDS[item.kind];
}
