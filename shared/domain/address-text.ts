/**
 * What a service signs with the key of its log to say that it is to be found at `address`, so that a client sends its calls
 * there. `nonce` is chosen by who asks, so that no earlier word can be shown again. The address is in it so that nobody who
 * is asked for another address can have the service say it for them. It is no checkpoint, which the same key signs: the
 * second line of one is a number.
 */
export const addressText = (about: { readonly nonce: string; readonly address: string }): string =>
  `latchkey-address-v1\nnonce ${about.nonce}\naddress ${about.address}\n`;
