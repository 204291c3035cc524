import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface FreshKey {
  /** `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** OpenSSH's own private key file. */
  readonly privateKey: string;
}

/**
 * A new Ed25519 key in OpenSSH's format, made in memory: ssh-keygen would write the private half to a disk, where a
 * crash could leave it. Format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function freshKey(comment: string): FreshKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d, x } = privateKey.export({ format: 'jwk' });
  const seed = Buffer.from(d ?? '', 'base64url');
  const point = Buffer.from(x ?? '', 'base64url');
  const type = field('ssh-ed25519');
  const publicBlob = Buffer.concat([type, field(point)]);
  // Twice the same number: whoever decrypts knows by it that the passphrase fitted. There is none, but it is read.
  const check = randomBytes(4);
  const secret = pad(
    Buffer.concat([check, check, type, field(point), field(Buffer.concat([seed, point])), field(comment)]),
  );
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), uint32(1), field(publicBlob), field(secret)],
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    publicKey: `ssh-ed25519 ${publicBlob.toString('base64')}`,
    privateKey: [
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      ...lines,
      '-----END OPENSSH PRIVATE KEY-----',
      '',
    ].join('\n'),
  };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** To a multiple of eight, the block of the cipher `none`, with 1, 2, 3… */
function pad(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
