import { plainText } from './plain-text.ts';

/**
 * What stands in the blob of each kind, after its name: how long each field is, or between what. Keys that OpenSSH signs;
 * no certificates, no DSA. https://www.rfc-editor.org/rfc/rfc4253#section-6.6, rfc5656 and rfc8709; for `sk-` OpenSSH's PROTOCOL.u2f.
 */
const APPLICATION = [1, 255] as const;
const exactly = (bytes: number) => [bytes, bytes] as const;
const FIELDS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'ssh-ed25519': [exactly(32)],
  // Exponent, and a modulus of 2048 to 16384 bits (sshd takes no smaller one), with a zero byte before it.
  'ssh-rsa': [
    [1, 8],
    [257, 2_049],
  ],
  'ecdsa-sha2-nistp256': [exactly(8), exactly(65)],
  'ecdsa-sha2-nistp384': [exactly(8), exactly(97)],
  'ecdsa-sha2-nistp521': [exactly(8), exactly(133)],
  'sk-ssh-ed25519@openssh.com': [exactly(32), APPLICATION],
  'sk-ecdsa-sha2-nistp256@openssh.com': [exactly(8), exactly(65), APPLICATION],
};

/**
 * The type and blob of an OpenSSH public key in one line, without its comment; null when it is none: the blob must be base64
 * of its type's fields and of nothing else. That the point lies on its curve is left to OpenSSH, which signs it.
 */
export function sshPublicKey(line: string): string | null {
  const text = line.trim();
  if (/[\n\t]/.test(text) || plainText(text) !== text) return null;
  const [type = '', blob = ''] = text.split(' ');
  const expected = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  const fields = expected && fieldsIn(blob);
  if (!fields || fields.length !== expected.length + 1 || fields[0] !== type) return null;
  const fit = expected.every(([least, most], index) => {
    const { length } = fields[index + 1] ?? '';
    return length >= least && length <= most;
  });
  const curve = /nistp[0-9]+/.exec(type)?.[0];
  return fit && (curve === undefined || fields[1] === curve) ? `${type} ${blob}` : null;
}

/** The fields of an SSH wire format, each character one byte; null when they do not fill it exactly. */
function fieldsIn(base64: string): readonly string[] | null {
  const bytes = decoded(base64);
  if (bytes === null) return null;
  const fields: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = [0, 1, 2, 3].reduce((sum, each) => sum * 256 + bytes.charCodeAt(at + each), 0);
    const end = at + 4 + length;
    // Not a number, and so not within, when the length itself is cut.
    if (!(end <= bytes.length)) return null;
    fields.push(bytes.slice(at + 4, end));
    at = end;
  }
  return fields;
}

/** Only as it is written: with its padding, and nothing beside it. */
function decoded(base64: string): string | null {
  try {
    const bytes = atob(base64);
    return btoa(bytes) === base64 ? bytes : null;
  } catch {
    return null;
  }
}
