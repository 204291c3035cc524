import type { Member } from '../domain/organisation/organisation.ts';
import { didYouMean } from './did-you-mean.ts';
import type { PeopleFile } from './file-schemas.ts';
import type { MistakeList } from './mistake-list.ts';
import type { YamlFile } from './yaml-file.ts';

/** The members of people.yaml; says who is in it twice and who is named but not there. */
export function readPeople(
  file: YamlFile,
  people: PeopleFile,
  mistakes: MistakeList,
): Record<string, Member> {
  const members: Record<string, Member> = {};
  const seen = new Map<string, string>();
  const add = (member: Member, list: 'people' | 'services', index: number) => {
    // Ids that differ only in their capitals would be taken for each other.
    const before = seen.get(member.id.toLowerCase());
    if (before !== undefined) mistakes.error(file, [list, index, 'id'], `“${before}” is here already.`);
    seen.set(member.id.toLowerCase(), member.id);
    members[member.id] = member;
  };
  for (const [index, { name, manager, timezone, sshPublicKey, ...rest }] of people.people.entries()) {
    const shown = { name: name ?? rest.id, manager: manager ?? null, timezone: timezone ?? null };
    add({ ...rest, ...shown, kind: 'person', sshPublicKey: sshPublicKey?.trim() ?? null }, 'people', index);
  }
  for (const [index, { name, sshPublicKey, ...rest }] of people.services.entries()) {
    const shown = { name: name ?? rest.id.replace(/^service:/, ''), manager: null, timezone: null };
    add(
      { ...rest, ...shown, kind: 'service', sshPublicKey: sshPublicKey?.trim() ?? null },
      'services',
      index,
    );
  }
  checkNamed(file, people, members, mistakes);
  return members;
}

function checkNamed(
  file: YamlFile,
  people: PeopleFile,
  members: Readonly<Record<string, Member>>,
  mistakes: MistakeList,
): void {
  const ids = people.people.map((person) => person.id);
  for (const [index, owner] of people.owners.entries()) {
    if (!Object.hasOwn(members, owner))
      mistakes.error(
        file,
        ['owners', index],
        `The owner “${owner}” is not one of the people.${didYouMean(owner, ids)}`,
      );
    if (people.owners.indexOf(owner) < index)
      mistakes.error(file, ['owners', index], `“${owner}” is an owner already.`);
  }
  for (const [index, { operators }] of people.services.entries())
    for (const [at, operator] of operators.entries())
      if (!ids.includes(operator))
        mistakes.error(
          file,
          ['services', index, 'operators', at],
          `The operator “${operator}” is not one of the people.${didYouMean(operator, ids)}`,
        );
  for (const [index, { id, manager }] of people.people.entries()) {
    if (manager === undefined) continue;
    if (!Object.hasOwn(members, manager))
      mistakes.error(
        file,
        ['people', index, 'manager'],
        `The manager “${manager}” is not one of the people.${didYouMean(manager, ids)}`,
      );
    if (manager === id) mistakes.error(file, ['people', index, 'manager'], 'Nobody is their own manager.');
  }
}
