import { inEnglish } from '../../words/words.ts';
import { askOwners } from '../../domain/organisation/ask-owners.ts';
import type { CurrentOrganisation } from '../organisation/current-organisation.ts';

const differs = (version: number): string =>
  `The folder on the computer of the service says otherwise than ${version === 0 ? 'what is in force, which is nothing yet' : `version ${version}, which is in force`}. An owner looks at what would change and publishes it: in Settings, or with latchkey publish --proposed. Whoever does not mean it puts the folder right there.`;

/**
 * What is wrong with the files in force, or with those that the service was started with, for this reader: owners read where, everybody else who can
 * mend it. Null: nothing, or a version without mistakes was published since.
 */
export function folderProblem(organisation: CurrentOrganisation, memberId: string): string | null {
  const { folderMistakes, current, problem, proposal } = organisation;
  if (problem !== null) return problem;
  const [first] = folderMistakes;
  if (!first) return proposal && organisation.isOwner(memberId) ? differs(current.version) : null;
  const count = folderMistakes.length;
  const inForce =
    current.version === 0 ? 'nothing of them is in force' : `version ${current.version} is still in force`;
  const what = `The organisation’s files on the computer of the service have ${count === 1 ? 'a mistake' : `${count} mistakes`}, so ${inForce}.`;
  if (!organisation.isOwner(memberId)) return `${what} ${inEnglish(askOwners(current, memberId, 'mendIt'))}`;
  const more = count === 1 ? '' : ` And ${count - 1} more: latchkey publish DIR --check lists them.`;
  const { file, line, message } = first;
  return `${what} ${file}, line ${line}: ${message}${more} Mend it there, then publish it: latchkey publish DIR, or, where the app runs the service itself, Publish changes in Settings.`;
}
