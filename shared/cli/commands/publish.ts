import { sentMistake } from '../../contract/mistake.ts';
import { inEnglish, type Words } from '../../words/words.ts';
import type { Command } from 'commander';
import { join } from 'node:path';
import type { Mistake } from '../../contract/mistake.ts';
import { parseOrganisation } from '../../organisation-files/parse-organisation.ts';
import { readPoolsChecked } from '../../formats/wire/read-pools-checked.ts';
import { readMe } from '../../formats/wire/read-me.ts';
import { readPublished } from '../../formats/wire/read-published.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { readOrganisationFolder, type OrganisationFolder } from '../../system/organisation-folder.ts';
import { readProviderSchemas } from '../../system/provider-schemas.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
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
  program
    .command('publish')
    .description("check the organisation's files and publish them as a new version")
    .argument('[dir]', 'folder with people.yaml, catalog.yaml and policy.yaml')
    .option('--proposed', 'what the service was started with, after its changes were listed')
    .option('--yes', 'with --proposed: without being asked')
    .option('--check', 'only check')
    .option('--json', 'as one JSON document')
    .action(async (dir: string | undefined, { check = false, json, proposed, yes }: Options) => {
      if (proposed && dir === undefined)
        return publishProposed(terminal, { isAgreed: yes === true, isCheck: check, json: json === true });
      if (dir === undefined || proposed || yes)
        throw wrongUsage(
          'Say which folder to publish, or --proposed (with --yes, where nobody can be asked).',
        );
      const folder = await readOrganisationFolder(dir);
      if (!folder.ok) throw wrongUsage(folder.error);
      const ownMistakes = await mistakesHere(dir, folder.value);
      const result = await asMember(terminal, async ({ api }) => {
        const dryRun = check || ownMistakes.some(isError);
        const follows = readMe(await api.session.me.query()).organisation.version;
        const answer = readPublished(await api.org.publish.mutate({ ...folder.value, dryRun, follows }));
        const unserved = dryRun ? [] : await unservedPools(api);
        return { ...answer, mistakes: merged(answer.mistakes, ownMistakes), unserved };
      });
      for (const mistake of result.mistakes) terminal.note(`${describe(dir, mistake, terminal.words)}\n`);
      const hasErrors = result.mistakes.some(isError);
      if (json) printJson(terminal, { ...result, mistakes: result.mistakes.map(sentMistake) });
      if (hasErrors) {
        const sentence = `Nothing was published; version ${result.version} stays in force. Correct the lines above and publish again.`;
        throw new CliFailure(EXIT.refused, sentence, 'badOrganisation');
      }
      if (json) return;
      const done = result.published
        ? `Published as version ${result.version}.`
        : `Version ${result.version} says the same.`;
      terminal.note(`${check ? 'No mistakes.' : done}\n`);
      for (const pool of result.unserved)
        terminal.note(
          `No runner of the pool ${visibleText(pool)} has been heard of yet: what is asked of it waits for one. Start one (latchkey runner --pool ${visibleText(pool)}), or correct “pool” in catalog.yaml.\n`,
        );
    });
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

/** `policy.yaml:12:5: error: …`, which editors turn into a link. */
function describe(dir: string, { file, line, column, severity, told }: Mistake, words: Words): string {
  return `${visibleText(join(dir, file))}:${line}:${column}: ${severity}: ${visibleText(words.tell(told))}`;
}
