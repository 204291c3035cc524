import type { WantedNotice } from './wanted-notice.ts';

/**
 * No two notices that wait for somebody, or have a button that does something, read alike: a server may take the second for
 * the first and keep one of them, with its buttons (dunst's `stack_duplicates`, which is its default). What is only told may.
 */
export function tellApart(notices: readonly WantedNotice[]): readonly WantedNotice[] {
  const counts = new Map<string, number>();
  for (const notice of notices) counts.set(textOf(notice), (counts.get(textOf(notice)) ?? 0) + 1);
  return notices.map((notice) =>
    isForSomebody(notice) && (counts.get(textOf(notice)) ?? 0) > 1
      ? { ...notice, body: `${notice.body}\nID ${idIn(notice)}` }
      : notice,
  );
}

const textOf = ({ title, body }: WantedNotice): string => `${title}\n${body}`;

/** Of the request or the grant, as in `review/4f7a2c91b0`. */
const idIn = ({ id }: WantedNotice): string => id.slice(id.indexOf('/') + 1);

const isForSomebody = ({ urgency, actions }: WantedNotice): boolean =>
  urgency === 'critical' || actions.some(({ does }) => does.kind !== 'open');
