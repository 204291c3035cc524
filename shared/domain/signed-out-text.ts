/**
 * What a service signs with the key of its log to say that a device is signed in no more. `nonce` is chosen by who asks, so
 * that no earlier word can be shown again. It is no checkpoint, which the same key signs: the second line of one is a number.
 */
export const signedOutText = (about: { readonly nonce: string; readonly deviceId: string }): string =>
  `latchkey-signed-out-v2\nnonce ${about.nonce}\ndevice ${about.deviceId}\n`;
