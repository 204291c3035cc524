import { createSigner, type Signer } from '../../shared/client/signer.ts';
import { NOTHING_SEEN, type Seen } from '../../shared/domain/statements/statement.ts';
import { instant } from '../../shared/lib/time.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';

/** A device of its own; `seen`: what it has verified of the log. Its signatures are real, and its key is registered nowhere. */
export function testSigner(seen: () => Promise<Seen> = () => Promise.resolve(NOTHING_SEEN)): Signer {
  const person = 'dev@example.com';
  const { publicKey, seed } = generateSigningKey();
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return createSigner({
    identity: {
      signing: { publicKey: text(publicKey), seed: text(seed) },
      log: { origin: 'example/log', key: 'example/log+0+x' },
      deviceId: 'device0001',
      member: { id: person, name: person, kind: 'person' },
    },
    now: () => instant(1_700_000_000_000),
    seen,
  });
}
