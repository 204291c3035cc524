import { LIMITS } from '../contract/limits.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { utf8Text } from '../lib/utf8-text.ts';
import { asWritten, told, type Told } from '../words/told.ts';
import { toldIn } from '../words/told-error.ts';
import { whyNotOnlyOurs } from './only-ours.ts';
import { readRegularFile } from './read-regular-file.ts';
import { whyNoText } from './why-no-text.ts';

/** A character of UTF-16 is at most three bytes, and a line ends with two. */
const MOST_BYTES = 3 * LIMITS.passphraseLength + 2;

/** The passphrase in a file that only this user may read: its one line. Or why not, with nothing of it. */
export async function readPassphraseFile(path: string): Promise<Result<string, Told>> {
  const text = await textOf(path);
  if (!text.ok) return err(told('passphraseUnread', { why: text.error }));
  const line = text.value.replace(/\r?\n$/, '');
  if (line === '') return err(told('passphraseEmpty', { path }));
  if (/[\r\n]/.test(line)) return err(told('passphraseLines', { path }));
  if (line.length > LIMITS.passphraseLength)
    return err(told('passphraseFileLong', { path, most: LIMITS.passphraseLength }));
  return ok(line);
}

async function textOf(path: string): Promise<Result<string, Told>> {
  try {
    const text = utf8Text(
      await readRegularFile(path, { mostBytes: MOST_BYTES, accept: whyNotOnlyOurs(path) }),
    );
    return text.ok ? text : err(whyNoText(path, text.error));
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    if (code === undefined) return err(toldIn(fault) ?? asWritten(message));
    return err(code === 'ENOENT' ? told('fileMissing', { path }) : told('fileNotOpened', { path, code }));
  }
}
