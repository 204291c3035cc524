/** How organisations name a secret, so that a runner finds its value: `PAYMENTS_DB`. */
export const isNameOfSecret = (name: string): boolean => /^[A-Z][A-Z0-9_]{0,63}$/.test(name);

/** Names of what is a secret, wherever they stand. */
const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|api_?key|private_?key|access_?key|credential/i;
/** Names that speak about a secret without being one: `tokenFile`, `privateKeyPath`. */
const ABOUT_A_SECRET = /(file|path|name|user|lifetime|ttl|url|type|length)$/i;

/** Names that are ordinary words elsewhere, and are secrets among what Latchkey itself might log. */
const SECRET_FIELD = /^(code|(owner)?invite|seed|key|box|sealed|authorization|(set-)?cookie|pin)$/i;

/** Whether a thing of this name is a secret: the one list, for the organisation's files, logs and evidence. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);

/** The same for fields of what is logged. Where it is a doubt, it is a secret. */
export const isSecretField = (name: string): boolean => SECRET_FIELD.test(name) || isSecretName(name);
