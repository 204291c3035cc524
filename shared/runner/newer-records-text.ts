import type { GrantBook } from './grant-book.ts';

/** So many grants are named in a message; the others are counted. */
const MOST_NAMED = 20;

/** What is to be said, once, of a journal with lines that this Latchkey does not know: sentences for the operator. */
export function newerRecordsText(book: Pick<GrantBook, 'unknownLines' | 'unclear' | 'entries'>): string[] {
  const { unknownLines: count } = book;
  if (count === 0) return [];
  const lines = count === 1 ? '1 line of this journal was' : `${count} lines of this journal were`;
  const ending = Array.from(book.entries()).filter(
    ({ phase }) => phase.kind === 'revoking' && phase.cause === 'unclear',
  );
  const ended =
    ending.length === 0
      ? ''
      : ` Access that they are about is ended now: ${named(ending.map(({ grantId }) => grantId))}.`;
  const unclear = book.unclear().map(({ grantId, hint }) => (hint ? `${grantId} (${hint})` : grantId));
  return [
    `${lines} written by a newer Latchkey and cannot be read by this one. Nothing of it is lost.${ended} Start the newer Latchkey again.`,
    ...(unclear.length === 0
      ? []
      : [
          `This Latchkey cannot end what it cannot read: ${named(unclear)}. Start the newer Latchkey again, or look at the target, where its name ends like this, and take it away by hand. What the service orders is done.`,
        ]),
  ];
}

function named(all: readonly string[]): string {
  const more = all.length - MOST_NAMED;
  return [...all.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
