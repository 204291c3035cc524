import { copyFile, rename } from 'node:fs/promises';

/** Keeps a damaged file under another name, for whoever wants to look. Answers with that name. */
export async function setAside(path: string, how: 'move' | 'copy', now: number): Promise<string> {
  const kept = `${path}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  await (how === 'move' ? rename(path, kept) : copyFile(path, kept));
  return kept;
}
