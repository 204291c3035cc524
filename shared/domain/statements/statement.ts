import { sealSaid, type Hash, type LeafText, type Said } from '../../lib/said.ts';
import type { DurationMs, Instant } from '../../lib/time.ts';
import type { OwnRunner } from '../organisation/organisation-entry.ts';
import type { Decision } from '../request/request.ts';

/**
 * What people can do, and what their device signs of it. What is not in a body is found out by the service, and stands in the
 * entry beside the statement.
 */
export interface StatementBodies {
  readonly submitRequest: {
    readonly requestId: string;
    readonly entitlementIds: readonly string[];
    readonly durationMs: DurationMs;
    readonly reason: Said;
    readonly ticket: string | null;
  };
  readonly withdrawRequest: { readonly requestId: string };
  readonly commentOnRequest: {
    readonly requestId: string;
    /** Made by who says it, so that it is said once. */
    readonly commentId: string;
    readonly comment: Said;
  };
  readonly reviewRequest: {
    readonly requestId: string;
    /** Of what was seen (`reviewedContent`), in lower case hex: any difference voids the review. */
    readonly requestHash: string;
    /** Index of the step of the plan that it is for. */
    readonly step: number;
    readonly decision: Decision;
    readonly comment: Said;
  };
  readonly endGrant: {
    readonly grantId: string;
    readonly reason: Said;
    /** An owner says that access which is stuck is gone; `reason` says how they know. */
    readonly isGone: boolean;
  };
  readonly endAllGrants: { readonly reason: Said };
  /** What a runner did, and found. `fence`: of the lease that it is about; `idempotencyKey`: it is said again until it is heard. */
  readonly reportGrant: ReportedGrant;
  readonly publishOrganisation: Documents & {
    /** The version that this one is written after; 0: there is none. Missing in statements of before founding. */
    readonly follows?: number | undefined;
  };
  /** By the first owner, with a device that begins with it. Its hash is what the organisation is known by. */
  readonly foundOrganisation: {
    readonly name: string;
    /** C2SP verifier key of the log. */
    readonly logKey: string;
    /** The first version of the documents; null: nothing is published with it. */
    readonly documents: Documents | null;
    readonly device: NewDevice;
    /** Base64url raw 32-byte Ed25519 public key that may sign in one device of an owner, once. */
    readonly recoveryKey: string;
    /** The service's own runner, by the name that it has in entries; null: it has none. */
    readonly runner: OwnRunner | null;
  };
  /** Places in the log of entries in which something was said. What says the very same elsewhere is erased with them. */
  readonly eraseTexts: { readonly seqs: readonly number[] };
  readonly inviteDevice: {
    readonly person: string;
    /** Whoever joins with it takes the place of all devices that this person has by then. */
    readonly replaces?: true | undefined;
    /** Base64url raw 32-byte Ed25519 public key, whose secret is derived from the code. Missing, as the next, in statements of before. */
    readonly inviteKey?: string | undefined;
    readonly expiresAt?: Instant | undefined;
  };
  /** By the device that joins, whose id follows from its key. With the recovery key for an invite an owner comes back. */
  readonly joinOrganisation: NewDevice & {
    readonly inviteKey: string;
    /** By the invite's key, base64url, over `invitedBytes`: whoever has it was given the code. */
    readonly byInvite: string;
  };
  /** By an owner, in place of the one before: base64url raw 32-byte Ed25519 public key. */
  readonly setRecoveryKey: { readonly recoveryKey: string };
  /** By an owner: the own runner of a service that did not have it when the organisation was founded. */
  readonly signInRunner: OwnRunner;
  /** By an owner: C2SP verifier keys of the log, from here on, and until now. */
  readonly rotateLogKey: { readonly logKey: string; readonly follows: string };
  readonly confirmMember: { readonly person: string };
  readonly renameDevice: { readonly device: string; readonly name: string };
  readonly removeDevice: {
    readonly device: string;
    readonly reason: Said;
    /** They know that no owner could sign in afterwards. */
    readonly evenLast?: true | undefined;
  };
}

/** Documents by hashes (hex SHA-256): of the texts of the three files, and of the folders of providers of one's own. */
export interface Documents {
  readonly files: Readonly<Record<'people' | 'catalog' | 'policy', string>>;
  readonly providerDigests: Readonly<Record<string, string>>;
  /** Who they say the owners are, so that whoever reads the log knows without them. Missing in statements of before founding. */
  readonly owners?: readonly string[] | undefined;
}

/** What a device registers with. Keys: base64url raw 32-byte Ed25519 and X25519 public keys. */
export interface NewDevice {
  readonly name: string;
  readonly signingKey: string;
  readonly sealingKey: string;
}

type ReportedGrant = {
  readonly requestId: string;
  readonly grantId: string;
  readonly fence: number;
  readonly idempotencyKey: string;
} & (
  | {
      readonly kind: 'activated';
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly evidence: string | null;
    }
  | { readonly kind: 'activationFailed'; readonly message: string }
  /** `wasThere`: somebody else had reported it gone. */
  | { readonly kind: 'revocationFailed'; readonly message: string; readonly wasThere: boolean }
  | {
      readonly kind: 'revoked';
      readonly verifiedAt: Instant;
      readonly wasThere: boolean;
      readonly evidence: string | null;
    }
);

/** Whom a statement of the service's own runner is by: no member. */
export const SERVICE = 'latchkey';

export type StatementType = keyof StatementBodies;

/** A place in the log that the signer has verified: so many entries, and the root of their tree in lower case hex. */
export interface Seen {
  readonly size: number;
  readonly root: string;
}

/** Of who has verified nothing, or has a doubt about the log: the root of a tree without leaves (RFC 6962 §2.1). */
export const NOTHING_SEEN: Seen = {
  size: 0,
  root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/** What somebody did, said by the device on which they did it. */
export interface Statement<T extends StatementType = StatementType> {
  readonly v: 1;
  /** The origin of the log that it is meant for. */
  readonly log: string;
  readonly type: T;
  /** A person or service account, and which of their devices. */
  readonly by: string;
  readonly device: string;
  /** When it was done, by the device's clock. It may be sent much later. */
  readonly at: Instant;
  /** The last head of the log that the signer verified: so every signature is a witness of the log. */
  readonly seen: Seen;
  readonly body: StatementBodies[T];
}

/** A statement with the signature of its device: base64url Ed25519 (RFC 8032) over `statementBytes`. */
export interface SignedStatement<T extends StatementType = StatementType> {
  readonly statement: Statement<T>;
  readonly signature: string;
}

const encoder = new TextEncoder();

/**
 * What is signed: the statement as canonical JSON (RFC 8785) in UTF-8, in which `{ sha256 }` stands wherever somebody's text
 * does, so that the signature fits once that was erased. Nothing else that a device signs is an object with these members.
 */
export const statementBytes = (hash: Hash, statement: Statement): Uint8Array =>
  encoder.encode(sealSaid(hash, statement).text);

/**
 * The text of `statementBytes`, with what was said in it, made once of each statement: it is signed, tells one from another, and
 * stands in the leaf. Nobody changes a statement once it is there.
 */
export function sealedStatement(hash: Hash, statement: Statement): LeafText {
  const known = sealed.get(statement);
  if (known) return known;
  const made = sealSaid(hash, statement);
  sealed.set(statement, made);
  return made;
}

const sealed = new WeakMap<Statement, LeafText>();
