import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where installers put Node when the desktop was not started from a shell, and so has a bare PATH. */
const USUAL_FOLDERS = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin'];

/**
 * The Node that runs `runtime: node` providers. Within Node that is this one. Within Electron it is one from PATH: the
 * packaged app cannot act as Node (its RunAsNode fuse is off, on purpose). Null when there is none.
 */
export function findNode(environment: Readonly<Record<string, string | undefined>>): string | null {
  if (process.versions['electron'] === undefined) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = [...(environment['PATH'] ?? '').split(delimiter), ...USUAL_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(mayRun) ?? null;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
