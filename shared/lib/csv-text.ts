import { visibleText } from './visible-text.ts';

/** What makes a spreadsheet take a cell for a formula: these characters at its beginning, blanks before them or not. */
const FORMULA = /^[\s]*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** The same within a cell, where a spreadsheet that goes by another sign begins a new one: after a semicolon, a tab or a line break. */
const FORMULA_WITHIN = /([;\t\r\n]\s*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/** A cell for CSV in which a spreadsheet sees text, whoever wrote it: what could begin a formula gets a `'` before it. */
function csvCell(text: string): string {
  const inside = text.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(inside) ? `'${inside}` : inside;
}

/** `rows` as CSV (RFC 4180), every cell made harmless (`visibleText`, no formulas) and quoted where it must be. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

function quoted(text: string): string {
  const cell = csvCell(visibleText(text, 'keep'));
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
