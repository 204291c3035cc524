/** Bytes of every hash in the tree (SHA-256). */
export const HASH_LENGTH = 32;
