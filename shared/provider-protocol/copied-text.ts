import { z } from 'zod';
import { visibleText } from '../lib/visible-text.ts';

/**
 * Text that a button puts on the clipboard, and that may be pasted into a terminal, where each line break runs what stands
 * before it. So it is what one sees of it: one line, without characters that are not seen or that steer a display.
 */
export const copiedLine = (most: number) => z.string().max(most).refine(isSeen, 'one line of plain text');

/** The same, or blocks as keys and certificates are written: many lines, and none of them words. */
export const copiedValue = (most: number) =>
  z
    .string()
    .max(most)
    .refine(
      (text) => isSeen(text) || PEM.test(text),
      'one line of plain text, or a key or certificate between BEGIN and END',
    );

const isSeen = (text: string): boolean => visibleText(text) === text;

/** https://www.rfc-editor.org/rfc/rfc7468, strictly: no headers, and no line that could be a command with an argument. */
const PEM =
  /^(?:-----BEGIN [A-Z0-9][A-Z0-9 ]{0,60}-----\r?\n(?:[A-Za-z0-9+/=]{1,76}\r?\n)+-----END [A-Z0-9][A-Z0-9 ]{0,60}-----(?:\r?\n|$))+$/;
