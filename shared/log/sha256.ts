/** SHA-256 of `data`: 32 bytes. Passed in, so that this package needs neither Node nor a browser. */
export type Sha256 = (data: Uint8Array) => Uint8Array;
