/**
 * PostgreSQL's classes 22 (a value that is none, as a text with a NUL), 23 (a constraint) and 54 (too large for what holds it):
 * https://www.postgresql.org/docs/current/errcodes-appendix.html. libSQL's are named: https://www.sqlite.org/rescode.html
 */
const CODES = /^(?:(?:22|23|54)[0-9A-Z]{3}|SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)(?:_[A-Z_]+)?)$/;

/** Whether a database works, and does not take what it was given: nothing is wrong with it, and others get what they ask for. */
export const isRefusedValue = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && CODES.test(String(fault.code));
