import { chmod, cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../build/setup/root.js';

/**
 * Whole folders as a version left them in the middle of its work, with active grants: what every later version must open.
 * Never changed; a version whose folders differ adds its own.
 */
const STATES = join(root, 'test/formats/states');

/** The versions that left a state of this kind, the oldest first. */
export async function recordedStates(kind: 'service' | 'desktop'): Promise<string[]> {
  const names = await readdir(STATES);
  return names.filter((name) => name.startsWith(`${kind}-`)).sort();
}

export const stateFolder = (name: string): string => join(STATES, name);

/** A copy to work in, for its user alone, as it was: git keeps no such rights. */
export async function takeUp(name: string, to: string): Promise<void> {
  await cp(stateFolder(name), to, { recursive: true });
  await forUserAlone(to);
}

/** Keeps what is in a folder as the state of that name. */
export async function keepState(
  from: string,
  name: string,
  isKept: (path: string) => boolean,
): Promise<void> {
  await mkdir(STATES, { recursive: true });
  await cp(from, stateFolder(name), { recursive: true, errorOnExist: true, force: false, filter: isKept });
}

async function forUserAlone(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? forUserAlone(path) : chmod(path, 0o600));
  }
}
