import type { Mistake } from '../../contract/api.ts';
import { parseOrganisation } from '../../contract/organisation/parse-organisation.ts';
import type { Member, Organisation } from '../../domain/organisation.ts';
import { ownValue } from '../../domain/own-value.ts';
import type { DocumentRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** How many earlier versions are kept parsed: open requests point to the version they were made under. */
const VERSIONS_KEPT = 20;

const EMPTY: Organisation = {
  version: 0,
  owners: [],
  members: {},
  providers: {},
  entitlements: {},
  rules: [],
};

/** What the organisation is called, fixed at the first start. */
export interface OrganisationIdentity {
  readonly name: string;
  /** The log's origin line and its verifier key. */
  readonly origin: string;
  readonly logKey: string;
  /** Who owns it while nothing is published. */
  readonly firstOwner: string;
}

type LeaveListener = (memberIds: ReadonlySet<string>) => void;

/** The documents in force. While nothing is published, there is one person: the first owner. */
export class CurrentOrganisation {
  readonly identity: OrganisationIdentity;
  readonly #store: Pick<ServiceStore, 'document'>;
  readonly #versions = new Map<number, Organisation>();
  readonly #leaveListeners: LeaveListener[] = [];
  #current: Organisation;
  /** What keeps the folder that the service was started with from being in force. A newer version makes it old news. */
  #folderMistakes: readonly Mistake[] = [];

  constructor(
    identity: OrganisationIdentity,
    store: Pick<ServiceStore, 'document'>,
    latest: DocumentRow | null,
  ) {
    this.identity = identity;
    this.#store = store;
    this.#current = latest ? parsed(latest) : firstOwnerAlone(identity.firstOwner);
  }

  get current(): Organisation {
    return this.#current;
  }

  get folderMistakes(): readonly Mistake[] {
    return this.#folderMistakes;
  }

  noteFolder(mistakes: readonly Mistake[]): void {
    this.#folderMistakes = mistakes.filter(({ severity }) => severity === 'error');
  }

  adopt(organisation: Organisation): void {
    const before = this.#keep(this.#current);
    this.#current = organisation;
    this.#folderMistakes = [];
    const left = Object.keys(before.members).filter((id) => !this.has(id));
    if (left.length > 0) for (const listener of this.#leaveListeners) listener(new Set(left));
  }

  /** Told who left, once the version without them is in force. Must not throw. */
  onLeave(listener: LeaveListener): void {
    this.#leaveListeners.push(listener);
  }

  member(id: string): Member | undefined {
    return ownValue(this.#current.members, id);
  }

  has(id: string): boolean {
    return this.member(id) !== undefined;
  }

  isOwner(id: string): boolean {
    return this.#current.owners.includes(id);
  }

  /** The documents as they were at `version`. */
  async at(version: number): Promise<Organisation> {
    if (version === this.#current.version) return this.#current;
    const kept = this.#versions.get(version);
    if (kept) return kept;
    const row = await this.#store.document(version);
    if (!row) throw new Error(`version ${version} of the organisation is not in the store`);
    return this.#keep(parsed(row));
  }

  #keep(organisation: Organisation): Organisation {
    this.#versions.set(organisation.version, organisation);
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > VERSIONS_KEPT && oldest !== undefined) this.#versions.delete(oldest);
    return organisation;
  }
}

function firstOwnerAlone(id: string): Organisation {
  const member: Member = {
    id,
    kind: 'person',
    name: id.slice(0, 100),
    groups: [],
    manager: null,
    timezone: null,
    pools: [],
    sshPublicKey: null,
  };
  return { ...EMPTY, owners: [id], members: { [id]: member } };
}

function parsed({ version, providerDigests, ...texts }: DocumentRow): Organisation {
  const { organisation, mistakes } = parseOrganisation(
    texts,
    version,
    providerDigests,
    new Map(),
    'asPublished',
  );
  if (organisation) return organisation;
  throw new Error(
    `version ${version} of the organisation was published by another Latchkey and does not read: ${mistakes[0]?.message ?? ''}`,
  );
}
