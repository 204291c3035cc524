import { told, type Told } from '../../words/told.ts';
import type { Mistake } from '../../contract/mistake.ts';
import type { Member, Organisation } from '../../domain/organisation/organisation.ts';
import { evolveOrganisation, NOT_CREATED } from '../../domain/organisation/evolve-organisation.ts';
import type { OrganisationEntry } from '../../domain/organisation/organisation-entry.ts';
import type { OrganisationState } from '../../domain/organisation/organisation-state.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { Result } from '../../lib/result.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { Founding } from './founding-desk.ts';
import { keptText } from './kept-organisation.ts';
import type { OrganisationFiles } from './organisation-files.ts';
import { signedOwners } from './signed-owners.ts';
import type { PublishedVersions, Unreadable } from './published-versions.ts';
import { ToldError } from '../../words/told-error.ts';

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
  /** The log's origin line, and the verifier key with which it began. */
  readonly origin: string;
  readonly logKey: string;
  /** Who owns it while nothing is published. */
  readonly firstOwner: string;
}

/** Files, and what they say. */
interface Proposed {
  readonly files: OrganisationFiles;
  readonly organisation: Organisation;
}

type LeaveListener = (memberIds: ReadonlySet<string>) => void;

interface Prepared {
  readonly version: number;
  readonly owners: readonly string[] | null;
  readonly read: Result<Organisation, Unreadable>;
}

interface InForce {
  readonly organisation: Organisation;
  /** See `CurrentOrganisation.problem`. */
  readonly problem: Told | null;
}

/** The documents in force. While nothing is published, there is one person: the first owner. */
export class CurrentOrganisation {
  readonly identity: OrganisationIdentity;
  readonly #versions: PublishedVersions;
  readonly #leaveListeners: LeaveListener[] = [];
  #inForce: InForce;
  #prepared: Prepared | null = null;
  /** What keeps the folder that the service was started with from being in force. A newer version makes it old news. */
  #folderMistakes: readonly Mistake[] = [];
  #proposal: Proposed | null = null;
  #founding: Founding | null = null;
  /** What its stream comes to: as it is before the first entry, its log has one key. */
  #state: OrganisationState;

  /** Use `openOrganisation`, which reads what is in force. */
  constructor(identity: OrganisationIdentity, versions: PublishedVersions, inForce: InForce) {
    this.identity = identity;
    this.#state = { ...NOT_CREATED, logKeys: [identity.logKey] };
    this.#versions = versions;
    this.#inForce = inForce;
  }

  get current(): Organisation {
    return this.#inForce.organisation;
  }

  /**
   * Why the version in force cannot be read; null when it can. Meanwhile `current` has the people and the catalog of
   * the last version that reads, the owners who were signed with it, and no rules: what people may see and end goes on, and
   * nothing widens what anybody can do.
   */
  get problem(): Told | null {
    return this.#inForce.problem;
  }

  get folderMistakes(): readonly Mistake[] {
    return this.#folderMistakes;
  }

  /**
   * What the service was started with and is not in force, without mistakes. It stays a proposal, whoever leaves and whatever else
   * is published, until a version says the same.
   */
  get proposal(): Proposed | null {
    return this.#proposal;
  }

  noteFolder(mistakes: readonly Mistake[], proposal: Proposed | null = null): void {
    this.#folderMistakes = mistakes.filter(({ severity }) => severity === 'error');
    this.#proposal = proposal;
  }

  /** Null: it was not founded yet, or a service of before began the log by itself. */
  get founding(): Founding | null {
    return this.#founding;
  }

  /** What may sign in one device of an owner; null: nothing does. */
  get recoveryKey(): string | null {
    return this.#state.recoveryKey;
  }

  /** The services' own runners that sign what they report, by name: their keys. */
  get runners(): OrganisationState['runners'] {
    return this.#state.runners;
  }

  /** The verifier keys of the log, the latest first. */
  get logKeys(): readonly string[] {
    return this.#state.logKeys;
  }

