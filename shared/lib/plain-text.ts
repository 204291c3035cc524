/* eslint-disable no-control-regex -- control characters are exactly what this file is about */

/** C0 except tab and newline, DEL, C1, and the marks that turn the direction of text around. */
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** Terminal control sequences as a whole (CSI, OSC, and the two-byte ones), so that no `[31m` is left behind. */
const SEQUENCE = /\u001b(?:\[[0-9:;<=>?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** `text` as text and nothing else: terminal sequences go, every other character that could steer a display becomes U+FFFD. */
export function plainText(text: string): string {
  return text.replace(SEQUENCE, '').replaceAll('\r\n', '\n').replace(STEERING, '\ufffd');
}
