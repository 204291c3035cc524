import type { Command } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { exampleOrganisation } from '../templates/example-organisation.ts';
import type { Terminal } from '../terminal.ts';

export function addInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .description('an example organisation to start from: people.yaml, catalog.yaml, policy.yaml')
    .argument('<dir>', 'folder to write to; made when it is not there')
    .action(async (dir: string) => {
      await mkdir(dir, { recursive: true });
      for (const [name, text] of Object.entries(exampleOrganisation))
        await writeNew(join(dir, `${name}.yaml`), text);
      terminal.note(`Change the files in ${dir}, then: latchkey publish ${dir}\n`);
    });
}

/** Never over a file that is there. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CliFailure(EXIT.refused, `${path} exists already and was left as it is.`, 'alreadyExists');
  }
}
