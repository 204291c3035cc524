import { ownValue } from '../../lib/own-value.ts';
import { DAY_MS, type Instant } from '../../lib/time.ts';
import type { DeviceEntry } from '../device/device-entry.ts';
import { deviceStream } from '../device/device-stream.ts';
import type { OrganisationEntry } from '../organisation/organisation-entry.ts';
import { organisationStream } from '../organisation/organisation-stream.ts';
import type { Organisation } from '../organisation/organisation.ts';

type BondEntry = OrganisationEntry | DeviceEntry;

/** Whether an entry is of a stream that bonds are in. */
export const isOfBonds = (entry: { readonly type: string }): entry is BondEntry =>
  [organisationStream, deviceStream].some(({ entries }) => Object.hasOwn(entries, entry.type));

interface Noted {
  readonly entry: BondEntry;
  readonly actor: string;
  readonly at: Instant;
}

/** A person who was added is nobody's independent reviewer at once. */
export const NEW_FOR_MS = DAY_MS;

interface Arrival {
  readonly by: readonly string[];
  /** Nobody knows who brought them in: it may be anybody. */
  readonly ofEverybody?: true;
  readonly at: Instant;
}

/**
 * Who invited whose devices, and who added whom lately: a fold across the organisation's stream and those of devices. From
 * it follows whose review does not count for whom.
 *
 * 1. Whoever acts as a service account approves nothing that it asks for: its `operators`, and who invited its devices.
 * 2. For a day a new person approves nothing of who added or invited them, unless another owner confirmed them. Whoever came
 *    with the first version, or as the first other person, is not new.
 * 3. Whom an owner invited anew, in place of all devices that they had, is new from then on: it may be that owner.
 * 4. Who came back with the recovery key approves nothing for a day: somebody may have found it.
 */
export class Bonds {
  readonly #inviters = new Map<string, Set<string>>();
  readonly #arrivals = new Map<string, Arrival>();

  note({ entry, actor, at }: Noted): void {
    switch (entry.type) {
      case 'deviceRegistered': {
        const known = this.#inviters.get(entry.person);
        if (known) known.add(entry.invitedBy);
        else this.#inviters.set(entry.person, new Set([entry.invitedBy]));
        // It may be whoever found the words: for a day their review counts for nobody, unless another owner confirmed them.
        if (entry.recovered) this.#arrivals.set(entry.person, { by: [], ofEverybody: true, at });
        if (entry.replaces) {
          const before = this.isNew(entry.person, at) ? (this.#arrivals.get(entry.person)?.by ?? []) : [];
          this.#arrivals.set(entry.person, { by: [...before, entry.invitedBy], at });
        }
        return;
      }
      case 'memberChanged':
        if (entry.change === 'added' && entry.isNew) this.#arrivals.set(entry.person, { by: [actor], at });
        else if (entry.change !== 'changed') this.#arrivals.delete(entry.person);
        if (entry.change === 'removed') this.#inviters.delete(entry.person);
        return;
      case 'memberConfirmed':
        this.#arrivals.delete(entry.person);
        return;
      default:
    }
  }

  /** Whether this person was added, or invited anew, less than a day ago and nobody else has confirmed them. */
  isNew(person: string, at: Instant): boolean {
    const arrival = this.#arrivals.get(person);
    return arrival !== undefined && at - arrival.at < NEW_FOR_MS;
  }

  /** Whether it was they who brought the person in. */
  broughtIn(person: string, by: string): boolean {
    return (
      (this.#arrivals.get(person)?.by.includes(by) ?? false) || (this.#inviters.get(person)?.has(by) ?? false)
    );
  }

  /** The people whose review does not count for this requester at `at`. */
  conflicted({ members }: Pick<Organisation, 'members'>, requester: string, at: Instant): string[] {
    const member = ownValue(members, requester);
    const actors =
      member?.kind === 'service'
        ? [...(member.operators ?? []), ...(this.#inviters.get(requester) ?? [])]
        : [];
    const everyActor = [requester, ...actors];
    const brought = [...this.#arrivals.keys()].filter(
      (person) =>
        this.isNew(person, at) &&
        (this.#arrivals.get(person)?.ofEverybody || everyActor.some((by) => this.broughtIn(person, by))),
    );
    return [...new Set([...actors, ...brought])];
  }
}
