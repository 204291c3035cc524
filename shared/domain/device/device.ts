import type { Instant } from '../../lib/time.ts';

/** The fold of one device's stream. */
export type DeviceState =
  | {
      readonly kind: 'registered';
      readonly person: string;
      readonly name: string;
      readonly signingKey: string;
      readonly sealingKey: string;
      readonly joinedAt: Instant;
    }
  | { readonly kind: 'removed'; readonly person: string };
