import type { Member } from '../domain/organisation/organisation.ts';
import { told } from '../words/told.ts';
import { nearestWord } from './nearest-word.ts';
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
    if (before !== undefined) mistakes.error(file, [list, index, 'id'], told('hereAlready', { id: before }));
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
        told('ownerNotPerson', { id: owner, near: nearestWord(owner, ids) }),
      );
    if (people.owners.indexOf(owner) < index)
      mistakes.error(file, ['owners', index], told('ownerAlready', { id: owner }));
  }
  for (const [index, { operators }] of people.services.entries())
    for (const [at, operator] of operators.entries())
      if (!ids.includes(operator))
        mistakes.error(
          file,
          ['services', index, 'operators', at],
          told('operatorNotPerson', { id: operator, near: nearestWord(operator, ids) }),
        );
  for (const [index, { id, manager }] of people.people.entries()) {
    if (manager === undefined) continue;
    if (!Object.hasOwn(members, manager))
      mistakes.error(
        file,
        ['people', index, 'manager'],
        told('managerNotPerson', { id: manager, near: nearestWord(manager, ids) }),
      );
    if (manager === id) mistakes.error(file, ['people', index, 'manager'], told('ownManager'));
  }
}
