import type { OutboxItem } from '../../shared/contract/snapshot.ts';
import { reasonWords } from '../../shared/domain/request/words-of.ts';
import { spokenText } from './spoken-text.ts';
import { words } from './words.ts';

/** What a person did that is not answered yet, as the beginning of a sentence. */
export function outboxWords(item: Pick<OutboxItem, 'kind'>): string {
  return words().window.outbox.kinds[item.kind];
}

/** How far it is, as the end of a sentence. */
export function unsentWords({ state }: Pick<OutboxItem, 'state'>): string {
  const { sending, waiting } = words().window.outbox;
  return state === 'sending' ? sending : waiting;
}

/** All that tells it from others, in one line for who hears it: what, of whom, for how long, why, and what was written with it. */
export function outboxLine(item: Pick<OutboxItem, 'kind' | 'title' | 'about' | 'detail'>): string {
  const { title, about, detail } = item;
  const asked = about
    ? [
        words().window.outbox.askedBy({
          who: spokenText(about.requesterName),
          duration: words().formats.exactDuration(about.durationMs),
        }),
        reasonWords(about.reason, words()),
      ]
    : [];
  return [outboxWords(item), title, ...asked, words().spoken(detail)]
    .filter((part) => part !== '')
    .map(spokenText)
    .join(', ');
}
