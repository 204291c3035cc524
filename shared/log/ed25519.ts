/**
 * Whether `signature` (64 bytes) is the Ed25519 signature of `message` by the key (32 raw bytes), RFC 8032. Passed in.
 * Should be strict: refuse keys of small order, with which one signature fits several messages.
 */
export type Ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** Signs with a key that the function keeps to itself: 64 bytes, RFC 8032. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array;
