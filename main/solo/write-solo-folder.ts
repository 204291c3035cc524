import { makeFolder } from '../../shared/system/make-folder.ts';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../shared/words/language.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { soloOrganisation } from '../../shared/cli/templates/solo-organisation.ts';

/** Writes the first files of an organisation on this computer, with comments in the owner's language. What is there stays: a person may have edited it. */
export async function writeSoloFolder(
  folder: string,
  owner: { id: string; name: string },
  language: Language,
): Promise<void> {
  makeFolder(folder);
  const texts = soloOrganisation(
    { ownerId: owner.id, ownerName: owner.name, hostName: hostname() },
    wordsIn(language),
  );
  for (const name of ['people', 'catalog', 'policy'] as const) {
    const path = join(folder, `${name}.yaml`);
    if (!existsSync(path)) await writeFile(path, texts[name], { mode: 0o600 });
  }
}
