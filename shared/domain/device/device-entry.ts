/** What can happen to a device. Stream `device/<deviceId>`; in logs of before, `devices` for all. */
export type DeviceEntry =
  | {
      readonly type: 'deviceRegistered';
      readonly deviceId: string;
      readonly person: string;
      readonly name: string;
      /** Who made the invite that it joined with: an owner, the person themselves, or `latchkey` for the first owner's. */
      readonly invitedBy: string;
      /** Base64url raw 32-byte Ed25519 and X25519 public keys. */
      readonly signingKey: string;
      readonly sealingKey: string;
    }
  /** It is signed out for ever: its person left the organisation. What it signed stays verifiable. */
  | { readonly type: 'deviceRemoved'; readonly deviceId: string; readonly person: string };
