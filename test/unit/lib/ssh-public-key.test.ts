import { describe, expect, it } from 'vitest';
import { sshPublicKey } from '../../../shared/lib/ssh-public-key.ts';
import { freshKey } from '../../../shared/providers/ssh-certificate/fresh-key.ts';

const field = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const key = (type: string, ...fields: readonly (string | Buffer)[]): string =>
  `${type} ${Buffer.concat([field(type), ...fields.map(field)]).toString('base64')}`;
const of = (bytes: number): Buffer => Buffer.alloc(bytes, 7);

describe('nonsense does not pass as an SSH key', () => {
  const { publicKey } = freshKey('x');
  it.each([
    publicKey,
    key('ssh-rsa', Buffer.from([1, 0, 1]), of(257)),
    key('ecdsa-sha2-nistp256', 'nistp256', of(65)),
    key('ecdsa-sha2-nistp521', 'nistp521', of(133)),
    key('sk-ssh-ed25519@openssh.com', of(32), 'ssh:'),
    key('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', of(65), 'ssh:'),
  ])('a key is one, with a comment or without: %s', (line) => {
    expect(sshPublicKey(line)).toBe(line);
    expect(sshPublicKey(`${line} maya on her laptop\n`)).toBe(line);
  });

  it.each([
    { name: 'letters', line: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5nonsense' },
    { name: 'a type alone', line: 'ssh-ed25519' },
    { name: 'an unknown type', line: key('ssh-ed448', of(57)) },
    { name: 'a type that every object has', line: key('constructor', of(32)) },
    { name: 'the blob of another type', line: publicKey.replace('ssh-ed25519', 'ssh-rsa') },
    { name: 'a key that is cut', line: key('ssh-ed25519', of(31)) },
    { name: 'a field that is cut', line: publicKey.slice(0, -4) },
    { name: 'more than a key', line: key('ssh-ed25519', of(32), 'more') },
    { name: 'no base64', line: publicKey.replace('AAAA', '*AAA') },
    { name: 'an RSA key of 1024 bits', line: key('ssh-rsa', Buffer.from([1, 0, 1]), of(129)) },
    { name: 'DSA', line: key('ssh-dss', of(129), of(21), of(129), of(129)) },
    { name: 'another curve', line: key('ecdsa-sha2-nistp256', 'nistp384', of(65)) },
    { name: 'a certificate', line: key('ssh-ed25519-cert-v01@openssh.com', of(32), of(32)) },
    { name: 'a private key', line: '-----BEGIN OPENSSH PRIVATE KEY-----' },
    { name: 'two lines', line: `${publicKey}\n${publicKey}` },
    { name: 'a comment that steers a terminal', line: `${publicKey} \u001b[2J` },
  ])('$name is none', ({ line }) => {
    expect(sshPublicKey(line)).toBeNull();
  });
});
