import type { Said } from '../../lib/said.ts';

/** What can happen to a device. Stream `device/<deviceId>`; in logs of before, `devices` for all. */
export type DeviceEntry =
  | {
      readonly type: 'deviceRegistered';
      readonly deviceId: string;
      readonly person: string;
      readonly name: string;
      /** Who made the invite that it joined with: an owner, the person themselves, or `latchkey` for the first owner's. */
      readonly invitedBy: string;
      /** All that its person had before are signed out: an owner invited them anew. */
      readonly replaces?: true | undefined;
      /** An owner came back with the recovery key, and nobody invited them. */
      readonly recovered?: true | undefined;
      /** Base64url raw 32-byte Ed25519 and X25519 public keys. */
      readonly signingKey: string;
      readonly sealingKey: string;
    }
  | {
      readonly type: 'deviceRenamed';
      readonly deviceId: string;
      readonly person: string;
      readonly name: string;
      readonly by: string;
    }
  /** It is signed out for ever. What it signed before stays verifiable, and what it signs from here on counts no more. */
  | {
      readonly type: 'deviceRemoved';
      readonly deviceId: string;
      readonly person: string;
      /** What it was called. Absent in logs of before, and of devices that are older than their streams. */
      readonly name?: string | undefined;
      /** Absent in logs of before: their person left the organisation. */
      readonly why?: WhyRemoved | undefined;
    };

/** `removed`: by hand. `replaced`: its person joined anew, by an invite of `by`. */
export type WhyRemoved =
  | { readonly cause: 'left' }
  | { readonly cause: 'removed'; readonly by: string; readonly reason: Said }
  | { readonly cause: 'replaced'; readonly by: string };
