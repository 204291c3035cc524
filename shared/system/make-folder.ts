import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Nobody but its user. */
const OWN_MODE = 0o700;

/**
 * Makes a folder, and those above it that are missing; what is there stays as it is. Answers with the first that it made, null
 * where there was nothing to make. Throws the system's fault. Each is made once: the recursive `mkdir` of Node tries for ever, on no
 * thread that a signal ends, where a folder that is there says that it is not (`/proc/x`).
 */
export function makeFolder(path: string, mode = OWN_MODE): string | null {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  for (const each of missing) makeOne(each, mode);
  if (!statSync(path).isDirectory()) mkdirSync(path);
  return missing[0] ?? null;
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (fault) {
    // Somebody else made it meanwhile.
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw fault;
  }
}
