/** A certificate for users, as its one line has it. That it is signed is for ssh-keygen to say. */
export interface UserCertificate {
  /** Type and blob, without the comment. */
  readonly line: string;
  readonly keyId: string;
  /** The blob of the public key that is said to have signed it, in base64. */
  readonly authority: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/**
 * How many fields each type's key has, between the nonce and the serial number.
 * https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.certkeys, and PROTOCOL.u2f for `sk-`
 */
const KEY_FIELDS: Readonly<Record<string, number>> = {
  'ssh-ed25519-cert-v01@openssh.com': 1,
  'ssh-rsa-cert-v01@openssh.com': 2,
  'ecdsa-sha2-nistp256-cert-v01@openssh.com': 2,
  'ecdsa-sha2-nistp384-cert-v01@openssh.com': 2,
  'ecdsa-sha2-nistp521-cert-v01@openssh.com': 2,
  'sk-ssh-ed25519-cert-v01@openssh.com': 2,
  'sk-ecdsa-sha2-nistp256-cert-v01@openssh.com': 3,
};

/** As opposed to one for hosts. */
const FOR_USERS = 1;

/** The latest end that a file's name has room for; a certificate may also have none. */
const LATEST_SECONDS = 999_999_999_999n;

/** Null for whatever is none: a plain key, half a line, a certificate for hosts. Its comment counts for nothing. */
export function readCertificate(text: string): UserCertificate | null {
  const [type = '', base64 = '', ...comment] = text.trim().split(' ');
  const keyFields = Object.hasOwn(KEY_FIELDS, type) ? KEY_FIELDS[type] : undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (keyFields === undefined || /[\r\n]/.test(comment.join(' ')) || bytes.toString('base64') !== base64)
    return null;
  try {
    const read = reader(bytes);
    if (read.field().toString() !== type) return null;
    for (let index = 0; index <= keyFields; index += 1) read.field();
    read.number(8);
    if (read.number(4) !== BigInt(FOR_USERS)) return null;
    const keyId = read.field().toString();
    read.field();
    read.number(8);
    const before = read.number(8);
    // Critical options, extensions, what is reserved.
    for (let index = 0; index < 3; index += 1) read.field();
    const authority = read.field().toString('base64');
    read.field();
    if (!read.isAtEnd()) return null;
    const endsAt = Number(before < LATEST_SECONDS ? before : LATEST_SECONDS) * 1_000;
    return { line: `${type} ${base64}`, keyId, authority, endsAt };
  } catch {
    // It is cut.
    return null;
  }
}

/** Reads SSH's wire format from the front; throws a RangeError where the bytes do not reach. */
function reader(bytes: Buffer) {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('cut');
    return bytes.subarray(at, (at += length));
  };
  return {
    number: (length: 4 | 8): bigint =>
      length === 8 ? take(8).readBigUInt64BE() : BigInt(take(4).readUInt32BE()),
    field: (): Buffer => take(take(4).readUInt32BE()),
    isAtEnd: (): boolean => at === bytes.length,
  };
}
