import { LIMITS } from '../contract/limits.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { whyNotOnlyOurs } from './only-ours.ts';
import { readRegularFile } from './read-regular-file.ts';

/** A character of UTF-16 is at most three bytes, and a line ends with two. */
const MOST_BYTES = 3 * LIMITS.passphraseLength + 2;

/** The passphrase in a file that only this user may read: its one line. Or why not, in a sentence with nothing of it. */
export async function readPassphraseFile(path: string): Promise<Result<string, string>> {
  const text = await textOf(path);
  if (!text.ok) return err(`The passphrase cannot be read: ${text.error}`);
  const line = text.value.replace(/\r?\n$/, '');
  if (line === '') return err(`There is no passphrase in ${path}: it is empty.`);
  if (/[\r\n]/.test(line)) return err(`${path} has more than one line: a passphrase is the only one.`);
  if (line.length > LIMITS.passphraseLength)
    return err(
      `The passphrase in ${path} is longer than ${LIMITS.passphraseLength.toLocaleString('en')} characters.`,
    );
  return ok(line);
}

async function textOf(path: string): Promise<Result<string, string>> {
  try {
    const text = utf8Text(
      await readRegularFile(path, { mostBytes: MOST_BYTES, accept: whyNotOnlyOurs(path) }),
    );
    return text.ok ? text : err(`${path} ${text.error}`);
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    if (code === undefined) return err(message);
    return err(code === 'ENOENT' ? `there is no file ${path}.` : `${path} cannot be opened (${code}).`);
  }
}
