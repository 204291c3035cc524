/**
 * What a service signs with the key of its log to say that a token is nobody's any more. `nonce` is chosen by who asks, so
 * that no earlier word can be shown again; `tokenHash` is the lower case hex SHA-256 of the token. It is no checkpoint,
 * which the same key signs: the second line of one is a number.
 */
export const signedOutText = (about: { readonly nonce: string; readonly tokenHash: string }): string =>
  `latchkey-signed-out-v1\nnonce ${about.nonce}\ntoken ${about.tokenHash}\n`;
