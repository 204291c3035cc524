import { err, ok, type Result } from './result.ts';

/** UTF-16 by its mark, a NUL in it, or bytes that are no UTF-8. */
export type NoText = 'utf16' | 'nul' | 'notUtf8';

/**
 * A file's bytes as text, or what is wrong with them. Bytes that are not
 * UTF-8 would else become U+FFFD one by one, and a name or a pattern something that nobody wrote.
 */
export function utf8Text(bytes: Uint8Array): Result<string, NoText> {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return err('utf16');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? err('nul') : ok(text);
  } catch {
    return err('notUtf8');
  }
}
