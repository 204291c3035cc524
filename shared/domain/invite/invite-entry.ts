import type { Instant } from '../../lib/time.ts';

/** What can happen to an invite. Stream `invite/<inviteId>`: a number that follows from its key (`inviteIdOf`), and says nothing of the code. */
export type InviteEntry =
  | {
      readonly type: 'inviteCreated';
      /** Absent in logs of before, where all invites were in the stream `devices`. */
      readonly inviteId?: string | undefined;
      readonly person: string;
      /** Who made it: a member, or `latchkey` for the first owner's. Absent as above. */
      readonly invitedBy?: string | undefined;
      /** The device that joins with it takes the place of all that its person has by then. */
      readonly replaces?: true | undefined;
      /** Base64url raw 32-byte Ed25519 public key: who joins signs with what was derived from the code. Absent as above. */
      readonly inviteKey?: string | undefined;
      readonly expiresAt: Instant;
    }
  | {
      readonly type: 'inviteUsed';
      readonly inviteId: string;
      readonly person: string;
      /** The device that joined with it. */
      readonly deviceId: string;
    }
  /**
   * It is good for nothing from here on: its person left, or has a device by another invite and invites the next themselves; or
   * who made it had a device removed, or replaced, which may have been the one that it was made on.
   */
  | {
      readonly type: 'inviteRevoked';
      readonly inviteId: string;
      readonly person: string;
      readonly because: 'left' | 'joined' | 'deviceRemoved';
    };
