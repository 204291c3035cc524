import type { Names } from '../client/known-names.ts';
import type { RequestState } from '../domain/request/request.ts';
import { visibleText } from '../lib/visible-text.ts';

interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/**
 * Names for a table, in which no two people are called the same: who has a namesake among them, or is called as another's id
 * is, stands there with their id, `Ada Lovelace <ada@example.com>`. All others by their name alone.
 */
export function namesApart(people: Iterable<NamedPerson>): (person: NamedPerson) => string {
  const called = new Map<string, Set<string>>();
  const add = (name: string, id: string): void => {
    called.set(asRead(name), (called.get(asRead(name)) ?? new Set()).add(id));
  };
  for (const { id, name } of people) {
    add(name, id);
    add(id, id);
  }
  return ({ id, name }) => ((called.get(asRead(name))?.size ?? 0) > 1 ? `${name} <${id}>` : name);
}

/** The same for who asked; among the people of the organisation, as far as they are known here, too. */
export function requestersApart(
  states: readonly RequestState[],
  known: Names,
): (state: RequestState) => string {
  const tell = namesApart([...peopleIn(known), ...states.map(requesterOf)]);
  return (state) => tell(requesterOf(state));
}

const requesterOf = ({ facts }: RequestState): NamedPerson => ({
  id: facts.requester,
  name: facts.requesterName,
});

/** Names by id, of which no two are alike. */
export function namesToldApart(names: Names): Names {
  const people = peopleIn(names);
  const tell = namesApart(people);
  return Object.fromEntries(people.map((person) => [person.id, tell(person)]));
}

const peopleIn = (names: Names): NamedPerson[] => Object.entries(names).map(([id, name]) => ({ id, name }));

/** Letters that look the same in a terminal are written in more than one way. */
const asRead = (name: string): string =>
  visibleText(name).normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
