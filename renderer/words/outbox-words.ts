import type { OutboxItem } from '../../shared/contract/snapshot.ts';
import { exactDuration } from '../../shared/lib/duration-text.ts';
import { spokenText } from './spoken-text.ts';

const WORDS: Readonly<Record<OutboxItem['kind'], string>> = {
  submit: 'Your request',
  approve: 'Your approval',
  deny: 'Your denial',
  withdraw: 'Withdrawing',
  comment: 'Your comment',
  end: 'Ending access',
};

/** What a person did that is not answered yet, as the beginning of a sentence. */
export function outboxWords(item: Pick<OutboxItem, 'kind'>): string {
  return WORDS[item.kind];
}

/** How far it is, as the end of a sentence. */
export function unsentWords({ state }: Pick<OutboxItem, 'state'>): string {
  return state === 'sending' ? 'is being sent' : 'waits to be sent';
}

/** All that tells it from others, in one line for who hears it: what, of whom, for how long, why, and what was written with it. */
export function outboxLine(item: Pick<OutboxItem, 'kind' | 'title' | 'about' | 'detail'>): string {
  const { title, about, detail } = item;
  const asked = about
    ? [`asked by ${spokenText(about.requesterName)} for ${exactDuration(about.durationMs)}`, about.reason]
    : [];
  return [outboxWords(item), title, ...asked, detail]
    .filter((part) => part !== '')
    .map(spokenText)
    .join(', ');
}
