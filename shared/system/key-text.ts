/** A key or a signature as it is written: base64url (RFC 4648 §5) without padding. */
export const keyText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
