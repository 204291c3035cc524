import { dirname } from 'node:path';
import { z } from 'zod';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { sshPublicKey } from '../../lib/ssh-public-key.ts';
import { ProviderFault } from '../kit/provider-fault.ts';

const configSchema = z.object({
  caKey: z.string().startsWith('/').max(401),
  krl: z.string().startsWith('/').max(401),
  host: z.string().max(255).optional(),
  port: z.number().int(),
});

const inputSchema = z.object({
  principals: z
    .array(z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,99}$/))
    .min(1)
    .max(20),
  host: z.string().max(255).optional(),
  port: z.number().int().optional(),
  permit: z.array(z.enum(['pty', 'port-forwarding', 'agent-forwarding', 'X11-forwarding', 'user-rc'])).max(5),
});

export interface Settings {
  readonly caKey: string;
  readonly krl: string;
  /** Where what was issued is remembered: one certificate a grant. */
  readonly issuedFolder: string;
  /** The certificate's key id, by which it is revoked. */
  readonly keyId: string;
  readonly principals: readonly string[];
  readonly permit: readonly string[];
  readonly host: string | null;
  readonly port: number;
  /** The requester's own key without its comment; null: a fresh one is made. */
  readonly publicKey: string | null;
}

export function readSettings(call: ProviderCall): Settings {
  const config = configSchema.parse(call.config);
  const input = inputSchema.parse(call.entitlement.input);
  return {
    caKey: config.caKey,
    krl: config.krl,
    issuedFolder: `${config.krl}.issued`,
    keyId: `latchkey_${call.grantId}`,
    principals: input.principals,
    permit: input.permit,
    host: input.host ?? config.host ?? null,
    port: input.port ?? config.port,
    publicKey: call.subject.publicKey === undefined ? null : withoutComment(call.subject.publicKey),
  };
}

export const krlFolder = (settings: Settings): string => dirname(settings.krl);

function withoutComment(publicKey: string): string {
  const key = sshPublicKey(publicKey);
  if (key === null)
    throw new ProviderFault(
      'permanent',
      'The public key is not one that OpenSSH signs, such as ssh-ed25519 AAAA….',
    );
  return key;
}
