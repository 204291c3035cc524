import { RE2JS, RE2JSSyntaxException } from 're2js';
import { err, ok, type Result } from '../../lib/result.ts';

/**
 * A ticket pattern, compiled, or in a few words why it cannot be. It is a regular expression of RE2, which takes time that
 * grows with the ticket's length alone, whatever the pattern: no look-around, no back references.
 * https://github.com/google/re2/wiki/Syntax
 */
export function compileTicketPattern(source: string): Result<RE2JS, string> {
  try {
    return ok(RE2JS.compile(source));
  } catch (fault) {
    // not for people: nothing else is thrown.
    return err(fault instanceof RE2JSSyntaxException ? fault.getDescription() : 'it cannot be compiled');
  }
}
