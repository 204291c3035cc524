/** What takes no room on a screen or shows nothing: control and format characters, fillers, and U+2800, a blank pattern. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const SPACES = /[\s\p{Z}]+/gu;

/**
 * How many characters (code points) of a text a person can read: what shows nothing counts for nothing, and a run of
 * spaces for one. What policy wants somebody to say is measured with this.
 */
export const saidLength = (text: string): number =>
  [
    ...text
      .replace(UNSEEN, (character) => (/\s/.test(character) ? ' ' : ''))
      .replace(SPACES, ' ')
      .trim(),
  ].length;
