import { hash } from 'node:crypto';

/** Lower case hex SHA-256 of the bytes, or of the text in UTF-8. */
export const hashHex = (data: Uint8Array | string): string => hash('sha256', data);
