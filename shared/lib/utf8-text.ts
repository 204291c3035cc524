import { err, ok, type Result } from './result.ts';

/**
 * A file's bytes as text, or what is wrong with them, as a sentence that goes on after the file's name. Bytes that are not
 * UTF-8 would else become U+FFFD one by one, and a name or a pattern something that nobody wrote.
 */
export function utf8Text(bytes: Uint8Array): Result<string, string> {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return err('is UTF-16, which some editors call “Unicode”. Save it as UTF-8.');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000')
      ? err('has a NUL character in it, so it is no text. Save it as UTF-8.')
      : ok(text);
  } catch {
    return err('is not UTF-8 text. Save it as UTF-8.');
  }
}
