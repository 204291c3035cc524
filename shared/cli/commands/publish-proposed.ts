import { sentMistake } from '../../contract/mistake.ts';
import { wordsIn } from '../../words/words.ts';
import { ownersIn } from '../../client/owners-in.ts';
import { readProposed } from '../../formats/wire/read-proposed.ts';
import { readPublished } from '../../formats/wire/read-published.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly isAgreed: boolean;
  /** Only look. */
  readonly isCheck: boolean;
  readonly json: boolean;
}

/** Publishes what the service was started with, exactly as it was listed: whatever is published meanwhile, it is refused. */
export async function publishProposed(
  terminal: Terminal,
  { isAgreed, isCheck, json }: Options,
): Promise<void> {
  if (!isAgreed && !isCheck && !terminal.keyboard)
    throw wrongUsage('Nobody can be asked here: look at it with --proposed --check, then add --yes.');
  await asMember(terminal, async ({ api }) => {
    const proposed = readProposed(await api.org.proposed.query());
    if (!proposed) {
      terminal.note(
        'There is nothing to publish: the folder on the computer of the service says what is in force, or has a mistake, which the catalog tells.\n',
      );
      if (json) printJson(terminal, { published: false, changes: [], more: 0 });
      return;
    }
    const { files, providerDigests, follows, more } = proposed;
    const shown = proposed.changes.map((each) => terminal.words.spoken(each));
    terminal.note(listed({ ...proposed, changes: shown, owners: ownersIn(files, providerDigests) }));
    const changes = proposed.changes.map((each) => wordsIn('en').spoken(each));
    if (isCheck) {
      if (json) printJson(terminal, { version: follows, published: false, changes, more });
      return;
    }
    if (!isAgreed) await askToPublish(terminal, follows + 1);
    const answer = readPublished(
      await api.org.publish.mutate({ files, providerDigests, follows, dryRun: false }),
    );
    for (const { file, line, column, severity, told } of answer.mistakes)
      terminal.note(
        `${visibleText(file)}:${line}:${column}: ${severity}: ${visibleText(terminal.words.tell(told))}\n`,
      );
    if (json) printJson(terminal, { ...answer, mistakes: answer.mistakes.map(sentMistake), changes, more });
    if (answer.mistakes.some(({ severity }) => severity === 'error'))
      throw new CliFailure(
        EXIT.refused,
        `Nothing was published; version ${answer.version} stays in force. Correct the lines above there, and start the service again.`,
        'badOrganisation',
      );
    terminal.note(`Published as version ${answer.version}.\n`);
  });
}

function listed({
  follows,
  changes,
  more,
  owners,
}: {
  readonly owners: string;
  readonly follows: number;
  readonly changes: readonly string[];
  readonly more: number;
}): string {
  if (follows === 0)
    return 'Nothing is in force yet. The folder on the computer of the service would be the first version.\n';
  const lines = changes.map((line) => `- ${visibleText(line)}\n`);
  if (more > 0) lines.push(`- and ${more} more\n`);
  if (lines.length === 0) lines.push('- nothing but how it is written\n');
  lines.push(`${visibleText(owners)}.\n`);
  return `The folder on the computer of the service differs from version ${follows}, which is in force:\n${lines.join('')}`;
}

async function askToPublish(terminal: Terminal, version: number): Promise<void> {
  const answer = await terminal.keyboard?.line(
    `To publish this as version ${version}, write yes: `,
    terminal.stop,
  );
  if (answer?.trim().toLowerCase() !== 'yes')
    throw new CliFailure(EXIT.usage, 'Given up: nothing was published.', 'givenUp');
}
