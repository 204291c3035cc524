import { ownersIn } from '../../client/owners-in.ts';
import { sentMistake } from '../../contract/mistake.ts';
import { readCatalog, type Catalog } from '../../formats/wire/read-catalog.ts';
import { readProposed } from '../../formats/wire/read-proposed.ts';
import { readPublished } from '../../formats/wire/read-published.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import type { Spoken } from '../../words/told.ts';
import { wordsIn, type Words } from '../../words/words.ts';
import { describeMistake } from '../describe-mistake.ts';

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
  if (!isAgreed && !isCheck && !terminal.keyboard) throw wrongUsage(({ cli }) => cli.publish.nobodyToAsk);
  const { words } = terminal;
  const own = words.cli.publish;
  await asMember(terminal, async ({ api }) => {
    const proposed = readProposed(await api.org.proposed.query());
    if (!proposed) {
      // Null is also what a folder with mistakes comes to: what the catalog says of it tells them apart.
      const catalog = readCatalog(await api.catalog.list.query());
      const problem = catalog.kind === 'known' ? catalog.value.problem : undefined;
      if (catalog.kind === 'known' && catalog.value.folderMistakes.length > 1) {
        noteMistakes(terminal, catalog.value);
        // A document says of the first where it is, and how many there are.
        if (!json) throw nothingDone(catalog.value.version);
      }
      if (problem !== undefined) throw new CliFailure(EXIT.refused, problem, 'badOrganisation');
      terminal.note(`${own.nothingToDo}\n`);
      if (json) printJson(terminal, { published: false, changes: [], more: 0 });
      return;
    }
    const { files, providerDigests, follows, more } = proposed;
    // A document says the same in every language.
    const changes = proposed.changes.map((each) => wordsIn('en').spoken(each));
    terminal.note(listed(words, { ...proposed, owners: ownersIn(files, providerDigests) }));
    if (isCheck) {
      if (json) printJson(terminal, { version: follows, published: false, changes, more });
      return;
    }
    if (!isAgreed) await askToPublish(terminal, follows + 1);
    const answer = readPublished(
      await api.org.publish.mutate({ files, providerDigests, follows, dryRun: false }),
    );
    for (const mistake of answer.mistakes) terminal.note(`${describeMistake(words, mistake)}\n`);
    if (json) printJson(terminal, { ...answer, mistakes: answer.mistakes.map(sentMistake), changes, more });
    if (answer.mistakes.some(({ severity }) => severity === 'error')) throw nothingDone(answer.version);
    terminal.note(`${own.published({ version: answer.version })}\n`);
  });
}

const nothingDone = (version: number): CliFailure =>
  new CliFailure(EXIT.refused, ({ cli }) => cli.publish.nothingDoneThere({ version }), 'badOrganisation');

/** Where there are several: of one the sentence that it ends with says all. */
function noteMistakes({ note, words }: Terminal, { folderMistakes, problem }: Catalog): void {
  for (const mistake of folderMistakes) note(`${describeMistake(words, mistake)}\n`);
  const more = mistakesIn(problem) - folderMistakes.length;
  if (more > 0) note(`${words.cli.publish.andMore({ count: more })}\n`);
}

/** Of how many mistakes a sentence tells; none where it tells of something else. */
const mistakesIn = (problem: Catalog['problem']): number =>
  typeof problem === 'object' && problem.code === 'folderMistakeAt' ? Number(problem.params.count) : 0;

interface Listed {
  readonly owners: Spoken;
  readonly follows: number;
  readonly changes: readonly Spoken[];
  readonly more: number;
}

function listed({ cli: { publish }, spoken }: Words, { follows, changes, more, owners }: Listed): string {
  if (follows === 0) return `${publish.first}\n`;
  const lines = changes.map((line) => `- ${visibleText(spoken(line))}\n`);
  if (more > 0) lines.push(`- ${publish.andMore({ count: more })}\n`);
  if (lines.length === 0) lines.push(`- ${publish.onlyWriting}\n`);
  lines.push(`${visibleText(spoken(owners))}.\n`);
  return `${publish.differs({ version: follows })}\n${lines.join('')}`;
}

async function askToPublish(terminal: Terminal, version: number): Promise<void> {
  const { keyboard, stop, words } = terminal;
  const answer = await keyboard?.line(words.cli.publish.ask({ version }), stop);
  if (!saysYes(words, answer)) throw new CliFailure(EXIT.usage, ({ cli }) => cli.publish.givenUp, 'givenUp');
}
