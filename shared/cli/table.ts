import CliTable from 'cli-table3';
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

/** Rows for people, under their heads; every cell on one line and made harmless. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new CliTable({ ...PLAIN, chars: { ...PLAIN.chars, middle: '' }, head: head.map(shout) });
  for (const row of rows) drawn.push(row.map((cell) => visibleText(cell)));
  return `${drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

const shout = (title: string): string => title.toUpperCase();
