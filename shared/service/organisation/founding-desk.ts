import type { SentStatement } from '../../contract/statement-schemas.ts';
import type { OwnRunner } from '../../domain/organisation/organisation-entry.ts';
import { newInvite } from '../../system/invite-code.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { Proposal } from './propose-at-start.ts';

/** How a log began that somebody founded. */
export interface Founding {
  /** The hash of the founding statement, in lower case hex. */
  readonly id: string;
  readonly signed: SentStatement<'foundOrganisation'>;
}

/**
 * Where the first owner founds an organisation that is not there yet: who has the code of this start may, with what the service
 * proposes. It knows that code, since it prints it; from the founding on it invites nobody any more.
 */
export class FoundingDesk {
  readonly code: string;
  readonly inviteKey: string;
  readonly owner: string;
  /** What comes with it; null: nothing is published. */
  readonly documents: Proposal['differs'];
  /** What the first owner signs, beside their device and what they are recovered with. */
  readonly proposed;

  constructor(what: {
    readonly owner: string;
    readonly proposal: Proposal | null;
    readonly runner: OwnRunner | null;
  }) {
    this.documents = what.proposal?.differs ?? null;
    this.proposed = { documents: this.documents && documentsOf(this.documents), runner: what.runner };
    this.owner = this.documents?.organisation.owners[0] ?? what.owner;
    ({ code: this.code, inviteKey: this.inviteKey } = newInvite(null));
  }
}

function documentsOf({ files: { files, providerDigests }, organisation }: NonNullable<Proposal['differs']>) {
  const { people, catalog, policy } = files;
  return {
    files: { people: hashHex(people), catalog: hashHex(catalog), policy: hashHex(policy) },
    providerDigests: { ...providerDigests },
    owners: [...organisation.owners],
  };
}
