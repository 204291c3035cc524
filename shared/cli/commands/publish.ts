import type { Command } from 'commander';
import { join } from 'node:path';
import { sentMistake, type Mistake } from '../../contract/mistake.ts';
import { parseOrganisation } from '../../organisation-files/parse-organisation.ts';
import { readPoolsChecked } from '../../formats/wire/read-pools-checked.ts';
import { readMe } from '../../formats/wire/read-me.ts';
import { readPublished } from '../../formats/wire/read-published.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { readOrganisationFolder, type OrganisationFolder } from '../../system/organisation-folder.ts';
import { readProviderSchemas } from '../../system/provider-schemas.ts';
import { keptIdentity } from '../../client/identity-file.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { inEnglish } from '../../words/words.ts';
import { describeMistake } from '../describe-mistake.ts';
import { EXIT } from '../exit-status.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import { publishProposed } from './publish-proposed.ts';

interface Options {
  readonly check?: boolean;
  readonly proposed?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addPublish(program: Command, terminal: Terminal): void {
  const { publish: words, common } = terminal.words.cli;
  program
    .command('publish')
    .description(words.what)
    .argument('[dir]', words.dir)
    .option('--proposed', words.proposed)
    .option('--yes', words.yes)
    .option('--check', words.check)
    .option('--json', common.json)
    .action(async (dir: string | undefined, { check = false, json, proposed, yes }: Options) => {
      if (proposed && dir === undefined)
        return publishProposed(terminal, { isAgreed: yes === true, isCheck: check, json: json === true });
      if (dir === undefined || proposed || yes) throw wrongUsage(words.which);
      const folder = await readOrganisationFolder(dir);
      if (!folder.ok) throw wrongUsage(folder.error);
      const ownMistakes = await mistakesHere(dir, folder.value);
      if (check && (await keptIdentity(latchkeyHome(terminal.environment))).kind === 'none')
        return checkedHere(terminal, dir, { mistakes: ownMistakes, json: json === true });
      const result = await asMember(terminal, async ({ api }) => {
        const dryRun = check || ownMistakes.some(isError);
        const follows = readMe(await api.session.me.query()).organisation.version;
        const answer = readPublished(await api.org.publish.mutate({ ...folder.value, dryRun, follows }));
        const unserved = dryRun ? [] : await unservedPools(api);
        return { ...answer, mistakes: merged(answer.mistakes, ownMistakes), unserved };
      });
      for (const mistake of result.mistakes)
        terminal.note(`${describeMistake(terminal.words, mistake, join(dir, mistake.file))}\n`);
      const hasErrors = result.mistakes.some(isError);
      if (json) printJson(terminal, { ...result, mistakes: result.mistakes.map(sentMistake) });
      if (hasErrors) {
        const { version } = result;
        throw new CliFailure(EXIT.refused, words.nothingDone({ version }), 'badOrganisation');
      }
      if (json) return;
      const done = result.published ? words.published : words.saysTheSame;
      terminal.note(`${check ? words.noMistakes : done({ version: result.version })}\n`);
      for (const pool of result.unserved) terminal.note(`${words.unserved({ pool: visibleText(pool) })}\n`);
    });
}

/** Of who has joined nothing, such as a job of CI: what can be seen in the files alone, which is all but the pools and what would change. */
function checkedHere(
  terminal: Terminal,
  dir: string,
  { mistakes, json }: { readonly mistakes: readonly Mistake[]; readonly json: boolean },
): void {
  const { publish: words } = terminal.words.cli;
  for (const mistake of mistakes)
    terminal.note(`${describeMistake(terminal.words, mistake, join(dir, mistake.file))}\n`);
  if (json) printJson(terminal, { published: false, mistakes: mistakes.map(sentMistake) });
  if (mistakes.some(isError)) throw new CliFailure(EXIT.refused, words.mistakesHere, 'badOrganisation');
  if (!json) terminal.note(`${words.noMistakesHere}\n`);
}

/** Pools of the catalog without a runner: most often a name that was mistyped. What was published stands, so no fault counts. */
async function unservedPools(api: MemberSession['api']): Promise<string[]> {
  try {
    const { pools } = readPoolsChecked(await api.pools.checked.query({ pool: null }));
    return pools.filter(({ runners }) => runners === 0).map(({ pool }) => pool);
  } catch {
    return [];
  }
}

const isError = ({ severity }: Mistake): boolean => severity === 'error';

/** What only can be seen here: the service knows the digests of the catalog's own providers, and not their manifests. */
async function mistakesHere(
  folder: string,
  { files, providerDigests }: OrganisationFolder,
): Promise<readonly Mistake[]> {
  const schemas = await readProviderSchemas({ folder, uses: Object.keys(providerDigests) });
  return parseOrganisation(files, 1, providerDigests, schemas).mistakes;
}

function merged(told: readonly Mistake[], here: readonly Mistake[]): Mistake[] {
  const key = ({ file, line, told }: Mistake): string => JSON.stringify([file, line, inEnglish(told)]);
  const known = new Set(told.map(key));
  return [...told, ...here.filter((each) => isError(each) && !known.has(key(each)))];
}
