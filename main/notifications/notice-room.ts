import type { ServerTraits } from './notification-server.ts';

/**
 * How much of a notice a server shows. Columns are those of a small letter such as `n`; a wide letter takes more of them
 * (`columnsOf`). A paragraph is what stands between two line breaks.
 */
export interface NoticeRoom {
  /** Of the title, which stands in one line. */
  readonly titleColumns: number;
  readonly lineColumns: number;
  readonly linesOfParagraph: number;
  readonly lines: number;
}

/** For a server that nobody has looked at: what each of those known shows at the least. */
const NARROW: NoticeRoom = { titleColumns: 30, lineColumns: 32, linesOfParagraph: 1, lines: 4 };

/**
 * What was seen of servers, by the name that they answer with and the oldest version that was looked at, a little less than
 * that: fonts differ. test/desktop/notice-room.test.ts and dunst.test.ts look at them.
 */
const SEEN: readonly {
  readonly name: string;
  readonly from: readonly number[];
  readonly room: NoticeRoom;
}[] = [
  // 44 bold columns and an ellipsis; six lines of a paragraph, then an ellipsis; as many paragraphs as there are.
  {
    // not for people: as that program calls itself.
    name: 'Xfce Notify Daemon',
    from: [0, 6],
    room: { titleColumns: 38, lineColumns: 40, linesOfParagraph: 6, lines: 14 },
  },
  // 300 pixels wide by default, everything wrapped, cut at the height that its configuration allows.
  { name: 'dunst', from: [1, 9], room: { titleColumns: 30, lineColumns: 32, linesOfParagraph: 4, lines: 6 } },
];

export function roomOf({ name, version }: Pick<ServerTraits, 'name' | 'version'>): NoticeRoom {
  const seen = SEEN.find((each) => each.name === name);
  return seen && isAtLeast(version, seen.from) ? seen.room : NARROW;
}

function isAtLeast(version: string, from: readonly number[]): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [index, least] of from.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** Whether a person can read all of it. */
export function fits(
  room: NoticeRoom,
  { title, body }: { readonly title: string; readonly body: string },
): boolean {
  if (columnsOf(title) > room.titleColumns) return false;
  const paragraphs = body.split('\n').map((paragraph) => linesOf(paragraph, room.lineColumns));
  const lines = paragraphs.reduce((sum, each) => sum + each, 0);
  return lines <= room.lines && paragraphs.every((each) => each <= room.linesOfParagraph);
}

/** Wide letters of Latin, Greek and Cyrillic, in a proportional face; and what stands on a whole square. */
const WIDE = /[\p{Lu}mw@%&—…ǆǉǌшщюж]/u;
const FIRST_SQUARE = 0x1100;

const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => {
    if ((character.codePointAt(0) ?? 0) >= FIRST_SQUARE) return sum + 2;
    return sum + (WIDE.test(character) ? 1.4 : 1);
  }, 0);

/** How many lines a paragraph takes when words are kept whole; a longer word goes on in the next line. */
function linesOf(paragraph: string, columns: number): number {
  let [lines, used] = [1, 0];
  for (const word of paragraph.split(' ')) {
    const width = columnsOf(word);
    if (used > 0 && used + 1 + width > columns) [lines, used] = [lines + 1, 0];
    const whole = Math.floor(Math.max(0, width - 0.01) / columns);
    lines += whole;
    used = whole > 0 ? width - whole * columns : used + (used > 0 ? 1 : 0) + width;
  }
  return lines;
}
