import CliTable from 'cli-table3';
import { shortText } from '../lib/short-text.ts';
import { visibleText } from '../lib/visible-text.ts';

/** No frame: rows that can be cut and searched with other tools. */
const PLAIN = {
  chars: Object.fromEntries(
    [
      ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
      ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'],
    ].map((name) => [name, '']),
  ),
  style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
};

/** A cell is padded as far as the longest of its column: one may not push all others out of sight. */
const LONGEST_CELL = 300;

/** Rows for people, under their heads; every cell on one line, made harmless and cut. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new CliTable({ ...PLAIN, chars: { ...PLAIN.chars, middle: '' }, head: head.map(shout) });
  for (const row of rows) drawn.push(row.map((cell) => shortText(visibleText(cell), LONGEST_CELL)));
  return `${drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

const shout = (title: string): string => title.toUpperCase();
