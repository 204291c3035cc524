/** The bytes of a text in UTF-8, one character a byte, as `btoa` takes them. */
export function utf8Binary(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}
