/** Whether both hold the same bytes. Not in constant time: for hashes and names that are public. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
