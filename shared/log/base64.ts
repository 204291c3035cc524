/** Longest run of bytes turned into characters at once: `String.fromCharCode` takes them as arguments, which are limited. */
const CHUNK = 8_192;

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** The bytes of canonical standard base64, or null: every byte string has exactly one text, so a flipped bit never goes unseen. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  // The last character may carry bits that belong to no byte. Only zeros there are canonical.
  return toBase64(bytes) === text ? bytes : null;
}
