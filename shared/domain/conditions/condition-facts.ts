import type { Instant } from '../../lib/time.ts';
import { MOST, type KINDS, type ORIGINS } from './condition-schema.ts';
import type { LocalTime } from './local-time.ts';

/** What conditions are evaluated with. A text that somebody lacks (a manager, a ticket) is empty. */
export interface ConditionFacts {
  readonly requester: {
    readonly id: string;
    readonly name: string;
    readonly kind: (typeof KINDS)[number];
    readonly groups: readonly string[];
    /** The id of the manager. */
    readonly manager: string;
    readonly timezone: string;
    /** Of the organisation. */
    readonly isOwner: boolean;
  };
  readonly entitlement: {
    readonly id: string;
    readonly provider: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly request: {
    /** Whole minutes. */
    readonly durationMinutes: number;
    readonly reason: string;
    readonly ticket: string;
    readonly task: string;
    readonly origin: (typeof ORIGINS)[number];
    readonly startsAt: Instant;
    /** When it starts, where the rule's zone is. */
    readonly local: LocalTime;
  };
  readonly now: Instant;
}

type Context = Readonly<Record<string, unknown>>;

/** A fact that is not as `ConditionFacts` has it, or larger than conditions are reckoned with. */
export class UnfitFact extends Error {
  override readonly name = 'UnfitFact';
  readonly fact: string;

  constructor(fact: string) {
    super(fact);
    this.fact = fact;
  }
}

/** Many conditions are evaluated with the same facts. */
const contexts = new WeakMap<ConditionFacts, Context>();

/**
 * Facts as the engine takes them: whole numbers are `bigint`, moments `Date`, tags a `Map`, which has no keys but its own. Only
 * what is named here is handed on. Throws an `UnfitFact`.
 */
export function contextOf(facts: ConditionFacts): Context {
  const known = contexts.get(facts);
  if (known) return known;
  const { requester, entitlement, request, now } = facts;
  const context = {
    requester: {
      ...texts(requester, 'requester', ['id', 'name', 'kind', 'manager', 'timezone']),
      groups: groupsOf(requester.groups),
      isOwner: truth(requester.isOwner, 'requester.isOwner'),
    },
    entitlement: {
      ...texts(entitlement, 'entitlement', ['id', 'provider']),
      tags: tagsOf(entitlement.tags),
    },
    request: {
      ...texts(request, 'request', ['ticket', 'task', 'origin']),
      reason: text(request.reason, 'request.reason', MOST.reasonLength),
      durationMinutes: whole(request.durationMinutes, 'request.durationMinutes'),
      startsAt: moment(request.startsAt, 'request.startsAt'),
      local: localOf(request.local),
    },
    now: moment(now, 'now'),
  };
  contexts.set(facts, context);
  return context;
}

const localOf = (local: LocalTime): Context => ({
  date: text(local.date, 'request.local.date'),
  weekday: whole(local.weekday, 'request.local.weekday'),
  hour: whole(local.hour, 'request.local.hour'),
  minute: whole(local.minute, 'request.local.minute'),
  holiday: truth(local.holiday, 'request.local.holiday'),
});

function groupsOf(groups: readonly string[]): readonly string[] {
  if (!Array.isArray(groups) || groups.length > MOST.groups) throw new UnfitFact('requester.groups');
  return groups.map((group: unknown) => text(group, 'requester.groups'));
}

function tagsOf(tags: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(tags);
  if (entries.length > MOST.tags) throw new UnfitFact('entitlement.tags');
  return new Map(
    entries.map(([key, value]) => [text(key, 'entitlement.tags'), text(value, 'entitlement.tags')]),
  );
}

const texts = <K extends string>(
  of: Readonly<Record<K, unknown>>,
  name: string,
  keys: readonly K[],
): Context => Object.fromEntries(keys.map((key) => [key, text(of[key], `${name}.${key}`)]));

function text(value: unknown, name: string, most: number = MOST.textLength): string {
  if (typeof value !== 'string' || value.length > most) throw new UnfitFact(name);
  return value;
}

function whole(value: unknown, name: string): bigint {
  if (!Number.isSafeInteger(value)) throw new UnfitFact(name);
  return BigInt(value as number);
}

function truth(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new UnfitFact(name);
  return value;
}

function moment(value: unknown, name: string): Date {
  const at = new Date(typeof value === 'number' ? value : NaN);
  if (Number.isNaN(at.getTime())) throw new UnfitFact(name);
  return at;
}
