import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { soloOrganisation } from '../../shared/cli/templates/solo-organisation.ts';

/** Writes the first files of an organisation on this computer. What is there stays: a person may have edited it. */
export async function writeSoloFolder(folder: string, owner: { id: string; name: string }): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const texts = soloOrganisation({ ownerId: owner.id, ownerName: owner.name, hostName: hostname() });
  for (const name of ['people', 'catalog', 'policy'] as const) {
    const path = join(folder, `${name}.yaml`);
    if (!existsSync(path)) await writeFile(path, texts[name], { mode: 0o600 });
  }
}
