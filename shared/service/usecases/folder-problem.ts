import { askOwners } from '../../domain/organisation/ask-owners.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Mistake } from '../../contract/mistake.ts';
import { told, type Told } from '../../words/told.ts';
import type { CurrentOrganisation } from '../organisation/current-organisation.ts';

/**
 * What is wrong with the files in force, or with those that the service was started with, for this reader: owners read where, everybody else who can
 * mend it. Null: nothing, or a version without mistakes was published since.
 */
export function folderProblem(organisation: CurrentOrganisation, memberId: string): Told | null {
  const { folderMistakes, current, problem, proposal } = organisation;
  if (problem !== null) return problem;
  const { version } = current;
  const [first] = folderMistakes;
  const isOwner = organisation.isOwner(memberId);
  if (!first) return proposal && isOwner ? told('folderDiffers', { version }) : null;
  const count = folderMistakes.length;
  if (!isOwner)
    return told('folderMistakes', { count, version, help: askOwners(current, memberId, 'mendIt') });
  const { file, line, told: mistake } = first;
  return told('folderMistakeAt', { count, version, file, line, mistake });
}

/** The first mistakes in the files that the service was started with, for who may publish others. */
export const folderMistakesFor = (organisation: CurrentOrganisation, memberId: string): readonly Mistake[] =>
  organisation.isOwner(memberId) && organisation.problem === null
    ? organisation.folderMistakes.slice(0, LIMITS.folderMistakes)
    : [];
