import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../system/make-folder.ts';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { newId } from '../new-id.ts';
import { exampleOrganisationIn } from '../templates/example-organisation.ts';
import type { Terminal } from '../terminal.ts';
import { unwritableReason } from '../unwritable-reason.ts';

/** As the user's mask has it: files of an organisation are often read by others, too. */
const SHARED_MODE = 0o777;
/** What the system says where a folder can be none. */
const NO_FOLDER: Readonly<Record<string, 'noFolder' | 'notThere'>> = {
  EEXIST: 'noFolder',
  ENOTDIR: 'noFolder',
  ENOENT: 'notThere',
};

export function addInit(program: Command, terminal: Terminal): void {
  const words = terminal.words.cli.init;
  program
    .command('init')
    .description(words.what)
    .argument('<dir>', words.dir)
    .action(async (dir: string) => {
      const files = Object.entries(exampleOrganisationIn(terminal.words)).map(([name, text]) => ({
        path: join(dir, `${name}.yaml`),
        text,
      }));
      const missing = files.filter(({ path }) => !existsSync(path));
      if (missing.length === 0) throw new CliFailure(EXIT.refused, words.allThere({ dir }), 'alreadyExists');
      try {
        makeFolder(dir, SHARED_MODE);
        for (const { path, text } of missing) await writeWhole(path, text);
      } catch (error) {
        const noFolder = NO_FOLDER[(error as NodeJS.ErrnoException).code ?? ''];
        if (noFolder) throw new CliFailure(EXIT.refused, words[noFolder]({ dir }), 'notWritable');
        const reason = unwritableReason(error);
        if (reason === null) throw error;
        throw new CliFailure(EXIT.fault, words.notAllWritten({ dir, why: reason }), 'notWritable');
      }
      for (const { path } of files.filter((each) => !missing.includes(each)))
        terminal.note(`${words.leftAsItIs({ path })}\n`);
      terminal.note(`${words.next({ dir })}\n`);
    });
}

/** All of it or nothing: beside its place first, and there only when the disk has it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${newId()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
