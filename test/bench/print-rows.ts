import Table from 'cli-table3';
import type { Figure, Row } from './figure.ts';

/** The table on stdout: a line a figure, with its limit beside it. */
export function printRows(figures: readonly Figure[], rows: readonly Row[]): void {
  const table = new Table({
    head: ['figure', 'value', 'limit', 'unit', 'ratio', 'target', ''],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'left', 'right', 'right', 'left'],
  });
  rows.forEach((row, index) => {
    const { title, against } = figures[index] as Figure;
    const verdict = row.ok === null ? 'not taken' : row.ok ? 'ok' : 'MISSED';
    const note = row.note === '' ? '' : `\n${row.note}`;
    table.push([
      `${title}\nagainst ${against}${note}`,
      short(row.value),
      short(row.limit),
      row.unit,
      row.ratio === null ? '–' : row.ratio.toFixed(2),
      row.target,
      verdict,
    ]);
  });
  process.stdout.write(`${table.toString()}\n`);
}

const short = (value: number | null): string =>
  value === null ? '–' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
