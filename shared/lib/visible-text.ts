/* eslint-disable no-control-regex -- control characters are exactly what this file is about */

/**
 * What a terminal, a notification or a window must not obey or hide: C0, DEL, C1, soft hyphen, marks without width
 * (but the joiners, which Persian, Hindi and emoji need), blanks that are no spaces, marks of direction, separators of lines, tags, half surrogates.
 */
export const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{13430}-\u{1343f}]|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

/** Unicode shows the control characters as pictures from here on: U+2400 is `␀`, U+241B is `␛`. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';

/**
 * `text` from a person or a script, safe to show anywhere: what would steer or deceive a display is shown instead of done
 * (`␛[31m`, `⟨U+202E⟩`). With `'keep'`, newlines and tabs stay; without, the text stays on one line.
 */
export function visibleText(text: string, newlines: 'keep' | 'show' = 'show'): string {
  const whole = newlines === 'keep' ? text.replaceAll('\r\n', '\n') : text;
  return whole.replace(HIDDEN, (character) =>
    newlines === 'keep' && (character === '\n' || character === '\t') ? character : shown(character),
  );
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(PICTURES + code);
  if (code === 0x7f) return PICTURE_OF_DELETE;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
