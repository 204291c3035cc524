/**
 * One line of progress for a person. Set-up speaks only when it does something: a run with nothing to do is silent.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`latchkey: ${line}\n`);
}