  /** What a client has to know of the log. */
  get log(): { readonly name: string; readonly origin: string; readonly logKey: string } {
    const { name, origin, logKey } = this.identity;
    return { name, origin, logKey: this.#state.logKeys[0] ?? logKey };
  }

  /** Takes in what was committed, in order. */
  noteKeys(rows: readonly Pick<EntryRow, 'text' | 'type'>[]): void {
    for (const { type, text } of rows)
      if (Object.hasOwn(organisationStream.entries, type)) {
        const { entry } = JSON.parse(text) as { readonly entry: OrganisationEntry };
        this.#state = evolveOrganisation(this.#state, entry);
      }
  }

  noteFounding(founding: Founding): void {
    this.#founding = founding;
  }

  /** What is about to be in force was parsed here: `prepare` need not read it. */
  expect(organisation: Organisation): void {
    this.#versions.note(organisation);
  }

  /**
   * Reads what was published, by whichever service, so that `adopt` has it. `owners`: who they are in it, as it was signed; null
   * where it was not. Throws when the store cannot be read.
   */
  async prepare(version: number, owners: readonly string[] | null): Promise<void> {
    if (version <= this.current.version) return;
    this.#prepared = { version, owners, read: await this.#versions.at(version) };
  }

  /** Puts the version that was prepared in force. One that cannot be read, as of a newer Latchkey, is a `problem`. */
  adopt(): void {
    const prepared = this.#prepared;
    this.#prepared = null;
    if (!prepared) return;
    const { version, owners, read } = prepared;
    const before = this.#inForce;
    if (before.problem === null) this.#versions.note(before.organisation);
    this.#inForce = read.ok
      ? { organisation: read.value, problem: null }
      : {
          organisation: { ...before.organisation, version, rules: [], ...(owners && { owners }) },
          problem: told('filesNotRead', { version, why: read.error.why, mend: 'no' }),
        };
    this.#folderMistakes = [];
    if (read.ok && this.#proposal && saysSame(this.#proposal.organisation, read.value)) this.#proposal = null;
    const left = Object.keys(before.organisation.members).filter((id) => !this.has(id));
    if (left.length > 0) for (const listener of this.#leaveListeners) listener(new Set(left));
  }

  /** Told who left, once the version without them is in force. Must not throw. */
  onLeave(listener: LeaveListener): void {
    this.#leaveListeners.push(listener);
  }

  member(id: string): Member | undefined {
    return ownValue(this.current.members, id);
  }

  has(id: string): boolean {
    return this.member(id) !== undefined;
  }

  isOwner(id: string): boolean {
    return this.current.owners.includes(id);
  }

  /** The documents as they were at `version`, or why they cannot be read. */
  at(version: number): Promise<Result<Organisation, Unreadable>> {
    const { organisation, problem } = this.#inForce;
    if (version === organisation.version && problem === null)
      return Promise.resolve({ ok: true, value: organisation });
    return this.#versions.at(version);
  }
}

/**
 * The organisation as it was published last. Where only its texts are there, and this Latchkey does not accept them, it opens
 * with a `problem`. Throws, with a sentence, where it was published by a newer Latchkey or is damaged: half of its rules are none.
 */
export async function openOrganisation(
  identity: OrganisationIdentity,
  store: Pick<ServiceStore, 'latestDocument' | 'stream'>,
  versions: PublishedVersions,
): Promise<CurrentOrganisation> {
  const version = (await store.latestDocument())?.version ?? 0;
  const make = (organisation: Organisation, problem: Told | null = null) =>
    new CurrentOrganisation(identity, versions, { organisation, problem });
  if (version === 0) return make(firstOwnerAlone(identity.firstOwner));
  const read = await versions.at(version);
  if (read.ok) return make(read.value);
  const { kind, why } = read.error;
  if (kind !== 'notAccepted') throw new ToldError(told('versionUnread', { version, why }));
  const last = await lastThatReads(versions, version);
  const owners = signedOwners(await store.stream('organisation'));
  return make(
    { ...(last ?? firstOwnerAlone(identity.firstOwner)), version, rules: [], ...(owners && { owners }) },
    told('filesNotRead', { version, why, mend: 'byOwner' }),
  );
}

async function lastThatReads(versions: PublishedVersions, before: number): Promise<Organisation | null> {
  for (let version = before - 1; version > 0; version--) {
    const read = await versions.at(version);
    if (read.ok) return read.value;
  }
  return null;
}

/** Comments, and what version it is, aside. */
const saysSame = (one: Organisation, other: Organisation): boolean =>
  keptText({ ...one, version: 0 }) === keptText({ ...other, version: 0 });

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
